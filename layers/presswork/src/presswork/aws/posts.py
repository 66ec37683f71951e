"""Calls to the servers of others, by urllib3, which comes with botocore."""

from __future__ import annotations

from urllib.parse import urlsplit

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError

from presswork.steps.ports import Unreachable

_THIS_MACHINE = {"127.0.0.1", "localhost"}


class UrllibPosts:
    """By https alone, with the certificate checked: so a name that resolves to a neighbour in the cloud gets nothing.

    `local`: servers on this machine may be called by http as well, for tests. On Lambda its own API would be one.
    """

    def __init__(self, *, local: bool = False, seconds: float = 5) -> None:
        """`seconds`: so long it waits for an answer."""
        self._local = local
        self._pool = PoolManager(retries=False, timeout=Timeout(connect=3, read=seconds))

    def post(self, url: str, body: bytes, content_type: str) -> int:
        if urlsplit(url).scheme.lower() != "https" and not (self._local and on_this_machine(url)):
            raise Unreachable(f"only https is called, not {url}")
        try:
            answer = self._pool.request(
                "POST", url, body=body, headers={"content-type": content_type}, redirect=False, preload_content=False
            )
        except HTTPError as error:
            raise Unreachable(f"{type(error).__name__}: {error}"[:500]) from None
        if answer.length_remaining == 0:
            answer.release_conn()  # the next to the same server needs no new one
        else:
            answer.close()  # unread: the status says it all
        return answer.status


def on_this_machine(url: str) -> bool:
    """Whether a URL is http, of a server of this very machine."""
    parts = urlsplit(url)
    return parts.scheme.lower() == "http" and parts.hostname in _THIS_MACHINE
