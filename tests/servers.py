"""A server of others, on this machine: it answers what it is told to, and keeps what it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple


class Sent(NamedTuple):
    path: str
    content_type: str
    body: str


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.sent: list[Sent] = []
        self.status = 200
        """What it answers; 0: nothing at all."""
        self.length = 2**40
        """Bytes of its answer, as it says: nothing comes of them."""
        self.connections = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.server.sent.append(Sent(self.path, self.headers["content-type"], body))
        if self.server.status:
            self.send_response(self.server.status)
            self.send_header("location", f"{self.server.url}/elsewhere")
            self.send_header("content-length", str(self.server.length))
            self.end_headers()
        self.close_connection = not self.server.status

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
