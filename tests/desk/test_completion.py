"""completion: a real shell completes commands, options and what they may be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMPLETED = """
eval "$(presswork completion bash)"
COMP_LINE="$1" COMP_POINT=${#1} COMP_TYPE=9 COMP_WORDS=($1) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_python_argcomplete presswork "${COMP_WORDS[COMP_CWORD]}" ""
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH with `presswork` on it, as an installation has it."""
    command = tmp_path / "presswork"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m desk.main "$@"\n')
    command.chmod(0o755)
    return f"{tmp_path}:{os.environ['PATH']}"


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("presswork pu", ["push"]),
        ("presswork push --d", ["--debug", "--delete", "--dry-run"]),
        ("presswork check --format s", ["sarif"]),
    ],
)
def test_bash_completes_commands_options_and_choices(path: str, line: str, words: list[str]) -> None:
    ran = subprocess.run(
        ["bash", "--norc", "-c", COMPLETED, "bash", line],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PATH": path},
    )
    assert (sorted(each.strip() for each in ran.stdout.splitlines()), ran.stderr) == (words, "")


@pytest.mark.parametrize(
    ("shell", "part"), [("bash", "complete "), ("zsh", "compdef "), ("fish", "complete --command presswork ")]
)
def test_each_shell_gets_a_script_of_its_own(path: str, shell: str, part: str) -> None:
    ran = subprocess.run(
        ["presswork", "completion", shell], capture_output=True, text=True, check=True, env={**os.environ, "PATH": path}
    )
    assert part in ran.stdout
