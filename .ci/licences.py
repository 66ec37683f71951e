"""What the layers carry, and under which licences, in docs/licences.md: `make licences`."""

import re
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path

HOME = Path(__file__).parents[1]
PAGE = HOME / "docs" / "licences.md"
LAYERS = {"dependencies": "all functions", "pillow": "images"}
PERMISSIVE = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0"}
"""What may be shipped, by SPDX's names: each asks for no more than that its text goes along."""
READ = {
    "jinja2": "BSD-3-Clause",
    "pyromark": "MIT",
    "python-dateutil": "Apache-2.0 AND BSD-3-Clause",
    "s3transfer": "Apache-2.0",
}
"""Read by a person, in the licence's text: these packages' metadata do not say it in SPDX's words."""
HEAD = """# Licences

Made by `make licences` from what the layers carry. Each package brings the text of its licence along, to Lambda too.
Only licences that ask for no more than that are taken: `tests/test_dependencies.py` refuses others.

| Package | Version | Licence | Carried to |
|---|---|---|---|
"""


def carried() -> Iterator[tuple[str, str, str, str]]:
    """A row for each package of a layer: name, version, licence, and which functions have it."""
    for layer, functions in LAYERS.items():
        locked = (HOME / "layers" / layer / "requirements.txt").read_text()
        for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", locked, re.MULTILINE):
            yield name, version, licence(name), functions


def licence(name: str) -> str:
    """As SPDX writes it, if the package does; else what the package says, or nothing."""
    about = metadata(name)
    return READ.get(name) or about.get("License-Expression") or about.get("License") or ""


def permissive(expression: str) -> bool:
    """Whether one of the licences that one may choose from is, and all those that go together are."""
    return any(all(each.strip() in PERMISSIVE for each in choice.split(" AND ")) for choice in expression.split(" OR "))


def page() -> str:
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in sorted(carried()))


if __name__ == "__main__":
    PAGE.write_text(page())
