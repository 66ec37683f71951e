"""The packages that the emulator gets in place of `sam build`'s."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desk.bundle import bundle
from tests.desk.cloudformation import of_type

VERBS = [name.removesuffix("Function").lower() for name in of_type("AWS::Serverless::Function")]


def names(package: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(package)).namelist())


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the functions and of the layer, as the emulator lays it out for a process."""
    folder = tmp_path_factory.mktemp("unpacked")
    for path, package in bundle().items():
        zipfile.ZipFile(io.BytesIO(package)).extractall(folder / path)
    return folder


def test_there_is_a_package_for_each_path_that_the_template_names() -> None:
    wanted = {each["CodeUri"] for each in of_type("AWS::Serverless::Function").values()} | {
        each["ContentUri"] for each in of_type("AWS::Serverless::LayerVersion").values()
    }
    assert set(bundle()) == wanted


def test_the_layer_carries_every_file_of_presswork_and_its_theme_compiled() -> None:
    import presswork
    from presswork.pages.theme import COMPILED

    root = Path(presswork.__path__[0])
    sources = {
        f"python/presswork/{path.relative_to(root).as_posix()}"
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and COMPILED not in path.parents
    }
    carried = names(bundle()["layers/presswork/src"])
    templates = {name for name in sources if name.endswith((".html", ".xml"))}
    compiled = {name for name in carried if "/theme/compiled/tmpl_" in name and name.endswith(".py")}
    assert sources <= carried
    assert len(compiled) == len(templates) > 0


def test_every_module_comes_with_bytecode_for_this_interpreter() -> None:
    tag = sys.implementation.cache_tag
    for package in bundle().values():
        modules = {name.removesuffix(".py") for name in names(package) if name.endswith(".py")}
        bytecode = {
            name.removesuffix(f".{tag}.pyc").replace("__pycache__/", "")
            for name in names(package)
            if name.endswith(".pyc")
        }
        assert bytecode == modules


def test_the_same_sources_give_the_same_bytes_in_another_process() -> None:
    command = (
        "import hashlib; from desk.bundle import bundle;"
        "print({path: hashlib.sha256(package).hexdigest() for path, package in bundle().items()})"
    )
    said = [
        subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert said[0].stdout == said[1].stdout != b""


@pytest.mark.parametrize("verb", VERBS)
def test_a_handler_is_imported_from_its_package_and_its_bytecode(unpacked: Path, verb: str) -> None:
    """As the emulator's process does it: package and layers stand before this environment on the path."""
    command = f"""
import sys
sys.path[:0] = [{str(unpacked / "layers/presswork/src/python")!r}, {str(unpacked / "functions")!r}]
from functions.{verb}.handler import lambda_handler
ours = [module for name, module in sys.modules.items() if name.split(".")[0] in ("functions", "presswork")]
print(all(module.__file__.startswith({str(unpacked)!r}) for module in ours), len(ours) > 5)
"""
    loaded = subprocess.run(
        [sys.executable, "-v", "-c", command],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    compiled_anew = [
        line
        for line in loaded.stderr.splitlines()
        if line.startswith("# code object from") and str(unpacked) in line and ".pyc" not in line
    ]
    assert (loaded.stdout, compiled_anew) == ("True True\n", [])
