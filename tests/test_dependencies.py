"""What comes from elsewhere: under which licences it is shipped, and what is said of its known vulnerabilities."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).parents[1]
AUDIT = runpy.run_path(str(HOME / ".ci" / "audit.py"))
LICENCES = runpy.run_path(str(HOME / ".ci" / "licences.py"))

FINE = {"name": "six", "version": "1.17.0", "vulns": []}
UNASKED = {"name": "nh3", "skip_reason": "Dependency not found on PyPI and could not be audited: nh3 (0.3.8)"}


def vulnerable(*fixes: str) -> dict[str, Any]:
    return {
        "name": "jinja2",
        "version": "3.1.2",
        "vulns": [{"id": "PYSEC-2024-1", "aliases": ["CVE-2024-22195"], "fix_versions": fixes}],
    }


def test_docs_list_the_licences_of_all_that_the_layers_carry() -> None:
    assert LICENCES["PAGE"].read_text() == LICENCES["page"](), "run make licences"
    assert {each.name for each in (HOME / "layers").iterdir() if (each / "requirements.txt").exists()} == {
        *LICENCES["LAYERS"]
    }


def test_layers_carry_nothing_but_permissive_licences() -> None:
    wrong = [(name, licence) for name, _, licence, _ in LICENCES["carried"]() if not LICENCES["permissive"](licence)]
    assert wrong == []


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND BSD-3-Clause", True),
        ("GPL-3.0-only", False),
        ("MIT AND LGPL-2.1-or-later", False),
        ("BSD", False),
        ("", False),
    ],
)
def test_a_licence_is_permissive_if_one_may_choose_so(expression: str, may: bool) -> None:
    assert LICENCES["permissive"](expression) is may


@pytest.mark.parametrize(
    ("packages", "line"),
    [
        ([FINE, FINE], "2 dependencies were audited."),
        ([FINE, UNASKED], "SKIPPED in the audit of dependencies, for the index does not tell of them: nh3."),
        (
            [UNASKED],
            "SKIPPED the audit of dependencies: this index tells of no package what is known to be wrong with it.",
        ),
    ],
)
def test_what_was_not_audited_is_said(packages: list[dict[str, Any]], line: str) -> None:
    assert list(AUDIT["unasked"](packages)) == [line]


@pytest.mark.parametrize(
    ("fixes", "cure"),
    [
        (("3.1.3", "3.2"), "Run `uv lock --upgrade-package jinja2==3.1.3`, then make lock."),
        ((), "No version mends it: do without it, or give pip-audit --ignore-vuln here, with the reason."),
    ],
)
def test_a_known_vulnerability_is_named_with_its_cure(fixes: tuple[str, ...], cure: str) -> None:
    assert list(AUDIT["vulnerable"]([FINE, vulnerable(*fixes), UNASKED])) == [
        f"jinja2 3.1.2 has a known vulnerability (PYSEC-2024-1, CVE-2024-22195). {cure}"
    ]


@pytest.mark.parametrize(
    ("stdout", "stderr", "status", "said"),
    [
        ('{"dependencies": []}', "", "", "SKIPPED"),
        ("", "requests.exceptions.ConnectionError: Max retries exceeded", "", "SKIPPED"),
        ("", "usage: pip-audit [-h]", "pip-audit failed:\nusage: pip-audit [-h]\n", ""),
    ],
)
def test_no_way_to_pypi_is_said_and_any_other_failure_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], stdout: str, stderr: str, status: str, said: str
) -> None:
    fake = tmp_path / "pip-audit"
    fake.write_text(f"#!/bin/sh\necho '{stdout}'\necho '{stderr}' >&2\n")
    fake.chmod(0o755)
    if status:
        with pytest.raises(SystemExit) as ended:
            AUDIT["main"](str(fake), "requirements.txt")
        assert ended.value.code == status
    else:
        AUDIT["main"](str(fake), "requirements.txt")
    assert capsys.readouterr().out.startswith(said)
