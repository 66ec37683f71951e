"""`presswork dev`: the whole system on this machine, from the real template, for a folder of articles.

One loop, in one thread, looks at what there is and does what is due: the folder may have changed, uploads may have
come through, a minute may have passed. A second thread only says that something in the folder has changed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from desk.connect import noted
from desk.console import Console, DeskError, and_rejected, count
from desk.emulator import emulator
from desk.folder import Folder, look, look_for_articles
from desk.newsroom import Newsroom
from desk.pipeline import Pipeline
from desk.preview import Server, edge_of
from desk.signals import terminable
from desk.stack import Clients, Stack, deploy

MINUTE = 60.0


def dev(root: Path, *, port: int, once: bool, console: Console) -> int:
    """Start everything, publish the folder, and then what changes in it, unless `once`. Returns the exit code.

    A folder may be empty: the first article comes while we look. Once, there would be nothing to do.
    """
    there = look_for_articles if once else look
    there(root)
    settled = False
    try:
        # The port comes first: if it cannot be had, nothing is started.
        with terminable(), nullcontext() if once else Server(port) as server, emulator() as gateway:
            clients = Clients(gateway)
            stack = deploy(clients)
            newsroom = Newsroom(root, Pipeline(clients, stack), console)
            changed = threading.Event()
            url = server.url if server else ""
            with (
                serving(server, clients, stack),
                noted(gateway, root, url),
                nullcontext() if once else watching(root, changed),
            ):
                folder = there(root)
                if not newsroom.open(folder):
                    return 1
                code = _publish_all(newsroom, folder, console)
                if server is None:
                    return code
                settled = True
                console.say(f"The site is at {server.url}. What changes in {root} is published. Ctrl-C ends it.")
                _go_on(newsroom, root, changed, console)
    except KeyboardInterrupt:
        if not settled:
            raise
        console.say("Ended.")
    return 0


def _publish_all(newsroom: Newsroom, folder: Folder, console: Console) -> int:
    """The whole folder for the first time. Returns the exit code: 1 if something was rejected, or is not live."""
    started = time.monotonic()
    newsroom.publish(folder)
    settled = newsroom.settle()
    outcome = newsroom.outcome(time.monotonic() - started)
    console.say(
        f"{count(outcome.published, 'article')} live, {count(outcome.pages, 'page')} rendered,"
        f" {count(outcome.invalidated, 'path')} invalidated, {outcome.seconds:.1f} s." + and_rejected(outcome.rejected)
    )
    console.outcome(outcome)
    return 0 if settled and not outcome.rejected else 1


def _go_on(newsroom: Newsroom, root: Path, changed: threading.Event, console: Console) -> None:
    """Publish what changes, until Ctrl-C."""
    minute = time.monotonic() + MINUTE
    while True:
        if changed.wait(1.0):
            changed.clear()
            try:
                newsroom.publish(look(root))
            except DeskError as error:  # the folder is being moved, say; what is on the site stays
                console.problem(f"presswork: {error}")
            newsroom.settle(until=changed.is_set)
        if time.monotonic() >= minute:
            minute += MINUTE
            newsroom.tick()


@contextmanager
def serving(server: Server | None, clients: Clients, stack: Stack) -> Iterator[None]:
    """The site, as the deployed distribution gives it to readers; nothing without a server."""
    if server is None:
        yield
        return
    with server.serving(edge_of(clients, stack)):
        yield


@contextmanager
def watching(root: Path, changed: threading.Event) -> Iterator[None]:
    """Sets `changed` when something in the folder may have changed."""
    from watchfiles import watch

    end = threading.Event()

    def notice() -> None:
        while not end.is_set():
            try:
                for _ in watch(root, stop_event=end, debounce=300, rust_timeout=500, raise_interrupt=False):
                    changed.set()
            except OSError:  # the folder itself is gone; perhaps it comes back
                changed.set()
                end.wait(1.0)

    thread = threading.Thread(target=notice, daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
