# Presswork: every command that a person or CI gives. `make help` lists them.

# The folder with everything in it, and the Python to make it with: empty, any from 3.11 on that uv finds.
VENV   ?= .venv
PYTHON ?=
PORT   ?= 8080
ONCE   ?=
HISTORIES ?= 10000
SEED   ?= 1

BIN     = $(VENV)/bin
MODULES = tests/browser/node_modules
BUILT   = .aws-sam/build
SAM     = .tools/sam/bin/sam
ZENSICAL = .tools/docs/bin/zensical
WALLS   = .tools/walls/bin
UV     := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .tools/uv/bin/uv)
SYNC    = $(UV) sync --locked --no-python-downloads $(if $(PYTHON),--python $(PYTHON))
EXPORT  = $(UV) export --locked --no-python-downloads --quiet --no-emit-project --no-header --no-annotate
LAYERS  = dependencies pillow
OF_dependencies = --no-dev
OF_pillow       = --only-group pictures
# Lambda's own Python: `sam build` wants it, and what is built is tried on it.
PYTHON313 := $(shell .ci/python3.13)

# As Lambda calls this machine's.
PROCESSOR := $(subst aarch64,arm64,$(shell uname -m))
# What functions run in where `sam local` runs them.
IMAGE = presswork/lambda-python:3.13

# Bytecode is kept, whatever the machine says: else every command compiles botocore and the emulator anew.
unexport PYTHONDONTWRITEBYTECODE
export SAM_CLI_TELEMETRY = 0
export AWS_DEFAULT_REGION ?= us-east-1

.DEFAULT_GOAL := help
.PHONY: help setup setup-browser run test sam-local cost lighthouse bench soak check build deploy docs shots lock licences format clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.made ## Everything that the rest needs, in .venv; instant when nothing changed

setup-browser: ## What tests in a browser need besides: chromium, node, java, and packages for these
	@.ci/browser
	@$(MAKE) --no-print-directory --silent $(MODULES)/.package-lock.json

run: setup ## The whole system on this machine, with the example newspaper (PORT=8080, ONCE=1 ends when it is live)
	$(BIN)/presswork dev examples --port $(PORT) $(if $(ONCE),--once)

test: setup ## All tests, those in a browser where setup-browser was (ARGS='-k name' for some)
	$(BIN)/pytest --numprocesses auto $(ARGS)

sam-local: setup $(SAM) ## Every function in a container, as Lambda gets it, on the embedded AWS (77: there is no Docker engine)
	@.ci/lambda-image $(IMAGE) "$(PYTHON313)"
	$(MAKE) build ARCHITECTURE=$(PROCESSOR)
	$(BIN)/python -m tests.sam_local $(IMAGE)

cost: setup ## What a publish costs on AWS by service, beside 100 and beside 5,000 articles
	$(BIN)/python -m benchmarks.cost

lighthouse: setup setup-browser ## What Lighthouse says of the front page and of an article of the example newspaper
	$(BIN)/python -m benchmarks.lighthouse

bench: setup ## Presswork beside Hugo, Eleventy and Pelican, an hour or two (ARGS='--sizes 100 1000 --rounds 3' for less)
	$(BIN)/python -m benchmarks.peers $(ARGS)

soak: setup ## Random histories for long, compared with the full build (HISTORIES=10000 SEED=1)
	$(BIN)/python -m tests.soak $(HISTORIES) $(SEED)

check: setup $(SAM) $(ZENSICAL) $(WALLS)/checkov ## Format, lint, types, arrows, lock, documents, template, known holes, and what Lambda would get
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(foreach layer,$(LAYERS),$(EXPORT) $(OF_$(layer)) | diff layers/$(layer)/requirements.txt - \
		|| { echo 'layers/$(layer)/requirements.txt is not what uv.lock says: run make lock.'; exit 1; };)
	@for layer in $(LAYERS); do for processor in aarch64 x86_64; do \
		$(UV) pip install --dry-run --quiet --target .tools/wheels --requirement layers/$$layer/requirements.txt \
			--no-deps --only-binary :all: --python-platform $$processor-manylinux_2_28 --python-version 3.13 \
			|| { echo "Lambda's $$processor lacks a wheel of the layer $$layer."; exit 1; }; done; done
	$(ZENSICAL) build --strict
	$(SAM) validate --lint
	$(WALLS)/checkov --config-file .ci/checkov.yaml
	@$(EXPORT) --output-file .tools/audited.txt
	$(BIN)/python .ci/audit.py $(WALLS)/pip-audit .tools/audited.txt
ifeq ($(and $(PYTHON313),$(filter Linux,$(shell uname))),)
	@echo 'SKIPPED sam build, and the proof of what it builds: they need Linux and a python3.13 with pip.'
else
	$(MAKE) build ARCHITECTURE=$(PROCESSOR)
	$(PYTHON313) -I -S .ci/proof.py $(BUILT)
endif

build: setup $(SAM) ## What Lambda gets, in .aws-sam/build: compiled, for quicker cold starts (ARCHITECTURE=x86_64)
	$(if $(PYTHON313),,$(error sam build needs python3.13 with pip, as Lambda has it: install it, or `pyenv install 3.13`))
	PATH=$(dir $(PYTHON313)):$$PATH $(SAM) build $(if $(ARCHITECTURE),--parameter-overrides Architecture=$(ARCHITECTURE))
	$(BIN)/python -m presswork.pages.theme $(BUILT)/PressworkLayer/python/presswork/pages/theme/compiled
	$(PYTHON313) -m compileall -q --invalidation-mode unchecked-hash $(BUILT)

deploy: build ## To the AWS account of your AWS settings (ARGS=--guided the first time)
	$(SAM) deploy $(if $(ARCHITECTURE),--parameter-overrides Architecture=$(ARCHITECTURE)) $(ARGS)

docs: $(ZENSICAL) ## The documents as a site, in .site
	$(ZENSICAL) build --strict
	@echo 'Open .site/index.html'

shots: setup ## Pictures of the theme in out/shots, and those of the documents (ARGS='front-390 arabic' for some)
	$(BIN)/python -m tests.browser.shots $(ARGS)

lock: | $(UV) ## Resolve dependencies anew after a change of pyproject.toml, and export those of the layers
	$(UV) lock --no-python-downloads
	$(foreach layer,$(LAYERS),$(EXPORT) $(OF_$(layer)) --output-file layers/$(layer)/requirements.txt &&) true

licences: setup ## List in docs/licences.md what the layers carry, and under which licences
	$(BIN)/python .ci/licences.py

format: setup ## Format the code, and mend what ruff can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

clean: ## Remove all that make made
	rm -rf $(MODULES) .venv .tools .site .cache .aws-sam .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist

$(VENV)/.made: pyproject.toml uv.lock Makefile | $(UV)
	UV_PROJECT_ENVIRONMENT=$(VENV) $(SYNC)
	@touch $@

$(MODULES)/.package-lock.json: tests/browser/package-lock.json
	cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# An environment of its own: it pins much that it shares with ours.
$(SAM): pyproject.toml uv.lock | $(UV)
	UV_PROJECT_ENVIRONMENT=.tools/sam $(SYNC) --only-group sam
	@touch $@

$(ZENSICAL): pyproject.toml uv.lock | $(UV)
	UV_PROJECT_ENVIRONMENT=.tools/docs $(SYNC) --only-group docs
	@touch $@

# Likewise: checkov, for the template, and pip-audit, for what the lock names.
$(WALLS)/checkov: pyproject.toml uv.lock | $(UV)
	UV_PROJECT_ENVIRONMENT=.tools/walls $(SYNC) --only-group walls
	@touch $@

# Where there is no uv: its wheel from PyPI.
.tools/uv/bin/uv:
	python3 -m venv .tools/uv || { echo 'This Python makes no virtual environments. On Debian: apt-get install python3-venv'; exit 1; }
	.tools/uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9'

# Where there is one, there is nothing to make.
uv: ;
