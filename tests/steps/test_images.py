"""images: what becomes of an upload below media/, what is woken, and what is taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import pytest

from presswork.article.limits import UPLOAD_BYTES
from presswork.article.model import Address, ArticleId, Problem, Rendered, Report, Upload
from presswork.index import keys
from presswork.index.keys import Key, V
from presswork.index.memory import MemoryTable
from presswork.index.rows import Made, Record, Stored, Used
from presswork.index.site import Index
from presswork.pages import addresses
from presswork.pictures.renditions import ENCODING, hash_of
from presswork.steps import images as step
from presswork.steps.images import images
from presswork.steps.index import index
from tests.pages.newsroom import Proofs, article, card
from tests.world import made_up

KEY, SOURCE = "media/2026/port.jpg", "2026/port.jpg"
AT = datetime(2026, 11, 24, tzinfo=UTC)


class Uploads:
    def __init__(self) -> None:
        self.there: dict[str, Upload] = {}
        self.reports: dict[str, Report] = {}
        self.read = 0
        self.before_read: Callable[[], object] = lambda: None

    def put(self, body: bytes, version: str) -> None:
        self.there[KEY] = Upload(KEY, body, AT, version, len(body))

    def get(self, key: str, most: int = UPLOAD_BYTES) -> Upload | None:  # noqa: ARG002
        self.read += 1
        found = self.there.get(key)
        self.before_read()
        return found

    def version(self, key: str) -> str:
        return self.there[key].version if key in self.there else ""

    def list(self, after: str) -> Sequence[str]:  # noqa: ARG002
        return []

    def put_report(self, key: str, report: Report | None) -> None:
        if report:
            self.reports[key] = report
        else:
            self.reports.pop(key, None)


class Renditions(dict[tuple[str, str], bytes]):
    def put(self, of: str, files: Mapping[str, bytes]) -> None:
        self.update({(of, name): body for name, body in files.items()})

    def delete(self, of: str, names: Iterable[str]) -> None:
        for name in names:
            self.pop((of, name), None)

    @property
    def names(self) -> set[str]:
        return {of for of, _ in self}


class Wakes:
    def __init__(self) -> None:
        self.hinted: dict[ArticleId, int] = {}
        self.rendered: set[Address] = set()

    def validate(self, keys: Iterable[str]) -> None: ...

    def images(self, keys: Iterable[str]) -> None: ...

    def index(self, articles: Iterable[ArticleId]) -> None: ...

    def hint(self, articles: Mapping[ArticleId, int]) -> None:
        self.hinted |= articles

    def render(self, addresses: Iterable[Address]) -> None:
        self.rendered |= {*addresses}

    def rebuild(self, after: str, edition: str) -> None: ...

    def walk(self, name: str, before: str) -> None: ...

    def announce(self, addresses: Iterable[Address]) -> None: ...


class Desk:
    """A picture's row, its upload and its renditions."""

    def __init__(self, table: MemoryTable | None = None) -> None:
        self.table = table or MemoryTable()
        self.uploads, self.renditions, self.wakes = Uploads(), Renditions(), Wakes()

    def run(self) -> Report | None:
        self.wakes = Wakes()
        return images(
            SOURCE,
            table=self.table,
            uploads=self.uploads,
            renditions=self.renditions,  # type: ignore[arg-type]  # of a dict, `get` has two parameters as well
            wakes=self.wakes,
            make=made_up,
        )

    @property
    def made(self) -> Made:
        return self.table.get(keys.made(SOURCE)) or Made()


def show(desk: Desk, *articles: str) -> None:
    desk.table.write({keys.used(SOURCE).at(each): Used() for each in articles})


def stored(body: bytes, revision: int) -> Stored:
    rendered = Rendered(SOURCE, hash_of(body), 320, 240, (320,))
    return Stored(f"{SOURCE}/{rendered.hash}.{revision}", rendered)


@pytest.fixture
def desk() -> Desk:
    found = Desk()
    found.uploads.put(b"one", "v1")
    return found


def test_a_picture_is_made_stored_and_told(desk: Desk) -> None:
    assert desk.run() == Report(KEY, "accepted", version="v1")
    assert desk.made == Made(1, stored(b"one", 1), version="v1", encoding=ENCODING, settled=True)
    name = stored(b"one", 1).name
    assert set(desk.renditions) == {(name, f"{width}.{kind}") for width in (320,) for kind in ("webp", "jpg")}
    assert desk.uploads.reports == {KEY: Report(KEY, "accepted", version="v1")}
    assert desk.table.get(keys.picture_report(SOURCE)) == Report(KEY, "accepted", version="v1")


def test_who_shows_it_is_hinted_and_its_renditions_are_woken(desk: Desk) -> None:
    show(desk, "a.md", "b.md")
    desk.run()
    assert desk.wakes.hinted == {"a.md": 0, "b.md": 0}
    assert desk.wakes.rendered == {*addresses.renditions(stored(b"one", 1).rendered)}


def test_where_nobody_shows_it_nothing_is_woken(desk: Desk) -> None:
    desk.run()
    assert (desk.wakes.hinted, desk.wakes.rendered) == ({}, set())


def test_of_many_articles_that_show_it_each_is_hinted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step, "AT_ONCE", 2)
    show(desk, *"abcde")
    desk.run()
    assert {*desk.wakes.hinted} == {*"abcde"}


def test_another_picture_takes_its_place_and_what_was_before_goes(desk: Desk) -> None:
    show(desk, "a.md")
    desk.run()
    desk.uploads.put(b"two", "v2")
    desk.run()
    assert desk.made == Made(2, stored(b"two", 2), version="v2", encoding=ENCODING, settled=True)
    assert desk.renditions.names == {stored(b"two", 2).name}
    both = (stored(b"one", 1).rendered, stored(b"two", 2).rendered)
    assert desk.wakes.rendered == {address for each in both for address in addresses.renditions(each)}


def test_a_removed_picture_leaves_nothing_but_its_revision(desk: Desk) -> None:
    show(desk, "a.md")
    desk.run()
    desk.uploads.there.clear()
    assert desk.run() == Report(KEY, "removed")
    assert desk.made == Made(2, encoding=ENCODING, settled=True)
    assert (desk.renditions, desk.uploads.reports) == ({}, {})
    assert desk.wakes.rendered == {*addresses.renditions(stored(b"one", 1).rendered)}
    assert desk.wakes.hinted == {"a.md": 0}


def test_a_rejected_upload_leaves_the_last_good_picture(desk: Desk) -> None:
    desk.run()
    desk.uploads.put(b"no picture", "v2")
    problem = Problem("The file is not a picture that can be read.", "Save it as JPEG.")
    assert desk.run() == Report(KEY, "rejected", problems=(problem,), version="v2")
    assert desk.made == Made(2, stored(b"one", 1), version="v2", rejected=True, encoding=ENCODING, settled=True)
    assert desk.renditions.names == {stored(b"one", 1).name}


def test_a_name_that_no_address_may_have_is_rejected() -> None:
    desk = Desk()
    desk.uploads.there["media/a~b.jpg"] = Upload("media/a~b.jpg", b"one", AT, "v1", 3)
    report = images(
        "a~b.jpg",
        table=desk.table,
        uploads=desk.uploads,
        renditions=desk.renditions,  # type: ignore[arg-type]
        wakes=desk.wakes,
        make=made_up,
    )
    assert report
    assert report.outcome == "rejected"
    assert report.problems[0].cure == "Rename the file, and the picture in the articles that show it."


def test_the_same_version_again_is_neither_read_nor_made_nor_woken(desk: Desk) -> None:
    show(desk, "a.md")
    desk.run()
    assert desk.run() is None
    assert (desk.uploads.read, desk.made.revision, desk.wakes.hinted) == (1, 2, {})


def test_what_a_crash_has_left_unsettled_is_done_again(desk: Desk) -> None:
    show(desk, "a.md")
    desk.run()
    old = stored(b"zero", 0)
    desk.renditions.put(old.name, {"320.webp": b"old"})
    desk.table.write({keys.made(SOURCE): Made(5, stored(b"one", 1), (old,), "v1", encoding=ENCODING)})
    assert desk.run() == Report(KEY, "accepted", version="v1")
    assert desk.made == Made(6, stored(b"one", 1), version="v1", encoding=ENCODING, settled=True)
    assert desk.renditions.names == {stored(b"one", 1).name}
    assert desk.wakes.hinted == {"a.md": 0}


def test_another_encoding_makes_it_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run()
    monkeypatch.setattr(step, "ENCODING", "better")
    desk.run()
    assert (desk.uploads.read, desk.made.encoding) == (2, "better")


def test_a_run_that_has_read_an_older_upload_writes_nothing_and_takes_its_renditions_back(desk: Desk) -> None:
    def overtaken() -> None:
        desk.uploads.before_read = lambda: None
        desk.uploads.put(b"two", "v2")
        desk.run()

    desk.uploads.before_read = overtaken
    desk.run()
    assert desk.made == Made(2, stored(b"two", 1), version="v2", encoding=ENCODING, settled=True)
    assert desk.renditions.names == {stored(b"two", 1).name}


class Watched(MemoryTable):
    """Does something at the moment at which it is first asked what has become of a picture, after it was asked."""

    then: Callable[[], object] | None = None

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        found = super().get_many(keys)
        if self.then and any(key.sort == "MADE" for key in keys):
            then, self.then = self.then, None
            then()
        return found


def test_an_article_that_is_indexed_as_its_picture_is_made_hears_of_it() -> None:
    """It sees no picture yet; but it stands on the picture's shelf already, where `images` finds it."""
    table = Watched()
    desk = Desk(table)
    desk.uploads.put(b"one", "v1")
    mine = article(card("mine", "2026-11-20"), pictures=(SOURCE,))
    table.write({keys.record(mine.id): Record(1, "published", mine)})
    table.then = desk.run
    index(mine.id, site=Index(table, Proofs()), wakes=Wakes(), now=AT)
    assert desk.wakes.hinted == {mine.id: 1}
