"""The command line: what a person types, and what comes back. Exit codes: 0 all well, 1 something was rejected or is
not live, 2 the command cannot do this (it says why), 3 a fault of the program itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from desk.console import Console, DeskError, printable

OK, REJECTED, USAGE, FAULT = range(4)
DEFAULT_PORT = 8080

_ABOUT = "Publishes articles: a folder of them becomes a site, on this machine or on AWS."
_MORE = """\
A folder of articles holds Markdown, HTML, JSON or text files, at any depth, and perhaps a site.yaml.

  presswork dev examples           the whole system on this machine; publishes whatever changes in the folder
  presswork build examples site    the whole site as files, for any web server
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. `arguments`: those of the process if None. Returns the exit code."""
    options = parser().parse_args(arguments)
    debug = options.debug or os.environ.get("PRESSWORK_DEBUG", "") not in {"", "0"}
    run: Callable[[argparse.Namespace, Console], int] = options.run
    try:
        return run(options, Console(machine=options.json))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read us has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if debug:
            raise
        return _explain(error)


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print one JSON object, last, for a program to read")
    common.add_argument("--debug", action="store_true", help="when something fails, show where (or PRESSWORK_DEBUG=1)")
    top = argparse.ArgumentParser(
        "presswork", description=_ABOUT, epilog=_MORE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"presswork {version('presswork')}")
    commands = top.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)

    about = "write the whole site of a folder of articles as files"
    build = commands.add_parser("build", parents=[common], help=about, description=about.capitalize() + ".")
    build.add_argument("folder", type=Path, metavar="FOLDER", help="the articles")
    build.add_argument("out", type=Path, metavar="OUT", help="where to write: a new or empty folder, or an older site")
    build.add_argument("--now", type=_instant, metavar="INSTANT", help="as at 2026-11-24T04:00:00Z, not as it is now")
    build.set_defaults(run=_build)

    about = "run the whole system on this machine, and publish what changes in a folder"
    dev = commands.add_parser("dev", parents=[common], help=about, description=about.capitalize() + ".")
    dev.add_argument("folder", type=Path, metavar="FOLDER", help="the articles")
    dev.add_argument("--once", action="store_true", help="end when all is live, without serving the site")
    dev.add_argument("--port", type=_port, default=DEFAULT_PORT, help="where to serve the site (%(default)s)")
    dev.set_defaults(run=_dev)
    return top


def _build(options: argparse.Namespace, console: Console) -> int:
    from desk.build import build

    return build(options.folder, options.out, options.now or datetime.now(UTC), console)


def _dev(options: argparse.Namespace, console: Console) -> int:
    from desk.dev import dev

    return dev(options.folder, port=options.port, once=options.once, console=console)


def _explain(error: Exception) -> int:
    """One line with a cure, for what we know; for what we do not, how to find out."""
    from desk.emulator import EmulatorError
    from desk.stack import StackError

    if isinstance(error, DeskError | EmulatorError | StackError):
        _complain(str(error))
        return USAGE
    _complain(f"{type(error).__name__}: {printable(str(error))}. This is a fault of ours; --debug shows where.")
    return FAULT


def _complain(message: str) -> None:
    print(f"presswork: {message}", file=sys.stderr)


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        _refuse(f"{text!r} is no instant; write 2026-11-24T04:00:00Z")
    if moment.tzinfo is None:
        _refuse(f"{text!r} has no time zone; add Z, or an offset like +01:00")
    return moment.astimezone(UTC)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65_535:
        _refuse(f"{text!r} is no port; choose a number from 1024 to 65535")
    return int(text)


def _refuse(message: str) -> NoReturn:
    raise argparse.ArgumentTypeError(message)


if __name__ == "__main__":
    sys.exit(main())
