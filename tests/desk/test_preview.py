"""The CDN on this machine: what it keeps, what it forgets, and what readers get. Without an emulator."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from desk.console import DeskError
from desk.edge import AddedHeader, Answer, ErrorPage, Headers, Rules
from desk.preview import Edge, Server

STATUS_JS = Path(__file__).parents[2] / "edge" / "status.js"
RULES = Rules(
    error_pages={403: ErrorPage("/404.html", 404), 404: ErrorPage("/404.html", 404)},
    headers=(
        AddedHeader("x-frame-options", "DENY", override=True),
        AddedHeader("x-origin", "edge", override=False),
    ),
    function=STATUS_JS.read_text(),
    tag_header="x-amz-meta-cache-tag",
)
LONG = b"<p>word</p>" * 200


def page(text: bytes, **metadata: str) -> Answer:
    headers = {"content-type": "text/html; charset=utf-8", "etag": f'"{hash(text)}"', "x-frame-options": "SAMEORIGIN"}
    return Answer(
        200, headers | {f"x-amz-meta-{name.replace('_', '-')}": value for name, value in metadata.items()}, text
    )


class Bucket:
    """An origin in memory, which counts how often it is asked."""

    def __init__(self) -> None:
        self.objects: dict[str, Answer] = {
            "index.html": page(b"front"),
            "404.html": page(b"nothing here"),
            "2026/11/a": page(b"one"),
        }
        self.asked: list[str] = []

    def get(self, key: str) -> Answer:
        self.asked.append(key)
        return self.objects.get(key, Answer(403, {"content-type": "application/xml"}, b"<Error/>"))


class Orders:
    """Invalidations in memory."""

    def __init__(self) -> None:
        self.items: list[str] = []

    def new(self) -> list[str]:
        items, self.items = self.items, []
        return items


@pytest.fixture
def bucket() -> Bucket:
    return Bucket()


@pytest.fixture
def orders() -> Orders:
    return Orders()


@pytest.fixture
def edge(bucket: Bucket, orders: Orders) -> Edge:
    return Edge(RULES, bucket, orders)


def get(edge: Edge, target: str, **headers: str) -> Answer:
    return edge.answer("GET", target, {name.replace("_", "-"): value for name, value in headers.items()})


def seen(edge: Edge, target: str) -> tuple[int, bytes, str]:
    answer = get(edge, target)
    return answer.status, answer.body, answer.headers["x-cache"].split()[0]


def test_a_page_is_kept_until_an_invalidation_names_it(edge: Edge, bucket: Bucket, orders: Orders) -> None:
    assert seen(edge, "/2026/11/a") == (200, b"one", "Miss")
    bucket.objects["2026/11/a"] = page(b"two")
    assert seen(edge, "/2026/11/a") == (200, b"one", "Hit")
    orders.items = ["/2026/11/b"]
    edge.look()
    assert seen(edge, "/2026/11/a") == (200, b"one", "Hit")
    orders.items = ["/2026/11/a"]
    edge.look()
    assert seen(edge, "/2026/11/a") == (200, b"two", "Miss")


def test_invalidations_are_looked_for_while_readers_read(edge: Edge, bucket: Bucket, orders: Orders) -> None:
    clock = [100.0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desk.preview.time.monotonic", lambda: clock[0])
        seen(edge, "/2026/11/a")
        bucket.objects["2026/11/a"] = page(b"two")
        orders.items = ["/2026/11/a"]
        assert seen(edge, "/2026/11/a") == (200, b"one", "Hit")
        clock[0] += 0.3
        assert seen(edge, "/2026/11/a") == (200, b"two", "Miss")


def test_stale_names_what_no_invalidation_has_named(edge: Edge, bucket: Bucket, orders: Orders) -> None:
    for path in ("/", "/2026/11/a", "/404.html"):
        get(edge, path)
    assert edge.stale() == []
    bucket.objects["2026/11/a"] = page(b"two")
    bucket.objects["index.html"] = page(b"new front")
    del bucket.objects["404.html"]
    assert edge.stale() == ["/", "/2026/11/a", "/404.html"]
    orders.items = ["/", "/404.html"]
    assert edge.stale() == ["/2026/11/a"]


def test_an_invalidation_that_comes_while_a_page_is_fetched_is_not_lost(orders: Orders) -> None:
    class Slow(Bucket):
        def get(self, key: str) -> Answer:
            found = super().get(key)
            if key == "2026/11/a" and found.body == b"one":
                self.objects[key] = page(b"two")
                orders.items = ["/2026/11/a"]
                slow.look()
            return found

    slow = Edge(RULES, Slow(), orders)

    assert get(slow, "/2026/11/a").body == b"one"
    assert slow.stale() == []
    assert get(slow, "/2026/11/a").body == b"two"


@pytest.mark.parametrize(
    ("item", "forgotten"),
    [
        ("/2026/11/a", ["/2026/11/a"]),
        ("2026/11/a", ["/2026/11/a"]),
        ("/2026/11/A", []),
        ("/2026/11/*", ["/2026/11/a", "/2026/11/b"]),
        ("/2026/11/a*", ["/2026/11/a"]),
        ("/*", ["/", "/2026/11/a", "/2026/11/b", "/topics/c%2B%2B"]),
        ("/topics/c++", []),
        ("/topics/c%2B%2B", ["/topics/c%2B%2B"]),
        ("/", ["/"]),
        ("#Strike", ["/2026/11/a", "/2026/11/b"]),
        ("#port", ["/2026/11/b"]),
        ("#str", []),
    ],
)
def test_what_an_invalidation_names(
    edge: Edge, bucket: Bucket, orders: Orders, item: str, forgotten: list[str]
) -> None:
    bucket.objects["2026/11/a"] = page(b"a", cache_tag="STRIKE")
    bucket.objects["2026/11/b"] = page(b"b", cache_tag="port, strike")
    bucket.objects["topics/c++"] = page(b"c")
    paths = ["/", "/2026/11/a", "/2026/11/b", "/topics/c%2B%2B"]
    for path in paths:
        get(edge, path)
    orders.items = [item]
    edge.look()

    assert [path for path in paths if seen(edge, path)[2] == "Miss"] == forgotten


def test_the_query_is_no_part_of_the_key_and_the_origin_never_sees_it(edge: Edge, bucket: Bucket) -> None:
    assert seen(edge, "/2026/11/a?utm=1") == (200, b"one", "Miss")
    assert seen(edge, "/2026/11/a?utm=2") == (200, b"one", "Hit")
    assert seen(edge, "/2026/11/a") == (200, b"one", "Hit")
    assert bucket.asked == ["2026/11/a"]


def test_the_root_is_the_default_root_object(edge: Edge) -> None:
    assert get(edge, "/").body == b"front"
    assert get(edge, "/?page=2").headers["x-cache"] == "Hit from preview"
    assert get(edge, "/index.html").headers["x-cache"] == "Miss from preview"


def test_addresses_of_any_script_are_decoded_for_the_origin(edge: Edge, bucket: Bucket) -> None:
    bucket.objects["topics/日本 語"] = page("港".encode())
    bucket.objects["topics/c++"] = page(b"plus")
    bucket.objects["topics/a b"] = page(b"space")

    assert get(edge, "/topics/%E6%97%A5%E6%9C%AC%20%E8%AA%9E").body == "港".encode()
    assert get(edge, "/topics/c%2B%2B").body == b"plus"
    assert get(edge, "/topics/c++").status == 404  # as S3 reads it
    assert get(edge, "/topics/a+b").body == b"space"
    assert get(edge, "/%FF").status == 400


def test_where_nothing_is_readers_get_the_error_page_and_it_is_not_kept(edge: Edge, bucket: Bucket) -> None:
    assert seen(edge, "/2026/11/new") == (404, b"nothing here", "Error")
    bucket.objects["2026/11/new"] = page(b"now")
    assert seen(edge, "/2026/11/new") == (200, b"now", "Miss")
    del bucket.objects["404.html"]
    assert get(edge, "/missing").status == 403
    assert get(edge, "/404.html").status == 403


def test_a_moved_article_redirects_and_a_removed_one_is_gone(edge: Edge, bucket: Bucket) -> None:
    bucket.objects["old"] = page(b"moved", status="301", location="/2026/11/a", digest="d")
    bucket.objects["evil"] = page(b"moved", status="301", location="//elsewhere.example/")
    bucket.objects["gone"] = page(b"gone", status="410")
    added = {"content-type": "text/html; charset=utf-8", "x-frame-options": "DENY", "x-origin": "edge"}

    for cache in ("Miss", "Hit"):
        old, evil, gone = get(edge, "/old"), get(edge, "/evil"), get(edge, "/gone")
        both = {**added, "x-cache": f"{cache} from preview"}
        assert old == Answer(301, {**both, "etag": f'"{hash(b"moved")}"', "location": "/2026/11/a"}, b"moved")
        assert evil == Answer(200, {**both, "etag": f'"{hash(b"moved")}"'}, b"moved")
        assert gone == Answer(410, {**both, "etag": f'"{hash(b"gone")}"'}, b"gone")


def test_headers_of_the_policy_override_or_add(edge: Edge, bucket: Bucket) -> None:
    bucket.objects["own"] = Answer(200, {"content-type": "text/plain", "x-origin": "mine"}, b"")

    assert get(edge, "/2026/11/a").headers["x-frame-options"] == "DENY"
    assert get(edge, "/2026/11/a").headers["x-origin"] == "edge"
    assert get(edge, "/own").headers["x-origin"] == "mine"
    assert get(edge, "/missing").headers["x-frame-options"] == "DENY"


def test_a_function_that_fails_is_503(bucket: Bucket, orders: Orders) -> None:
    def status(source: str) -> int:
        return get(Edge(Rules(function=source), bucket, orders), "/2026/11/a").status

    assert status("function handler(event) { return event.response; }") == 200
    assert status("function handler(event) { throw new Error('no'); }") == 503
    assert status("function handler(event) { return null; }") == 503
    assert status("function handler(event) { return {statusCode: 'x', headers: {}}; }") == 503


def test_a_reader_who_has_the_page_gets_304(edge: Edge) -> None:
    etag = get(edge, "/2026/11/a").headers["etag"]

    assert get(edge, "/2026/11/a", if_none_match=etag) == Answer(
        304, {"etag": etag, "x-frame-options": "DENY", "x-origin": "edge", "x-cache": "Hit from preview"}
    )
    assert get(edge, "/2026/11/a", if_none_match=f'"x", W/{etag}').status == 304
    assert get(edge, "/2026/11/a", if_none_match="*").status == 304
    assert get(edge, "/2026/11/a", if_none_match='"x"').status == 200


def test_text_of_some_length_is_compressed_for_those_who_take_it(edge: Edge, bucket: Bucket) -> None:
    bucket.objects["long"] = page(LONG)
    bucket.objects["picture"] = Answer(200, {"content-type": "image/png"}, LONG)
    etag = f'"{hash(LONG)}"'

    small = get(edge, "/long", accept_encoding="br, gzip;q=0.5")
    assert gzip.decompress(small.body) == LONG
    assert small.headers["content-encoding"] == "gzip"
    assert (small.headers["etag"], small.headers["vary"]) == (f"W/{etag}", "Accept-Encoding")
    assert get(edge, "/long", accept_encoding="gzip", if_none_match=f"W/{etag}").status == 304
    for accepted in ("", "br", "gzip;q=0"):
        plain = get(edge, "/long", accept_encoding=accepted)
        assert (plain.body, plain.headers["etag"], plain.headers["vary"]) == (LONG, etag, "Accept-Encoding")
    assert get(edge, "/2026/11/a", accept_encoding="gzip").body == b"one"
    assert get(edge, "/picture", accept_encoding="gzip").body == LONG


def test_the_site_can_only_be_read(edge: Edge, bucket: Bucket) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert edge.answer(method, "/2026/11/a", {}).status == 403
    assert bucket.asked == []


@pytest.fixture
def server(edge: Edge) -> Iterator[Server]:
    with Server(0) as server, server.serving(edge):
        yield server


def test_over_http_a_connection_serves_many_requests(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    asked = [("GET", "/2026/11/a"), ("HEAD", "/2026/11/a"), ("GET", "/missing"), ("HEAD", "/missing")]
    found = []
    for method, target in asked:
        connection.request(method, target)
        answer = connection.getresponse()
        found.append((answer.status, answer.headers["Content-Length"], answer.headers["X-Cache"], answer.read()))
    connection.request("POST", "/2026/11/a", body=b"x")
    found.append((connection.getresponse().status, None, None, b""))
    connection.close()

    assert found == [
        (200, "3", "Miss from preview", b"one"),
        (200, "3", "Hit from preview", b""),
        (404, "12", "Error from preview", b"nothing here"),
        (404, "12", "Error from preview", b""),
        (403, None, None, b""),
    ]


def test_a_reader_hears_when_the_bucket_cannot_be_read(server: Server, bucket: Bucket) -> None:
    def broken(key: str) -> Answer:
        raise ConnectionError(key)

    bucket.get = broken  # type: ignore[method-assign]
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", "/2026/11/a")
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (502, b"The site bucket cannot be read: ConnectionError('2026/11/a')\n")
    connection.close()


def test_a_port_that_is_taken_says_so_and_what_to_do() -> None:
    with Server(0) as server:
        with pytest.raises(DeskError) as error:
            Server(server.server_port)
        port = server.server_port

    assert str(error.value) == (
        f"Port {port} cannot be had: Address already in use. Choose another one, e.g. PORT={port + 1} with make or"
        f" --port {port + 1}, or stop what uses it."
    )


class Asked:
    """An API in memory, which gives another answer each time."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.requests: list[tuple[str, str, str, bytes]] = []

    def ask(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Answer:  # noqa: ARG002
        self.requests.append((method, path, query, body))
        return Answer(self.status, {"content-type": "text/html"}, f"answer {len(self.requests)}".encode())


class TestTheApi:
    RULES = structs.replace(RULES, api={"/search": frozenset({"GET", "HEAD"}), "/api/*": frozenset({"GET", "POST"})})

    def test_it_answers_its_paths_with_the_query_and_nothing_of_it_is_kept(
        self, bucket: Bucket, orders: Orders
    ) -> None:
        api = Asked()
        edge = Edge(self.RULES, bucket, orders, api)
        assert [seen(edge, "/search?q=a+b") for _ in range(2)] == [
            (200, b"answer 1", "Miss"),
            (200, b"answer 2", "Miss"),
        ]
        get(edge, "/api/x/y")
        assert api.requests == [("GET", "/search", "q=a+b", b"")] * 2 + [("GET", "/api/x/y", "", b"")]
        assert bucket.asked == []
        assert seen(edge, "/search/x")[0] == 404

    def test_its_answers_have_the_headers_of_the_site_and_its_errors_the_pages(
        self, bucket: Bucket, orders: Orders
    ) -> None:
        found = get(Edge(self.RULES, bucket, orders, Asked()), "/search")
        assert (found.headers["x-frame-options"], found.headers["x-origin"]) == ("DENY", "edge")
        gone = get(Edge(self.RULES, bucket, orders, Asked(404)), "/search")
        assert (gone.status, gone.body, gone.headers["x-frame-options"]) == (404, b"nothing here", "DENY")
        late = get(Edge(self.RULES, bucket, orders, Asked(429)), "/search")
        assert (late.status, late.body) == (429, b"answer 1")

    def test_a_reader_may_only_read(self, bucket: Bucket, orders: Orders) -> None:
        api = Asked()
        assert Edge(self.RULES, bucket, orders, api).answer("POST", "/search", {}).status == 403
        assert api.requests == []

    def test_a_reader_may_send_where_the_rules_say_so(self, bucket: Bucket, orders: Orders) -> None:
        api = Asked()
        edge = Edge(self.RULES, bucket, orders, api)
        assert edge.answer("POST", "/api/x?y", {}, b"body").body == b"answer 1"
        assert (edge.answer("PUT", "/api/x", {}).status, edge.answer("POST", "/2026/11/a", {}).status) == (403, 403)
        assert api.requests == [("POST", "/api/x", "y", b"body")]
