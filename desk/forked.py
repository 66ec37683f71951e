"""Work for many processors: processes that begin with all that is in memory, and send back what they make."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from traceback import format_exception
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar, cast

from desk.console import DeskError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

BATCH = 20
"""So many things are done at once, and come back at once."""
_BATCHES = 10_000
"""At most so many: their numbers must find room in a pipe, which takes 64 KiB."""
_NUMBER_BYTES = 4
_ROOM = 1 << 20
"""Bytes that a process may send before it must wait for them to be read."""

T = TypeVar("T")
R = TypeVar("R")


def forked(do: Callable[[T], R], things: Sequence[T]) -> Iterator[R]:
    """What `do` gives for each, in their order. What `do` raises is raised here.

    `do` runs here and in processes that are forked now. It sees everything as it is now; what it changes is changed
    where it ran, and that may be here or not. All runs here where there are few things, one processor, or other
    threads: a fork has none of those, and would wait for ever for a lock that one of them holds.
    """
    hands = os.cpu_count() or 1
    if len(things) <= 2 * BATCH or hands == 1 or not _may_fork():
        return map(do, things)
    work = _Work(do, things)
    gc.freeze()  # else the first collection in each process would copy all of the memory
    others: _Others = {}
    for _ in range(hands - 1):
        others |= [_start(work, [*others])]
    return _results(work, others)


def _may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


class _Done(NamedTuple, Generic[R]):
    number: int
    """Of the batch."""
    made: list[R] | Exception


class _Work(Generic[T, R]):
    """What is to be done. Its processes share a pipe with the numbers of all batches: who takes one does that batch.

    So nobody waits while another has much to do.
    """

    def __init__(self, do: Callable[[T], R], things: Sequence[T]) -> None:
        self._do = do
        self._things = things
        self._size = max(BATCH, -(-len(things) // _BATCHES))
        self.batches = -(-len(things) // self._size)
        self._numbers, numbers = os.pipe()
        os.write(numbers, b"".join(each.to_bytes(_NUMBER_BYTES, "big") for each in range(self.batches)))
        os.close(numbers)  # so who finds no number is at the end

    def next(self) -> _Done[R] | None:
        """A batch that nobody has done, done; None if there is none."""
        if not (taken := os.read(self._numbers, _NUMBER_BYTES)):
            return None
        number = int.from_bytes(taken, "big")
        start = number * self._size
        try:
            return _Done(number, [self._do(each) for each in self._things[start : start + self._size]])
        except Exception as error:  # noqa: BLE001 (it is raised when its turn comes)
            return _Done(number, error)

    def close(self) -> None:
        os.close(self._numbers)


_Pipe: TypeAlias = "Connection[object, object]"
_Others: TypeAlias = "dict[_Pipe, ForkProcess]"
"""The other processes, and what each sends."""


def _start(work: _Work[T, R], inherited: list[_Pipe]) -> tuple[_Pipe, ForkProcess]:
    import fcntl  # which not every system has
    import multiprocessing  # a build that makes little does without

    receiver, sender = multiprocessing.Pipe(duplex=False)
    with suppress(OSError):  # the system may allow less
        fcntl.fcntl(sender, fcntl.F_SETPIPE_SZ, _ROOM)
    fork = multiprocessing.get_context("fork")
    process = fork.Process(target=_send, args=[work, sender, [*inherited, receiver]], daemon=True)
    process.start()
    sender.close()  # here: so who listens is told when the process ends
    return receiver, process


def _send(work: _Work[T, R], sender: _Pipe, receivers: list[_Pipe]) -> None:
    """All that such a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person who interrupts means the whole: it ends, and so do we
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for each in receivers:
        each.close()  # here: so who sends is told when nobody listens any more
    with suppress(BrokenPipeError):
        while done := work.next():
            if isinstance(done.made, Exception):  # what is sent says no more where it was raised
                done.made.add_note("".join(format_exception(done.made)))
            sender.send(done)


def _results(work: _Work[T, R], others: _Others) -> Iterator[R]:
    """This process works, too, while it waits: one more would have a copy of the memory for nothing."""
    done: dict[int, list[R] | Exception] = {}
    sending = set(others)
    try:
        for number in range(work.batches):
            while number not in done:
                mine = work.next()
                done |= [mine] if mine else []
                done |= _received(sending, timeout=0 if mine else None)
            made = done.pop(number)
            if isinstance(made, Exception):
                raise made
            yield from made
    finally:
        work.close()
        for receiver, process in others.items():
            receiver.close()
            process.terminate()
            process.join()
        gc.unfreeze()


def _received(sending: set[_Pipe], timeout: float | None) -> Iterator[_Done[R]]:
    """All that has been sent, or the first that comes. Who has ended is taken out of `sending`. DeskError."""
    from multiprocessing.connection import wait

    if timeout is None and not sending:
        raise DeskError("A process of the build was ended, perhaps as memory ran out. Make room, then build again.")
    for each in wait(sending, timeout):
        receiver = cast("_Pipe", each)
        try:
            while receiver.poll():
                yield cast("_Done[R]", receiver.recv())
        except EOFError:
            sending.discard(receiver)
