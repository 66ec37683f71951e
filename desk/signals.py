"""What Ctrl-C and SIGTERM do while a command runs for long."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def terminable() -> Iterator[None]:
    """SIGTERM ends us like Ctrl-C: with everything put away."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    with handled(interrupt, signal.SIGTERM):
        yield


@contextmanager
def handled(do: Callable[[], None], *numbers: signal.Signals) -> Iterator[None]:
    """These signals do that. Nothing is changed in another thread than the main one, which alone has signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: do()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
