"""The CDN on this machine: a cache in front of the site bucket, which keeps a page until an invalidation names it.

So what would be stale for readers, since an invalidation is missing, is stale here, and a redirect redirects. It keeps
pages longer than CloudFront would, which may forget them at any time, and what is not there not at all.
"""

from __future__ import annotations

import gzip
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote_plus

from msgspec import Struct

from desk.console import DeskError
from desk.edge import (
    Answer,
    Api,
    EdgeFunction,
    FunctionApi,
    FunctionFailed,
    Headers,
    Invalidations,
    ListedInvalidations,
    Origin,
    Rules,
    SiteOrigin,
    rules_of,
)
from desk.stack import Clients, Stack, physical

HOST = "127.0.0.1"
BODY_BYTES = 64 * 1024
"""Of a request, at most. CloudFront takes far more, but no function here wants it."""
LOOK_SECONDS = 0.2
"""How often invalidations are looked for, at most, while readers read."""

_COMPRESSED = (
    "application/javascript", "application/json", "application/rss+xml", "application/atom+xml", "application/xml",
    "application/xhtml+xml", "image/svg+xml", "text/",
)  # fmt: skip
_COMPRESSED_SIZES = range(1_000, 10_000_001)
"""Bytes; others are sent as they are, as CloudFront says."""
_NOT_IN_304 = {"content-type", "content-length", "content-encoding"}


class Kept(Struct, frozen=True):
    """An answer of the origin, as it was when it was asked for."""

    answer: Answer
    tags: frozenset[str]
    """In lower case."""


class Edge:
    """One edge of the CDN. The key of its cache is the path as it was asked for, percent-encoded, without the query."""

    def __init__(self, rules: Rules, origin: Origin, invalidations: Invalidations, api: Api | None = None) -> None:
        """`api`: asked for what the rules leave to it; it may be left out where they leave nothing."""
        self._rules = rules
        self._origin = origin
        self._api = api
        self._invalidations = invalidations
        self._function = EdgeFunction(rules.function) if rules.function else None
        self._kept: dict[str, Kept] = {}
        self._forgotten: list[str] = []
        """Every item of every invalidation, in the order in which they were seen."""
        self._lock = threading.Lock()
        self._looked = float("-inf")

    def answer(self, method: str, target: str, headers: Headers, body: bytes = b"") -> Answer:
        """What a reader gets. `target`: as in the request's first line; `headers`: of the request, in lower case."""
        path, _, query = target.partition("?")
        of_api = next((methods for each, methods in self._rules.api.items() if fnmatchcase(path, each)), None)
        if method not in (self._rules.methods if of_api is None else of_api):
            return Answer(403, {"content-type": "text/plain"}, b"This site can only be read.\n")
        if self._api and of_api is not None:
            return self._answer_of_api(self._api.ask(method, path, query, headers, body), headers)
        if time.monotonic() - self._looked > LOOK_SECONDS:
            self.look()
        kept = self._kept.get(path)
        hit = kept is not None
        found = kept.answer if kept else self._fetch(path)
        whole = found.status < 400
        answer = self._with_headers(found if whole else self._error_page(found))
        if whole:
            answer = self._fresh(answer, headers)
            answer = self._run_function(method, path, answer)
        seen = {**answer.headers, "x-cache": ("Hit" if hit else "Miss" if whole else "Error") + " from preview"}
        return Answer(answer.status, seen, answer.body)

    def _answer_of_api(self, found: Answer, headers: Headers) -> Answer:
        whole = found.status < 400
        answer = self._with_headers(found if whole else self._error_page(found))
        answer = self._fresh(answer, headers) if whole else answer
        return Answer(answer.status, {**answer.headers, "x-cache": "Miss from preview"}, answer.body)

    def look(self) -> None:
        """Forget what invalidations name that have come since the last look."""
        with self._lock:
            self._looked = time.monotonic()
            new = self._invalidations.new()
            self._forgotten += new
            for path in [path for path, kept in self._kept.items() if named(path, kept.tags, new)]:
                del self._kept[path]

    def stale(self) -> list[str]:
        """The paths of what is kept and is no longer what the origin gives. Empty is what all of this is about."""
        self.look()
        now = {path: self._ask(path) for path in sorted(self._kept)}
        return [path for path, answer in now.items() if path in self._kept and self._kept[path].answer != answer]

    def _fetch(self, path: str) -> Answer:
        """From the origin. It is kept, unless an invalidation came meanwhile that names it."""
        before = len(self._forgotten)
        answer = self._ask(path)
        if answer.status < 400:
            tags = answer.headers.get(self._rules.tag_header, "").lower().split(",")
            kept = Kept(answer, frozenset(tag.strip() for tag in tags) - {""})
            with self._lock:
                if not named(path, kept.tags, self._forgotten[before:]):
                    self._kept[path] = kept
        return answer

    def _ask(self, path: str) -> Answer:
        if path == "/":
            return self._origin.get(self._rules.default_root)
        try:
            # S3 reads `+` as a space: an address that holds one must be linked to as %2B.
            return self._origin.get(unquote_plus(path[1:], errors="strict"))
        except UnicodeDecodeError:
            return Answer(400, {"content-type": "text/plain"}, b"The address is not UTF-8.\n")

    def _error_page(self, found: Answer) -> Answer:
        """What the distribution shows instead. The function is not run on it, as at CloudFront."""
        page = self._rules.error_pages.get(found.status)
        if page is None:
            return found
        shown = self._ask(page.path)
        return Answer(page.status, shown.headers, shown.body) if shown.status < 400 else shown

    def _with_headers(self, answer: Answer) -> Answer:
        added = {
            each.name: each.value for each in self._rules.headers if each.override or each.name not in answer.headers
        }
        return Answer(answer.status, {**answer.headers, **added}, answer.body)

    def _run_function(self, method: str, path: str, answer: Answer) -> Answer:
        try:
            return self._function(method, path, answer) if self._function else answer
        except FunctionFailed as error:  # CloudFront says no more than the status
            return Answer(503, {"content-type": "text/plain"}, f"The CloudFront Function failed: {error}\n".encode())

    def _fresh(self, answer: Answer, asked: Headers) -> Answer:
        """Compressed if the reader takes that; without a body if the reader has it already."""
        headers = dict(answer.headers)
        body = answer.body
        if self._rules.compress and _compressible(answer):
            headers["vary"] = "Accept-Encoding"
            if _takes_gzip(asked.get("accept-encoding", "")):
                body = _gzipped(body)
                headers["content-encoding"] = "gzip"
                headers["etag"] = _weak(headers.get("etag", ""))
        if _has(asked.get("if-none-match", ""), headers.get("etag", "")):
            return Answer(304, {name: each for name, each in headers.items() if name not in _NOT_IN_304})
        return Answer(answer.status, headers, body)


def edge_of(clients: Clients, stack: Stack) -> Edge:
    """An edge of a deployed distribution."""
    return Edge(
        rules_of(clients.cloudfront, stack.distribution_id),
        SiteOrigin(clients.s3, stack.site_bucket),
        ListedInvalidations(clients.cloudfront, stack.distribution_id),
        FunctionApi(
            clients.functions,
            {
                "/search": physical(clients, "SearchFunction"),
                "/api/reactions": physical(clients, "ReactFunction"),
            },
        ),
    )


def named(path: str, tags: frozenset[str], items: Sequence[str]) -> bool:
    """Whether an invalidation of these items names what is kept at a path."""
    return any(_names(item, path, tags) for item in items)


def _names(item: str, path: str, tags: frozenset[str]) -> bool:
    if item.startswith("#"):
        return item[1:].lower() in tags
    item = item if item.startswith("/") else "/" + item
    return path.startswith(item[:-1]) if item.endswith("*") else path == item


def _compressible(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "")
    return "content-encoding" not in answer.headers and (
        len(answer.body) in _COMPRESSED_SIZES and kind.startswith(_COMPRESSED)
    )


def _takes_gzip(accepted: str) -> bool:
    for each in accepted.lower().split(","):
        name, _, parameters = each.partition(";")
        if name.strip() in {"gzip", "*"}:
            return parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


@lru_cache(maxsize=256)
def _gzipped(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def _weak(etag: str) -> str:
    return etag if etag.startswith("W/") or not etag else f"W/{etag}"


def _has(condition: str, etag: str) -> bool:
    """If-None-Match, compared weakly."""
    tags = {each.strip().removeprefix("W/") for each in condition.split(",")}
    return bool(etag) and ("*" in tags or etag.removeprefix("W/") in tags)


class Server(ThreadingHTTPServer):
    """Has its port from the start; readers who come before it has an edge wait."""

    _edge: Edge
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(self, port: int) -> None:
        """`port`: 0 takes any free one. DeskError if another program has it."""
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            cure = f"Choose another one, e.g. PORT={port + 1} with make or --port {port + 1}, or stop what uses it."
            raise DeskError(f"Port {port} cannot be had: {error.strerror}. {cure}") from error

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_port}"

    def answer(self, method: str, target: str, headers: Headers, body: bytes = b"") -> Answer:
        """What a reader gets: 502 if the origin cannot be asked."""
        try:
            return self._edge.answer(method, target, headers, body)
        except Exception as error:  # noqa: BLE001 (whatever it is, the reader must hear of it)
            return Answer(502, {"content-type": "text/plain"}, f"The site bucket cannot be read: {error!r}\n".encode())

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who goes away in the middle is no news; anything else is."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @contextmanager
    def serving(self, edge: Edge) -> Iterator[None]:
        """Answers readers until the block is left."""
        self._edge = edge
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """HTTP around the edge."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "presswork-preview"
    sys_version = ""
    timeout = 30

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        # A body may be left unread, or longer than it says: the connection must end with the answer.
        self.close_connection = self.close_connection or "content-length" in headers or "transfer-encoding" in headers
        size = headers.get("content-length", "0")
        body = self.rfile.read(int(size)) if size.isdecimal() and int(size) <= BODY_BYTES else None
        if body is None or "transfer-encoding" in headers:
            answer = Answer(413, {"content-type": "text/plain"}, b"The body is too long, or does not say how long.\n")
        else:
            answer = self.server.answer(self.command, self.path, headers, body)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name.title(), value)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815 (http.server's names)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server's name)
        """Says nothing: the terminal is for the articles."""
