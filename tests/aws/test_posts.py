"""Calls to the servers of others, on a real one."""

from __future__ import annotations

import socket

import pytest

from presswork.aws.posts import UrllibPosts, on_this_machine
from presswork.steps.ports import Unreachable
from tests.servers import Sent, serving


@pytest.mark.parametrize("status", [200, 202, 204, 301, 403, 429, 503])
def test_the_status_is_all_that_is_looked_at(status: int) -> None:
    with serving() as server:
        server.status = status
        assert UrllibPosts(local=True).post(f"{server.url}/hub", b"a=b", "text/plain") == status
        assert server.sent == [Sent("/hub", "text/plain", "a=b")]  # a redirect is not followed


@pytest.mark.parametrize(("length", "connections"), [(0, 1), (2**40, 3)])
def test_an_answer_without_a_body_leaves_the_connection_for_the_next(length: int, connections: int) -> None:
    with serving() as server:
        server.length = length
        posts = UrllibPosts(local=True)
        assert [posts.post(f"{server.url}/hub", b"a=b", "text/plain") for _ in range(3)] == [200] * 3
        assert server.connections == connections


def test_who_does_not_answer_is_unreachable() -> None:
    with serving() as server:
        server.status = 0
        with pytest.raises(Unreachable, match="ProtocolError"):
            UrllibPosts(local=True).post(server.url, b"", "text/plain")
        assert len(server.sent) == 1  # it is not tried again at once


def test_who_is_slow_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        posts = UrllibPosts(local=True, seconds=0.05)
        with pytest.raises(Unreachable, match="ReadTimeoutError"):
            posts.post(f"http://127.0.0.1:{deaf.getsockname()[1]}/", b"", "text/plain")


@pytest.mark.parametrize("url", ["http://hub.example/", "http://127.0.0.2/", "ftp://127.0.0.1/", "file:///etc/passwd"])
def test_only_https_is_called(url: str) -> None:
    for local in (False, True):
        with pytest.raises(Unreachable, match="only https is called"):
            UrllibPosts(local=local).post(url, b"", "text/plain")


def test_this_machine_is_called_by_http_in_tests_alone() -> None:
    with serving() as server:
        assert on_this_machine(server.url)
        assert not on_this_machine("https://api.indexnow.org/indexnow")
        with pytest.raises(Unreachable, match="only https is called"):
            UrllibPosts().post(server.url, b"", "text/plain")
        assert server.sent == []
