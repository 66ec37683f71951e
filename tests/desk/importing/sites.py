"""Small sites of other systems, imported for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from desk.main import main


class Imported(NamedTuple):
    code: int
    files: dict[str, str]
    """What was written; of a picture its bytes as Latin-1."""
    report: dict[str, Any]

    def notes(self, source: str) -> list[tuple[str, str, str]]:
        """Kind, reason and text of each note on a file of the old site."""
        (told,) = (each for each in self.report["files"] if each["source"] == source)
        return [(each["kind"], each["why"], each["text"]) for each in told["notes"]]

    @property
    def left_out(self) -> dict[str, tuple[str, bool]]:
        return {each["source"]: (each["why"], each["failed"]) for each in self.report["left_out"]}


class Sites:
    """`old` holds the old site, `new` what is made of it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.old, self.new = folder / "old", folder / "new"
        self._capsys = capsys
        self.old.mkdir()

    def write(self, files: dict[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.old / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def run(self, kind: str, *options: str, source: str = "") -> Imported:
        code = main(["import", kind, str(self.old / source), str(self.new), "--json", *options])
        report = json.loads(self._capsys.readouterr().out.splitlines()[-1])
        return Imported(code, self.written(), report)

    def written(self) -> dict[str, str]:
        found = (path for path in self.new.rglob("*") if path.is_file())
        return {path.relative_to(self.new).as_posix(): path.read_bytes().decode(_encoding(path)) for path in found}


def _encoding(path: Path) -> str:
    return "latin-1" if path.suffix in {".png", ".jpg"} else "utf-8"
