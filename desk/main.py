"""The command line: what a person types, and what comes back. Exit codes: 0 all well, 1 something was rejected or is
not live, 2 the command cannot do this (it says why), 3 a fault of the program itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from desk.console import Console, DeskError, printable

if TYPE_CHECKING:
    from desk.connect import Target

    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 (it has no other name)

OK, REJECTED, USAGE, FAULT = range(4)
DEFAULT_PORT = 8080

_ABOUT = "Publishes articles: a folder of them becomes a site, on this machine or on AWS."
_MORE = """\
A folder of articles holds Markdown, HTML, JSON or text files, at any depth, and perhaps a site.yaml.

  presswork new "Port strike"      a new article, its front matter filled in
  presswork check articles         what would be rejected, and why, before anything is uploaded
  presswork push examples          what has changed in the folder goes to the live site
  presswork dev examples           the whole system on this machine; publishes whatever changes in the folder
  presswork build examples site    the whole site as files, for any web server
  presswork related examples       what each article leads its readers to
  presswork plan news/strike.md    what an upload would change, before it is uploaded
  presswork import hugo blog paper a site of another system becomes a folder of articles
  presswork audit                  whether every page of the live site is what it should be
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. `arguments`: those of the process if None. Returns the exit code."""
    commands = parser()
    if "_ARGCOMPLETE" in os.environ:  # the shell asks what may follow, and the answer ends the process
        import argcomplete

        argcomplete.autocomplete(commands)
    options = commands.parse_args(arguments)
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


def command() -> NoReturn:
    """`main` as a process. It ends at once: taking apart what a build has in memory takes up to 0.25 seconds."""
    code = main()
    for each in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):
            each.flush()
    os._exit(code)


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print one JSON object, last, for a program to read")
    common.add_argument("--debug", action="store_true", help="when something fails, show where (or PRESSWORK_DEBUG=1)")
    top: argparse.ArgumentParser = _Parser(
        "presswork", description=_ABOUT, epilog=_MORE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action=_Version, help="show the version and exit")
    commands = top.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)

    _add_writing(commands, common)

    about = "write the whole site of a folder of articles as files"
    build = commands.add_parser("build", parents=[common], help=about, description=about.capitalize() + ".")
    build.add_argument("folder", type=Path, metavar="FOLDER", help="the articles")
    build.add_argument("out", type=Path, metavar="OUT", help="where to write: a new or empty folder, or an older site")
    build.add_argument("--now", type=_instant, metavar="INSTANT", help="as at 2026-11-24T04:00:00Z, not as it is now")
    build.add_argument(
        "--cache", type=Path, metavar="DIR", help="keep the index there: the next build makes what changed"
    )
    build.add_argument("--watch", action="store_true", help="go on building what changes, until Ctrl-C")
    build.set_defaults(run=_build)

    about = "run the whole system on this machine, and publish what changes in a folder"
    dev = commands.add_parser("dev", parents=[common], help=about, description=about.capitalize() + ".")
    dev.add_argument("folder", type=Path, metavar="FOLDER", help="the articles")
    dev.add_argument("--once", action="store_true", help="end when all is live, without serving the site")
    dev.add_argument("--port", type=_port, default=DEFAULT_PORT, help="where to serve the site (%(default)s)")
    dev.set_defaults(run=_dev)

    _add_related(commands, common)
    _add_import(commands, common)
    parents = [common, _where()]
    _add_publishing(commands, parents)
    _add_operations(commands, parents)
    return top


def _add_writing(commands: Commands, common: argparse.ArgumentParser) -> None:
    """The commands that write articles, and those that help in the shell."""
    about = "write a file for a new article, with its front matter filled in"
    new = commands.add_parser("new", parents=[common], help=about, description=about.capitalize() + ".")
    new.add_argument("title", metavar="TITLE", help="of the article; in quotes if it has more than a word")
    new.add_argument("--section", action="append", default=[], metavar="NAME", help="the main one first; as often")
    new.add_argument("--topic", action="append", default=[], metavar="NAME", help="as often as there are topics")
    new.add_argument("--author", action="append", default=[], metavar="NAME", help="as often as there are authors")
    new.add_argument("--folder", type=Path, default=Path(), metavar="FOLDER", help="of the site (where you are)")
    new.set_defaults(run=_new)

    about = "say what would be rejected, and why, without uploading anything"
    check = commands.add_parser("check", parents=[common], help=about, description=about.capitalize() + ".")
    check.add_argument("paths", type=Path, nargs="+", metavar="FILE", help="files, or folders of articles")
    check.add_argument(
        "--format", choices=("text", "json", "sarif"), default="text", help="of the answer (%(default)s)"
    )
    check.set_defaults(run=_check)

    about = "print what makes a shell complete commands and options"
    completion = commands.add_parser("completion", help=about, description=about.capitalize() + ".")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help="for its start-up file to evaluate")
    completion.set_defaults(run=_completion, json=False, debug=False)


def _add_related(commands: Commands, common: argparse.ArgumentParser) -> None:
    about = "list the related articles of each article of a folder, or say why those of one were chosen"
    related = commands.add_parser("related", parents=[common], help=about, description=about.capitalize() + ".")
    related.add_argument("folder", type=Path, metavar="FOLDER", help="the articles")
    related.add_argument(
        "--older-only", action="store_true", help="without follow-ups and pins: what could be known on its day"
    )
    related.add_argument("--ignore-links", action="store_true", help="as if links had no text: for an honest measure")
    related.add_argument("--explain", type=Path, metavar="FILE", help="terms, weights and candidates of this article")
    related.set_defaults(run=_related)


def _add_import(commands: Commands, common: argparse.ArgumentParser) -> None:
    from desk.importing.kinds import KINDS

    about = "make a folder of articles of a site of another system, and say what became of each file"
    command = commands.add_parser("import", parents=[common], help=about, description=about.capitalize() + ".")
    command.add_argument("kind", choices=KINDS, metavar="KIND", help=f"of the old site: {', '.join(KINDS)}")
    command.add_argument("source", type=Path, metavar="SOURCE", help="the old site's folder, or the file of its export")
    command.add_argument("folder", type=Path, metavar="FOLDER", help="where to write: new, or with articles in it")
    command.add_argument(
        "--permalink",
        default="",
        metavar="PATTERN",
        help="of the old addresses, if its settings do not tell: /:year/:title/",
    )
    command.add_argument("--url", default="", metavar="URL", help="of the old front page, if its settings do not tell")
    command.add_argument("--force", action="store_true", help="write over files that are there and differ")
    command.set_defaults(run=_import)


def _where() -> argparse.ArgumentParser:
    """The options that say which site a command is about."""
    where = argparse.ArgumentParser(add_help=False)
    site = where.add_argument_group("which site", "without any of these: a presswork dev that runs here, else AWS")
    site.add_argument("--stack", default="", metavar="NAME", help="of CloudFormation (else that of samconfig.toml)")
    site.add_argument("--profile", default="", metavar="NAME", help="of the AWS settings")
    site.add_argument("--region", default="", metavar="NAME", help="of AWS")
    site.add_argument("--local", action="store_true", help="the presswork dev on this machine that was started last")
    return where


def _add_publishing(commands: Commands, parents: Sequence[argparse.ArgumentParser]) -> None:
    """The commands that publish to a deployed site, and visit it."""
    about = "upload what has changed in a folder, and tell what becomes of each article"
    push = commands.add_parser("push", parents=parents, help=about, description=about.capitalize() + ".")
    push.add_argument("folder", type=Path, metavar="FOLDER", help="the articles")
    push.add_argument("--delete", action="store_true", help="also remove what the folder lacks")
    push.add_argument("--dry-run", action="store_true", help="only say what would be done")
    push.add_argument("--no-wait", action="store_true", help="end when all is uploaded, before it is live")
    push.set_defaults(run=_push)

    about = "open a page of the site in the browser, and print where it is"
    visit = commands.add_parser("open", parents=parents, help=about, description=about.capitalize() + ".")
    visit.add_argument("address", nargs="?", default="/", metavar="ADDRESS", help="like /2026/11/port (the front page)")
    visit.add_argument("--no-browser", action="store_true", help="only print it")
    visit.set_defaults(run=_open)


def _add_operations(commands: Commands, parents: Sequence[argparse.ArgumentParser]) -> None:
    """The commands that look after a site: see docs/operations.md."""
    about = "compare the live site with what it should be, address by address"
    audit = commands.add_parser("audit", parents=parents, help=about, description=about.capitalize() + ".")
    audit.add_argument("--deep", action="store_true", help="read every page, not only what S3 says of it")
    audit.add_argument("--repair", action="store_true", help="have what differs made again")
    audit.set_defaults(run=_audit)

    about = "say what an upload would change, before it is uploaded"
    plan = commands.add_parser("plan", parents=parents, help=about, description=about.capitalize() + ".")
    plan.add_argument("paths", type=Path, nargs="+", metavar="FILE", help="files, or folders of articles")
    plan.add_argument("--delete", action="store_true", help="plan their removal")
    plan.add_argument("--key", default="", metavar="KEY", help="of the only file in the bucket, like articles/name.md")
    plan.add_argument("--folder", type=Path, metavar="SITE", help="against the site of a folder, without AWS")
    plan.set_defaults(run=_plan)

    about = "show that nothing is left of a removed article"
    receipt = commands.add_parser("receipt", parents=parents, help=about, description=about.capitalize() + ".")
    receipt.add_argument("address", metavar="ADDRESS", help="one that it had, or its upload's key")
    receipt.add_argument("--everywhere", action="store_true", help="read every page of the site, however long it takes")
    receipt.set_defaults(run=_receipt)

    about = "show the queues, what was given up and why, and the last uploads"
    status = commands.add_parser("status", parents=parents, help=about, description=about.capitalize() + ".")
    status.set_defaults(run=_status)

    about = "try once more what was given up"
    redrive = commands.add_parser("redrive", parents=parents, help=about, description=about.capitalize() + ".")
    redrive.add_argument("queues", nargs="*", type=_verb, metavar="QUEUE", help="by the function it wakes (else all)")
    redrive.set_defaults(run=_redrive)


def _new(options: argparse.Namespace, console: Console) -> int:
    from desk.new import Wish, new

    wish = Wish(options.title, options.section, options.topic, options.author)
    return new(wish, options.folder, datetime.now(UTC), console)


def _check(options: argparse.Namespace, console: Console) -> int:
    from desk.check import check

    return check(options.paths, "json" if options.json and options.format == "text" else options.format, console)


def _completion(options: argparse.Namespace, _: Console) -> int:
    from argcomplete.shell_integration import shellcode

    print(shellcode(["presswork"], shell=options.shell))
    return 0


def _push(options: argparse.Namespace, console: Console) -> int:
    from desk.push import Wanted, push

    wanted = Wanted(options.delete, options.dry_run, not options.no_wait)
    return push(options.folder, wanted, _target(options), console)


def _open(options: argparse.Namespace, console: Console) -> int:
    from desk.visit import visit

    browser = not (options.no_browser or options.json)
    return visit(options.address, _target(options), browser=browser, console=console)


def _build(options: argparse.Namespace, console: Console) -> int:
    if options.watch:
        return _watch(options, console)
    from desk.build import build

    return build(options.folder, options.out, options.now or datetime.now(UTC), console, options.cache)


def _watch(options: argparse.Namespace, console: Console) -> int:
    from tempfile import TemporaryDirectory

    from desk.watch import Paths, watch

    with nullcontext(options.cache) if options.cache else TemporaryDirectory(prefix="presswork-") as cache:
        paths = Paths(options.folder, options.out, Path(cache))
        return watch(paths, lambda: options.now or datetime.now(UTC), console)


def _related(options: argparse.Namespace, console: Console) -> int:
    from desk.related import Wanted, related

    wanted = Wanted(options.older_only, options.ignore_links)
    return related(options.folder, wanted, options.explain, datetime.now(UTC), console)


def _import(options: argparse.Namespace, console: Console) -> int:
    from desk.importing.entry import Options
    from desk.importing.run import import_site

    told = Options(options.permalink, options.url)
    return import_site(options.kind, options.source, options.folder, told, console, force=options.force)


def _dev(options: argparse.Namespace, console: Console) -> int:
    from desk.dev import dev

    return dev(options.folder, port=options.port, once=options.once, console=console)


def _target(options: argparse.Namespace) -> Target:
    from desk.connect import Target

    return Target(options.stack, options.profile, options.region, options.local)


def _audit(options: argparse.Namespace, console: Console) -> int:
    from desk.audit import audit

    return audit(_target(options), deep=options.deep, repair=options.repair, console=console)


def _plan(options: argparse.Namespace, console: Console) -> int:
    from desk.plan import Files, plan

    return plan(Files(options.paths, options.delete, options.key), _target(options), options.folder, console)


def _receipt(options: argparse.Namespace, console: Console) -> int:
    from desk.receipt import receipt

    return receipt(options.address, _target(options), everywhere=options.everywhere, console=console)


def _status(options: argparse.Namespace, console: Console) -> int:
    from desk.status import status

    return status(_target(options), console)


def _redrive(options: argparse.Namespace, console: Console) -> int:
    from desk.redrive import redrive

    return redrive(_target(options), options.queues, console)


def _explain(error: Exception) -> int:
    """One line with a cure, for what we know; for what we do not, how to find out."""
    from desk.emulator import EmulatorError
    from desk.stack import StackError

    if isinstance(error, DeskError | EmulatorError | StackError):
        _complain(str(error))
        return USAGE
    _complain(f"{type(error).__name__}: {printable(str(error))}. This is a fault of ours; --debug shows where.")
    return FAULT


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with arguments in one line, as the commands themselves do; those it adds are of its kind."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.prog}: {printable(message)}. See {self.prog} --help.\n")


class _Version(argparse.Action):
    """Looks the version up when it is asked for: that takes a third of the time of --help."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002 (argparse calls it so)
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"presswork {version('presswork')}")
        parser.exit()


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


def _verb(text: str) -> str:
    from desk.status import VERBS

    if text not in VERBS:
        _refuse(f"{text!r} is no queue; write {', '.join(VERBS)}")
    return text


def _refuse(message: str) -> NoReturn:
    raise argparse.ArgumentTypeError(message)


if __name__ == "__main__":
    command()
