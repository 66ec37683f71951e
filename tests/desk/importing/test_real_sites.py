"""Three real sites: every article is accepted after its import, as the originals have it, read here by other means."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from presswork.article.accept import Accepted, accept
from presswork.article.model import Card, Settings, Upload
from tests.desk.importing.sites import Imported, Sites

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
SETTINGS = Settings()
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the real articles are not there: {CORPUS}")


def imported(sites: Sites, site: str, kind: str, *options: str) -> tuple[Imported, dict[str, Card]]:
    """The report, and the card of each accepted article by its old file."""
    sites.old.rmdir()
    sites.old.symlink_to(CORPUS / site)
    found = sites.run(kind, *options)
    cards = {}
    for told in found.report["files"]:
        upload = Upload(told["file"], found.files[told["file"]].encode(), datetime(2020, 1, 1, tzinfo=UTC))
        article = accept(upload, SETTINGS, datetime(2000, 1, 1, tzinfo=UTC))
        assert isinstance(article, Accepted), (told["source"], article)
        assert told["address"] in {article.article.card.address, ""}
        cards[told["source"]] = article.article.card
    return found, cards


def front_of(path: Path) -> dict[str, Any]:
    text = path.read_text().split("---\n")[1].replace("\t", "")
    found = yaml.load(text, Loader=yaml.CSafeLoader)
    assert isinstance(found, dict)
    return found


def when(written: object) -> datetime:
    """What PyYAML, or the file's name, gives of a date, in UTC."""
    if isinstance(written, datetime):
        return written.replace(tzinfo=written.tzinfo or UTC).astimezone(UTC).replace(microsecond=0)
    if isinstance(written, date):
        return datetime(written.year, written.month, written.day, tzinfo=UTC)
    moment = datetime.fromisoformat(str(written))
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def people(written: Any) -> tuple[str, ...]:
    listed = written if isinstance(written, list) else [written]
    return tuple(dict.fromkeys(str(each["name"] if isinstance(each, dict) else each) for each in listed if each))


def told_of(card: Card) -> tuple[str, datetime, tuple[str, ...], str]:
    return card.title, card.date, card.authors, card.lang


def tidy(text: object) -> str:
    return " ".join(str(text).split())


def test_18f_an_eleventy_site(sites: Sites) -> None:
    found, cards = imported(sites, "18f.gsa.gov", "eleventy", "--permalink", "/:year/:month/:day/:title/")

    originals = sorted((CORPUS / "18f.gsa.gov").rglob("*.md"))
    expected = {}
    for path in originals:
        front = front_of(path)
        moment = when(front.get("date") or date.fromisoformat(path.name[:10]))
        expected[path.relative_to(CORPUS / "18f.gsa.gov").as_posix()] = (
            tidy(front["title"]), moment, people(front["authors"]), "en"
        )  # fmt: skip
    assert {source: told_of(card) for source, card in cards.items()} == expected
    assert (found.code, len(cards), found.left_out) == (0, 313, {})
    redirects = [each for told in found.report["files"] for each in told["redirects"]]
    assert len(redirects) >= 313
    assert not re.search(r"\]\(\{\{|\{% (?:image|link|post_url)", "".join(found.files.values()))


def test_electron_whose_blog_is_like_hugos(sites: Sites) -> None:
    found, cards = imported(sites, "electronjs.org", "hugo", "--url", "https://www.electronjs.org")

    expected = {}
    originals = sorted((CORPUS / "electronjs.org").rglob("*.md"))
    for path in originals:
        front = front_of(path)
        source = path.relative_to(CORPUS / "electronjs.org").as_posix()
        expected[source] = (tidy(front["title"]), when(front["date"]), people(front["authors"]), "en")
    assert {source: told_of(card) for source, card in cards.items()} == expected
    assert (found.code, len(cards), found.left_out) == (0, 122, {})
    slugs = {f"blog/{front['slug']}" for path in originals if "slug" in (front := front_of(path))}
    assert slugs <= {each.strip("/") for told in found.report["files"] for each in told["redirects"]}


def test_html5rocks_whose_titles_stand_in_meta(sites: Sites) -> None:
    found, cards = imported(sites, "html5rocks.com", "html", "--url", "https://www.html5rocks.com")

    text = (CORPUS / "html5rocks.com" / "_meta" / "tutorials-casestudies-excerpt.yaml").read_text()
    about = {each["url"].strip("/"): each for each in yaml.safe_load_all(text) if each}
    expected = {}
    for path in sorted((CORPUS / "html5rocks.com" / "content").rglob("*.html")):
        source = path.relative_to(CORPUS / "html5rocks.com").as_posix()
        told = about.get(source.removeprefix("content/").removesuffix("/en/index.html"))
        if told is None:
            continue
        authors = people([told.get("author_id"), told.get("author_id2")])
        expected[source] = (tidy(told["title"]), when(told["publication_date"]), authors, "en")
    (untold,) = set(cards) - set(expected)
    assert {source: told_of(card) for source, card in cards.items() if source != untold} == expected
    assert (cards[untold].title, cards[untold].authors, cards[untold].lang) == ("Hobbit front end", (), "en")
    assert ("guessed", "", "the title, from its name: Hobbit front end") in found.notes(untold)
    assert (found.code, len(cards), found.left_out) == (0, 27, {})
    assert not re.search(r"\{% *(?:block|extends|endblock)", "".join(found.files.values()))
