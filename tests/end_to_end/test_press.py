"""A newsroom's day on the real template: what is uploaded is live everywhere it belongs, and nothing else has changed.

`Press.publish` judges each publication, too: the site is what a full build gives, the CDN that readers ask all the
time keeps nothing stale, nothing was invalidated in vain, and no message was given up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from desk.build import assemble
from desk.console import Console
from desk.folder import look
from desk.work import FileProofs
from presswork.article.model import Address, Problem, Report
from presswork.article.uploads import ARTICLES, SITE_YAML
from presswork.pages import addresses
from presswork.pages.page import Page
from presswork.steps.build import all_addresses, pages
from tests.end_to_end.press import Press, press

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("press")]

EXAMPLES = Path(__file__).parents[2] / "examples"


def article(title: str, day: str, text: str, more: str = "") -> str:
    """Each in a month of its own, with words of its own: so each test changes pages of its own."""
    return f"---\ntitle: {title}\ndate: {day}\nsection: Notes\ntopics: [{title}]\n{more}---\n\n{text}\n"


EDITED = f"{ARTICLES}edited.md"
MOVED = f"{ARTICLES}moved.md"
DELETED = f"{ARTICLES}deleted.md"
REMOVED = f"{ARTICLES}removed.md"
MISTAKEN = f"{ARTICLES}mistaken.md"
OWNER = f"{ARTICLES}owner.md"
SECOND = f"{ARTICLES}second.md"
UPLOADS = {
    EDITED: article("Long piers", "2018-01-10", "Herons stand on them."),
    MOVED: article("Windmills", "2018-02-10", "Sails turn slowly.", "slug: mill\n"),
    DELETED: article("Deep wells", "2018-03-10", "Buckets hang there.", "aliases: [/old/well]\n"),
    REMOVED: article("Stone barns", "2018-04-10", "Owls sleep inside."),
    MISTAKEN: article("Iron gates", "2018-06-10", "Rust eats those."),
    OWNER: article("Canal locks", "2018-05-10", "Barges rise gently.", "slug: lock\n"),
}
LOCK = "/2018/05/lock"


class Opened(NamedTuple):
    """A press with the examples and the uploads of the tests on it, and the site at that moment."""

    press: Press
    folder: Path
    """The same, as a folder."""
    site: Mapping[Address, Page]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Readers read on while the tests change it."""
    folder = tmp_path_factory.mktemp("newspaper")
    files = {key: path.read_bytes() for key, path in look(EXAMPLES).files.items()}
    files |= {key: text.encode() for key, text in UPLOADS.items()}
    for key, content in files.items():
        (folder / key).parent.mkdir(exist_ok=True)
        (folder / key).write_bytes(content)
    with press() as running:
        with running.readers(seed=1):
            running.publish({SITE_YAML: files.pop(SITE_YAML)})
            change = running.publish(files)
            yield Opened(running, folder, change.after)
        assert running.wrong() is None


@pytest.fixture
def running(opened: Opened) -> Press:
    return opened.press


def showing(text: str, site: Mapping[Address, Page]) -> list[Address]:
    return sorted(address for address, page in site.items() if text in page.body.decode(errors="replace"))


def test_the_site_is_byte_for_byte_what_a_build_of_the_same_folder_writes(opened: Opened) -> None:
    with FileProofs() as proofs:
        built = assemble(look(opened.folder), proofs, datetime.now(UTC), Console(machine=True))
        wanted = dict(pages(built.index, sorted(all_addresses(built.index, built.records.values()))))
    assert {address for address in wanted if opened.site.get(address) != wanted[address]} == set()
    assert opened.site.keys() == wanted.keys()


def test_an_edit_is_seen_on_every_page_that_shows_the_article(running: Press) -> None:
    before = showing("Long piers", running.site())
    edited = UPLOADS[EDITED].replace("title: Long piers", "title: Longest piers")
    change = running.publish({EDITED: edited})
    assert showing("Longest piers", change.after) == before
    assert running.read("/2018/01/edited").status == 200
    assert {"/2018/01/edited", "/2018/01", "/sections/notes/2018/01"} < set(before)


def test_an_edit_of_the_body_changes_its_page_and_the_feeds_that_show_it(running: Press) -> None:
    more = article("Quiet ponds", "2017-07-10", "Frogs sit nearby.", "summary: Of frogs.\n")
    running.publish({f"{ARTICLES}pond.md": more})
    change = running.publish({f"{ARTICLES}pond.md": more.replace("sit nearby", "sit yonder")})
    assert change.addresses == {"/2017/07/pond", *addresses.FEEDS.values()}
    assert "<p>Frogs sit yonder.</p>" in running.read("/2017/07/pond").body


def test_one_query_over_the_logs_shows_an_uploads_whole_way(running: Press) -> None:
    body = article("Grey herons", "2017-08-11", "They stand still.").encode()
    put = running.clients.s3.put_object(Bucket=running.stack.upload_bucket, Key=f"{ARTICLES}heron.md", Body=body)
    running.settle()
    said = running.logged(put["VersionId"])
    assert (said["Validate"], said["Index"], said["Invalidate"]) == ({"accepted"}, {"indexed"}, {"among them"})
    assert {"written", "arrived"} <= said["Render"] <= {"written", "arrived", "unchanged"}


def test_a_moved_article_is_redirected_to_and_linked_at_its_new_address_alone(running: Press) -> None:
    change = running.publish({MOVED: UPLOADS[MOVED].replace("slug: mill", "slug: windmill")})
    old, new = running.read("/2018/02/mill"), running.read("/2018/02/windmill")
    assert (old.status, old.headers["location"], new.status) == (301, "/2018/02/windmill", 200)
    assert showing('"/2018/02/mill"', change.after) == []
    assert "/sections/notes/2018/02" in showing('"/2018/02/windmill"', change.after)


def test_a_deleted_article_is_gone_from_everywhere_and_comes_back_as_it_was(running: Press) -> None:
    deleted = running.publish({DELETED: None})
    answers = [running.read(path) for path in ("/2018/03/deleted", "/old/well", "/2018/03", "/topics/deep-wells")]
    assert [each.status for each in answers] == [410, 410, 404, 404]
    assert showing("Deep wells", deleted.after) == []
    restored = running.publish({DELETED: UPLOADS[DELETED]})
    assert restored.after == deleted.before
    assert (running.read("/old/well").status, running.read("/2018/03/deleted").status) == (301, 200)


def test_a_reader_finds_what_is_live_as_soon_as_it_is_and_nothing_else(running: Press) -> None:
    def found() -> list[str]:
        answer = running.read("/search?q=copper+weathervanes")
        assert (answer.status, answer.headers["x-cache"]) == (200, "Miss from preview")
        assert answer.headers["content-security-policy"] == running.read("/").headers["content-security-policy"]
        return re.findall(r'<h2><a href="(.*?)">', answer.body)

    live, draft, embargoed = (f"{ARTICLES}{name}.md" for name in ("vane", "draft-vane", "late-vane"))
    about = "Copper weathervanes"
    uploads = {
        live: article(about, "2017-05-10", "Copper weathervanes turn."),
        draft: article(about, "2017-05-11", "Copper weathervanes turn.", "draft: true\n"),
        embargoed: article(about, "2999-05-12", "Copper weathervanes turn."),
    }
    assert found() == []
    running.publish(uploads)
    assert found() == ["/2017/05/vane"]
    running.publish({live: None})
    assert found() == []


def test_a_standing_page_is_linked_to_from_every_page_and_goes_from_all_of_them(running: Press) -> None:
    link = '<a href="/imprint"'
    change = running.publish({"pages/imprint.md": "---\ntitle: Imprint\n---\nPrinted here.\n"})
    shown = {address for address, page in change.after.items() if link.encode() in page.body}
    html = {address for address, page in change.after.items() if page.content_type.startswith("text/html")}
    assert {"/", "/404.html", "/about", "/imprint", LOCK} <= shown == html
    assert "Printed here." in running.read("/imprint").body
    change = running.publish({"pages/imprint.md": None})
    assert [address for address, page in change.after.items() if link.encode() in page.body] == []
    assert running.read("/imprint").status == 410


def test_a_profile_changes_the_pages_of_its_author_and_no_other(running: Press) -> None:
    change = running.publish({"authors/ruth.yaml": "name: Ruth Oduya\nbio: Walks the *sea wall*.\n"})
    told = {address for address, page in change.after.items() if b"<em>sea wall</em>" in page.body}
    assert change.addresses == told
    assert {Address("/authors/ruth-oduya")} < told
    assert running.publish({"authors/ruth.yaml": None}).addresses == told


def test_a_bad_upload_is_reported_with_its_line_and_cure_and_the_last_good_version_stays(running: Press) -> None:
    change = running.publish({MISTAKEN: UPLOADS[MISTAKEN].replace("2018-06-10", "2018-13-10")})
    assert running.report(MISTAKEN) == Report(
        file=MISTAKEN,
        outcome="rejected",
        address=Address("/2018/06/mistaken"),
        problems=(
            Problem(
                message="`2018-13-10` is not a date from 1000 to 9999.",
                cure="Write it like 2026-11-24 or 2026-11-24 18:30 +0100.",
                field="date",
                line=3,
                column=7,
            ),
        ),
    )
    assert (change.addresses, change.invalidated) == (set(), [])
    assert running.read("/2018/06/mistaken").status == 200


def test_the_second_to_want_an_address_is_told_whose_it_is_and_published_when_that_one_leaves(running: Press) -> None:
    second = article("Door locks", "2018-05-20", "Keys fit these.", "slug: lock\n")
    rejected = running.publish({SECOND: second})
    assert running.report(SECOND) == Report(
        file=SECOND,
        outcome="rejected",
        problems=(
            Problem(
                message="The address /2018/05/lock belongs to owner.md.",
                cure="Give it another slug or date, or move the other one: this one is then published by itself.",
                field="slug",
            ),
        ),
    )
    assert (rejected.addresses, rejected.invalidated) == (set(), [])
    running.publish({OWNER: UPLOADS[OWNER].replace("slug: lock", "slug: canal-lock")})
    assert running.report(SECOND) == Report(SECOND, "accepted", address=Address(LOCK))
    assert "<p>Keys fit these.</p>" in running.read(LOCK).body
    assert "<p>Barges rise gently.</p>" in running.read("/2018/05/canal-lock").body


def test_new_settings_change_every_page_also_those_of_removed_articles(running: Press) -> None:
    running.publish({REMOVED: None})
    change = running.publish({SITE_YAML: "title: The Evening Tidings\ntime_zone: Europe/Dublin\n"})
    nameless = ("/assets/", "/media/", "/sitemap", "/robots.txt")  # they do not say whose they are
    named = {address for address in change.before if not address.startswith(nameless)}
    assert named == {address for address in change.addresses if not address.startswith(nameless)}
    assert change.before.keys() == change.after.keys()
    gone = running.read("/2018/04/removed")
    assert (gone.status, "The Evening Tidings" in gone.body) == (410, True)
    assert showing("The Pellmouth Tidings", change.after) == []


def test_bad_settings_are_reported_and_change_nothing(running: Press) -> None:
    change = running.publish({SITE_YAML: "title: The Morning Tidings\ntime_zone: Mars/Olympus\n"})
    assert running.report(SITE_YAML) == Report(
        file=SITE_YAML,
        outcome="rejected",
        problems=(
            Problem(
                message="There is no time zone `Mars/Olympus`.",
                cure="Write a name like Europe/Berlin or UTC.",
                field="time_zone",
                line=2,
                column=12,
            ),
        ),
    )
    assert (change.addresses, change.invalidated) == (set(), [])
