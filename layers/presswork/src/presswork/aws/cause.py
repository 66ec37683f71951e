"""What a message was sent for: a name that goes along from an upload to its invalidation, and stands in every log line.

It is the version that S3 gave the upload. What no upload has caused is named after the message, or the invocation, with
which it began. The adapters pass it on: in the messages that a function sends, and beside the pages that it writes.
No step ever sees it, so no result can depend on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

NAME = "cause"
"""Of the field of a message, and of an object's metadata."""
_FIT = re.compile(r"[A-Za-z0-9._-]{1,64}")
_present: ContextVar[str] = ContextVar(NAME, default="")


def present() -> str:
    """What is being worked for; empty where nothing says so."""
    return _present.get()


@contextmanager
def working_for(cause: str) -> Iterator[None]:
    token = _present.set(cause)
    try:
        yield
    finally:
        _present.reset(token)


def fit(value: object) -> str:
    """The value if it may be a cause, else nothing: it goes into metadata and logs, and may come from anybody."""
    return value if isinstance(value, str) and _FIT.fullmatch(value) else ""
