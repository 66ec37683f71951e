"""Work for many processors: processes that begin with all that is in memory, and send back what they make."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

BATCH = 50
"""So many things go to a process at once, and come back at once."""
_AHEAD = 2
"""Batches that wait for each process: more would only fill the memory."""

T = TypeVar("T")
R = TypeVar("R")


def forked(do: Callable[[T], R], things: Sequence[T]) -> Iterator[R]:
    """What `do` gives for each, in their order. What `do` raises is raised here.

    `do` runs in processes that are forked now, so it sees everything as it is now, and changes nothing here. It runs
    here, one thing after the other, where there are few things, one processor, or other threads: a fork has none of
    those, and would wait for ever for a lock that one of them holds.
    """
    hands = os.cpu_count() or 1
    if len(things) <= 2 * BATCH or hands == 1 or not _may_fork():
        return map(do, things)
    return _many(do, things, hands)


def _may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _many(do: Callable[[T], R], things: Sequence[T], hands: int) -> Iterator[R]:
    import multiprocessing  # a build that makes little does without
    from concurrent.futures import ProcessPoolExecutor

    batches = [things[start : start + BATCH] for start in range(0, len(things), BATCH)]
    _inherited[:] = [lambda number: [do(each) for each in batches[number]]]
    gc.freeze()  # else the first collection in each process would copy all of the memory
    fork = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(hands, mp_context=fork, initializer=_begin)
    first = pool.submit(_batch, 0)  # it forks here, not when the first result is asked for
    return _results(pool, first, len(batches), hands)


def _results(pool: ProcessPoolExecutor, first: Future[Any], batches: int, hands: int) -> Iterator[Any]:
    under_way = deque([first])
    following = iter(range(1, batches))
    try:
        while under_way:
            for number in following:
                under_way.append(pool.submit(_batch, number))
                if len(under_way) > hands * _AHEAD:
                    break
            yield from under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
        _inherited.clear()
        gc.unfreeze()


_inherited: list[Callable[[int], list[Any]]] = []
"""What the processes do. They are born with it, so it need not be sent to them."""


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person who interrupts means the whole: it ends, and so do they


def _batch(number: int) -> list[Any]:
    return _inherited[0](number)
