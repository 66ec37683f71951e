"""receipt: whatever is left of an article is found, wherever it is; where nothing is, that is said place by place."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from desk import receipt as module
from desk.connect import Target
from desk.console import Console, DeskError
from desk.marks import given_away, of
from desk.receipt import Receipt, made, receipt
from presswork.article.model import Address, ArticleId, Card, Digest, Proof
from presswork.index import keys
from presswork.pages import addresses, assets
from tests.desk.site import Site, article, pointed_at

TEXT = "At six this morning the first of the four cranes at Graving Point moved again, for the first time in weeks."
OWN = ("/2026/11/strike", "/2026/11/strike-over", "/old/strike")
KEY, ID = "articles/strike.md", ArticleId("strike.md")
FRONT = (
    "date: 2026-11-02",
    "sections: [Harbour]",
    "topics: [Strike]",
    "authors: [Zoë Hallam]",
    "aliases: [/old/strike]",
)


@pytest.fixture
def paper(site: Site) -> Site:
    """An article among others, which has moved once, and then was removed."""
    site.upload("articles/a.md", article("The first of three", "date: 2026-11-01", "topics: [Strike]", text="Bread."))
    site.upload("articles/c.md", article("The last of three", "date: 2026-11-03", "topics: [Strike]", text="Water."))
    site.upload(KEY, article("Port strike ends", *FRONT, text=TEXT))
    site.settle()
    site.upload(KEY, article("Port strike ends", *FRONT, "slug: strike-over", text=TEXT))
    site.settle()
    return site


@pytest.fixture
def removed(paper: Site) -> Site:
    paper.remove(KEY)
    paper.settle()
    return paper


def left(site: Site, *, everywhere: bool = False) -> dict[str, str]:
    """What is found, by place."""
    found = made(site.deployment, "/2026/11/strike", everywhere, Console())
    assert found.clear == (not any(each.verdict == "found" for each in found.places))
    return {each.where: each.what for each in found.places if each.verdict == "found"}


def by_place(found: Receipt) -> dict[str, tuple[str, str]]:
    return {each.where: (each.verdict, each.what) for each in found.places}


def test_of_a_removed_article_nothing_is_left_and_every_place_is_named(removed: Site) -> None:
    with removed.read_only():
        found = made(removed.deployment, "/2026/11/strike", everywhere=False, console=Console())
    assert (found.article, found.state, found.clear) == (ID, "removed", True)
    places = by_place(found)
    bucket = {where: said for where, said in places.items() if where.startswith("site bucket: /")}
    assert bucket == {
        **{f"site bucket: {own}": ("clear", "410") for own in OWN},
        **{
            f"site bucket: {page}": ("clear", "200")
            for page in (
                *({*addresses.fixed(())} - {addresses.KEY_FILE}), "/sitemaps/2026-11.xml",
                "/2026/11/01", "/2026/11/03", "/2026/11",
                "/2026/11/a", "/2026/11/c", "/topics/strike", "/topics/strike/2026/11",
                *(each.address for each in assets.load().values()),
            )
        },
    }  # fmt: skip
    rows = {where: verdict for where, (verdict, _) in places.items() if where.startswith("table: ")}
    assert rows == {
        "table: dates": "clear",
        "table: the removed": "kept",
        "table: list entries": "clear",
        "table: postings": "clear",
        "table: citations of others": "clear",
        "table: citations of it": "clear",
        "table: its standing": "clear",
        "table: unfinished work": "clear",
        "table: its record": "kept",
    }
    assert places["work bucket: proofs"] == ("clear", "none")
    assert places["source bucket: report"] == ("clear", "none")
    assert places["table of reactions: its counts"] == ("clear", "none")
    assert "title" in places["table: its record"][1]
    assert places["source bucket: its upload"][1].startswith("2 versions of its upload, the last of ")
    assert places["site bucket: older versions"][1] == "5 older versions of its pages, which S3 deletes a day after"


@pytest.mark.parametrize("name", ["/2026/11/strike-over", "https://news.example/old/strike", "articles/strike.md"])
def test_an_article_goes_by_any_address_that_it_had_and_by_its_upload(removed: Site, name: str) -> None:
    assert made(removed.deployment, name, everywhere=False, console=Console()).article == ID


@pytest.mark.parametrize(
    ("at", "body", "what"),
    [
        ("index.html", "<h2>Port strike\nends</h2>", "200, with its title"),
        ("2026/11", '<a href="/2026/11/strike-over">More</a>', "200, with its address"),
        ("2026/11", '<a href="https://example.com/old/strike">More</a>', "200, with its address"),
        ("topics/strike", f"<p>{TEXT[:60]}</p>", "200, with its text"),
        ("2026/11/a", f'<meta name="description" content="{TEXT}">', "200, with its summary, its text"),
        ("2026/11/strike-over", "<h1>Something</h1>", "200 instead of 410"),
    ],
)
def test_a_page_that_gives_it_away_is_found(removed: Site, at: str, body: str, what: str) -> None:
    removed.s3.put_object(Bucket=removed.stack.site_bucket, Key=at, Body=body.encode())
    assert left(removed) == {f"site bucket: {'/' if at == 'index.html' else '/' + at}": what}


def test_a_text_that_links_there_is_found_when_every_page_is_read(removed: Site) -> None:
    removed.upload("articles/far.md", article("Far away", "date: 2020-01-01", text="[See](/2026/11/strike)."))
    removed.settle()
    feeds = {f"site bucket: {each}": "200, with its address" for each in addresses.FEEDS.values()}
    assert left(removed) == feeds
    assert left(removed, everywhere=True) == {**feeds, "site bucket: /2020/01/far": "200, with its address"}


def test_an_address_that_another_article_has_taken_over_is_no_trace(removed: Site) -> None:
    removed.upload(
        "articles/new.md", article("Another", "date: 2026-11-05", "slug: strike", text="[Me](/2026/11/strike)")
    )
    removed.settle()
    found = made(removed.deployment, KEY, everywhere=False, console=Console())
    assert found.clear
    assert by_place(found)["site bucket: /2026/11/strike"] == ("clear", "200, now of new.md")


def test_rows_and_files_that_were_left_are_found(removed: Site) -> None:
    table = removed.deployment.index.table
    record = table.get(keys.record(ID))
    assert record
    assert record.article
    card: Card = record.article.card
    other = Card(ArticleId("a.md"), Address("/2026/11/a"), "A", card.date)
    table.write({keys.entries("section:harbour").at(keys.position(card)): card, keys.cited(ID).at("1#a.md"): other})
    removed.deployment.index.proofs.put(Digest(record.article.proof), Proof("<p>Text.</p>"))
    removed.s3.put_object(Bucket=removed.stack.upload_bucket, Key=f"reports/{KEY}.json", Body=b"{}")
    assert left(removed) == {
        "table: list entries": "LIST#section:harbour 2026-11-02T00:00:00Z#strike.md",
        "table: citations of it": "chosen as related by a.md",
        "work bucket: proofs": record.article.proof,
        "source bucket: report": "the report on its upload",
    }


def test_what_readers_thought_of_it_is_kept_as_numbers(removed: Site) -> None:
    midnight = datetime(2026, 11, 25, tzinfo=UTC)
    for visitor, reaction in (("1", "sad"), ("2", "sad"), ("3", "happy")):
        removed.deployment.reactions.change(ID, visitor, "", reaction, midnight)
    place = by_place(made(removed.deployment, KEY, everywhere=False, console=Console()))[
        "table of reactions: its counts"
    ]
    assert place == ("kept", "happy 1, sad 2")


def test_a_live_article_is_said_to_be_live(
    paper: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pointed_at(paper, monkeypatch, module)
    assert receipt("/2026/11/strike", Target(), everywhere=False, console=Console()) == 1
    assert capsys.readouterr().out == (
        "found  /2026/11/strike-over: the article is live\n"
        "strike.md is live. Remove its upload, or mark it as a draft, and ask again.\n"
    )


@pytest.mark.parametrize(
    ("front", "state", "proof"), [("draft: true", "removed", "clear"), ("expires: 2026-11-20", "expired", "kept")]
)
def test_a_draft_is_gone_and_an_expired_article_but_for_its_proof(
    paper: Site, front: str, state: str, proof: str
) -> None:
    paper.upload(KEY, article("Port strike ends", *FRONT, front, text=TEXT))
    paper.now += timedelta(days=1)
    paper.settle()
    found = made(paper.deployment, KEY, everywhere=True, console=Console())
    assert (found.state, found.clear) == (state, True)
    assert by_place(found)["work bucket: proofs"][0] == proof


def test_what_was_never_there_is_a_clear_error(site: Site) -> None:
    for name, message in {
        "/2026/11/never": "no article ever had this address. Name one that it had, or its upload's key.",
        "articles/never.md": "no article was ever accepted there. Name an address that it had, or its upload's key.",
    }.items():
        with pytest.raises(DeskError) as caught:
            made(site.deployment, name, everywhere=False, console=Console())
        assert str(caught.value) == f"{name}: {message}"


# At the CDN


@contextmanager
def cdn(site: Site, **kept: str) -> Iterator[str]:
    """A CDN that has forgotten nothing of what is `kept`, by path; all else is 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = kept.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("X-Cache", "Hit from cloudfront" if body else "Error from cloudfront")
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    site.deployment.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site.deployment.url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_page_that_the_cdn_still_has_is_found(removed: Site) -> None:
    with cdn(removed, **{"/2026/11/strike-over": "<h1>Port strike ends</h1>"}):
        found = by_place(made(removed.deployment, KEY, everywhere=False, console=Console()))
    hit = "200 (Hit from cloudfront), with its title"
    assert found["CDN: /2026/11/strike-over"] == ("found", hit)
    assert found["CDN: /old/strike"] == ("clear", "404 (Error from cloudfront)")
    assert [where for where, (verdict, _) in found.items() if verdict == "found"] == ["CDN: /2026/11/strike-over"]


def test_a_cdn_that_does_not_answer_is_a_clear_error(removed: Site) -> None:
    with cdn(removed) as url:
        pass
    with pytest.raises(DeskError, match=f"^{url} cannot be reached: .* Check the network"):
        made(removed.deployment, KEY, everywhere=False, console=Console())


def test_for_machines_it_is_one_line_of_json(
    removed: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pointed_at(removed, monkeypatch, module)
    assert receipt(KEY, Target(), everywhere=False, console=Console(machine=True)) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert (found["article"], found["state"], found["clear"]) == ("strike.md", "removed", True)
    assert said.err.splitlines()[-1] == (
        f"strike.md is removed: nothing of it is left in {len(found['places'])} places looked at."
    )


# What gives an article away


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Port strike ends</p>", ("its title",)),
        ("<p><b>Port</b> strike&#32;ends</p>", ("its title",)),
        ('<script>{"headline":"Port strike ends"}</script>', ("its title",)),
        ("<p>Airport strike ends</p>", ()),
        ("<p>Port strike endsong</p>", ()),
        ('<a href="/2026/11/a">', ("its address",)),
        ('<a href="https://news.example/2026/11/a">', ("its address",)),
        ('<a href="https://other.example/2026/11/a">', ()),
        ('<a href="/2026/11/a-b">', ()),
        ('<a href="/2026/11/a/b">', ()),
        ('<a href="/fr/2026/11/a">', ()),
        ('<a href="/2026/11/%E6%B8%AF">', ("its address",)),
    ],
)
def test_words_and_addresses_count_only_as_a_whole(site: Site, html: str, found: tuple[str, ...]) -> None:
    site.upload(KEY, article("Port strike ends", "date: 2026-11-01", text="Short."))
    site.settle()
    record = site.deployment.index.table.get(keys.record(ID))
    assert record
    assert record.article
    own = [Address("/2026/11/a"), Address("/2026/11/港")]
    assert given_away(html.encode(), [*of(record.article, own, "", "https://news.example")]) == found


def picture(colour: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), (colour, 60, 90)).save(out, "PNG")
    return out.getvalue()


def test_pictures_that_no_other_article_shows_are_gone_as_well(paper: Site) -> None:
    for number, name in enumerate(("own.png", "both.png")):
        paper.upload(f"media/{name}", picture(number))
    body = "![](/media/both.png)\n\n![](/media/never.png)"
    paper.upload(KEY, article("Port strike ends", *FRONT, "image: own.png", text=f"{TEXT}\n\n{body}"))
    paper.upload("articles/other.md", article("Another", "date: 2026-11-09", "image: both.png", text="Water."))
    paper.settle()
    paper.remove(KEY)
    paper.settle()
    places = by_place(made(paper.deployment, KEY, everywhere=False, console=Console()))
    assert {where: said for where, said in places.items() if where.startswith("pictures: ")} == {
        "pictures: /media/own.png": ("clear", "0 of 2 renditions"),
        "pictures: /media/both.png": ("clear", "2 renditions, shown by other.md"),
        "pictures: /media/never.png": ("clear", "no such picture"),
    }
    assert places["table: pictures it shows"] == ("clear", "none of 3")
    assert places["source bucket: media/own.png"][0] == "kept"
    made_ = paper.deployment.index.made("own.png").rendered
    assert made_
    left_over = addresses.renditions(made_)[0]
    paper.s3.put_object(Bucket=paper.stack.site_bucket, Key=left_over[1:], Body=b"picture")
    assert left(paper) == {"pictures: /media/own.png": "1 of 2 renditions"}
