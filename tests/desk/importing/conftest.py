"""An old site and a new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.importing.sites import Sites


@pytest.fixture
def sites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Sites:
    return Sites(tmp_path, capsys)
