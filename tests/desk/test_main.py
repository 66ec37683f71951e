"""The command line: what it understands, and what it says when something is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desk import build as build_module
from desk.main import main, parser


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "desk.main", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """All that is said of arguments that are refused with exit code 2."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_help_names_each_command_and_an_example() -> None:
    shown = run("--help")

    assert (shown.returncode, shown.stderr) == (0, "")
    for command in ("build", "dev"):
        assert f"\n    {command} " in shown.stdout
        assert f"\n  presswork {command} " in shown.stdout


def test_every_option_is_explained_and_documented() -> None:
    docs = Path(__file__).parents[2] / "docs"
    documented = (docs / "desk.md").read_text() + (docs / "operations.md").read_text()
    (commands,) = (each for each in parser()._actions if each.dest == "command")
    assert isinstance(commands.choices, dict)
    for name, command in commands.choices.items():
        assert f"presswork {name}" in documented
        for action in command._actions:
            assert action.help, f"{name} {action.dest}"
            if action.option_strings and action.dest != "help":
                assert f"`{action.option_strings[-1]}" in documented, f"{name} {action.dest}"


def test_a_build_from_the_command_line_ends_with_one_json_object(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "2026-11-24-a.md").write_text("---\ntitle: A\n---\nText.\n")

    built = run("build", str(tmp_path / "news"), str(tmp_path / "out"), "--json", "--now", "2026-11-24T12:00:00Z")

    assert built.returncode == 0
    assert built.stdout.startswith('{"published":1,"rejected":[],"pages":')
    assert built.stdout.count("\n") == 1
    assert (tmp_path / "out" / "2026" / "11" / "a" / "index.html").exists()


def test_what_cannot_be_done_is_one_line_with_a_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["build", str(tmp_path / "missing"), str(tmp_path / "out")])

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err == (
        f"presswork: {tmp_path / 'missing'} does not exist."
        " Name a folder of articles: Markdown, HTML, JSON or text files.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "presswork: the following arguments are required: COMMAND"),
        (
            ["build", "a"],
            "presswork build: the following arguments are required: OUT",
        ),
        (
            ["build", "a", "b", "--now", "today"],
            "presswork build: argument --now: 'today' is no instant; write 2026-11-24T04:00:00Z",
        ),
        (
            ["build", "a", "b", "--now", "2026-11-24T04:00:00"],
            (
                "presswork build: argument --now: '2026-11-24T04:00:00' has no time zone;"
                " add Z, or an offset like +01:00"
            ),
        ),
        (
            ["dev", "a", "--port", "99999"],
            "presswork dev: argument --port: '99999' is no port; choose a number from 1024 to 65535",
        ),
    ],
)
def test_wrong_arguments_say_what_to_write(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *arguments) == f"{message}. See {message.partition(':')[0]} --help.\n"


def test_a_fault_of_ours_is_one_line_unless_debugging(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> int:
        raise ZeroDivisionError("by \x1b zero")

    monkeypatch.delenv("PRESSWORK_DEBUG", raising=False)
    monkeypatch.setattr(build_module, "build", fault)
    arguments = ["build", str(tmp_path), str(tmp_path / "out")]

    assert main(arguments) == 3
    assert capsys.readouterr().err == (
        "presswork: ZeroDivisionError: by \\x1b zero. This is a fault of ours; --debug shows where.\n"
    )
    with pytest.raises(ZeroDivisionError):
        main([*arguments, "--debug"])
    monkeypatch.setenv("PRESSWORK_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(arguments)


def test_ctrl_c_ends_without_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(build_module, "build", interrupted)

    assert main(["build", str(tmp_path), str(tmp_path / "out")]) == 130
    assert capsys.readouterr() == ("", "")
