"""Many things done side by side, with no more of them in memory than are being done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

AT_ONCE = 16

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(do: Callable[[T], R], things: Iterable[T], hands: int = AT_ONCE) -> Iterator[R]:
    """What `do` gives for each, in their order. Only so many things are taken that all hands are busy."""
    under_way: deque[Future[R]] = deque()
    with ThreadPoolExecutor(hands) as pool:
        for thing in things:
            under_way.append(pool.submit(do, thing))
            if len(under_way) >= 4 * hands:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
