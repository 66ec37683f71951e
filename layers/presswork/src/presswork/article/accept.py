"""The one way in: from an uploaded file to a validated article or standing page, or to what its author must mend."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from presswork.article import addresses, dates, formats, limits, pictures, uploads, values
from presswork.article.body import Body, structure
from presswork.article.markup import sanitised
from presswork.article.model import (
    Address,
    Article,
    ArticleId,
    Card,
    Correction,
    Digest,
    MenuEntry,
    Picture,
    Problem,
    Proof,
    Settings,
    Upload,
)
from presswork.article.plaintext import plain_text
from presswork.article.problems import Problems, Unfit, Unreadable, shown
from presswork.article.terms import signature, terms

if TYPE_CHECKING:
    from presswork.article.frontmatter import FrontMatter, Matter, PageMatter

SUMMARY_FROM_BODY = 200
"""Characters of the first paragraph that stand for a summary."""
BY_SLUG = "/{slug}"
"""The pattern of the addresses of standing pages, whatever the site's is."""
_DIGEST_LETTERS = 40


class Accepted(NamedTuple):
    article: Article
    proof: Proof
    problems: tuple[Problem, ...]
    """Warnings."""


class Rejected(NamedTuple):
    problems: tuple[Problem, ...]
    """At least one error, with what else is wrong."""


def accept(upload: Upload, settings: Settings, first: datetime) -> Accepted | Rejected:
    """What an upload says, judged. Never raises, whatever the bytes; the same upload always gives the same.

    `first` is the date, with a zone, of an article that gives none, neither in its text nor in its name.
    """
    problems = Problems()
    try:
        accepted = _accepted(upload, settings, first, problems)
    except Unreadable as error:
        problems.add(error.problem)
        return Rejected(problems.all())
    return Rejected(problems.all()) if problems.fatal else accepted


def _accepted(upload: Upload, settings: Settings, first: datetime, problems: Problems) -> Accepted:
    from presswork.article.frontmatter import PageMatter  # with pydantic, which `rebuild` has no use for

    formats.check(upload, limits.UPLOAD_BYTES)
    zone = ZoneInfo(settings.time_zone)
    opened = formats.opened(upload.key, upload.body)
    found = _fields(opened, upload.key, zone, problems)
    body = structure(sanitised(opened.body, problems), settings.base_url, found.title or opened.title)
    if not body.text:
        problems.warn("The article has no text.", "Write its text below the front matter.")
    date = found.date or dates.from_key(upload.key, zone) or dates.instant(first)
    slug = _slug(found, upload.key, problems)
    if isinstance(found, PageMatter):
        address = _address(found, replace(settings, permalink=BY_SLUG), slug, date, (), problems)
    else:
        address = _address(found, settings, slug, date, found.sections, problems)
    card = Card(
        id=uploads.id_of(upload.key),
        address=address,
        title=_title(found, opened.title, body, problems),
        date=date,
        lang=found.lang or _lang(opened.lang) or settings.language,
        updated=found.updated,
        summary=found.summary or _shortened(body.opening, SUMMARY_FROM_BODY),
        picture=_picture(found, settings),
        words=body.words,
    )
    _check_expiry(found, date, problems)
    article = Article(
        card=card,
        proof=_digest(body.proof, card.id),
        slug=slug,
        aliases=tuple(alias for alias in found.aliases if alias != card.address),
        pictures=_pictures(card, body, problems),
        expires=found.expires,
        draft=found.draft or not found.published,
        translation_of=found.translation_of,
    )
    article = _page(article, found) if isinstance(found, PageMatter) else _article(article, found, body)
    if (size := len(msgspec.json.encode(article))) > limits.ARTICLE_BYTES:
        problems.error(
            f"The fields take {size:,} bytes together; {limits.ARTICLE_BYTES:,} are allowed.",
            "Shorten the corrections, names and addresses, or move text to the body.",
        )
    return Accepted(article, body.proof, problems.all())


def _fields(opened: formats.Opened, key: str, zone: ZoneInfo, problems: Problems) -> FrontMatter | PageMatter:
    from presswork.article import fields

    also = tuple(formats.JSON_BODIES) if formats.suffix(key) == ".json" else ()
    read = fields.read_page if key.startswith(uploads.PAGES) else fields.read
    return read(opened.front, zone, problems, also=also)


def _article(article: Article, found: FrontMatter, body: Body) -> Article:
    """With what an article alone has: its lists, its terms, its relations to others."""
    card = replace(article.card, authors=found.authors, sections=found.sections, topics=found.topics)
    text = plain_text(body.proof.html) if "<pre" in body.proof.html else body.text
    return replace(
        article,
        card=card,
        corrections=tuple(Correction(each.date, each.text) for each in found.corrections),
        terms=terms(card.title, text, card.topics, card.lang),
        signature=signature(text),
        links=tuple(link for link in body.links if link != card.address)[: limits.LINKS],
        pinned=found.related,
        blocked=found.blocked,
    )


def _page(page: Article, found: PageMatter) -> Article:
    """With its place in the navigation, unless its author keeps it out of there."""
    card = page.card
    label = found.menu if isinstance(found.menu, str) else _shortened(card.title, limits.NAME)
    return replace(page, menu=MenuEntry(card.id, found.order, label, card.address, card.lang)) if found.menu else page


def _slug(found: Matter, key: str, problems: Problems) -> str:
    slug = addresses.slugify(found.slug) if found.slug else addresses.slug_of_key(key)
    if not slug:
        problems.error(
            "No address can be made: there is no letter and no digit in the "
            + ("slug." if found.slug else "file's name."),
            "Write a slug in the front matter, like `slug: port-strike`.",
            field="slug",
        )
    return slug


def _address(
    found: Matter, settings: Settings, slug: str, date: datetime, sections: tuple[str, ...], problems: Problems
) -> Address:
    if found.permalink:
        return found.permalink
    address = addresses.by_pattern(settings, slug, date, sections)
    if fault := addresses.length_fault(address):
        problems.error(
            f"`{address[:60]}…`: {fault}",
            "Write a shorter slug, or a shorter name of the first section.",
            field="slug",
        )
    return address


def _picture(found: Matter, settings: Settings) -> Picture | None:
    if not found.image:
        return None
    alt, caption = found.image_alt or found.image.alt, found.image_caption or found.image.caption
    return Picture(pictures.lead(found.image.src, settings.base_url), alt, caption)


def _pictures(card: Card, body: Body, problems: Problems) -> tuple[str, ...]:
    """Of the pictures of `media/` that it names, those that can be there."""
    lead = pictures.own_source(card.picture) if card.picture else None
    named = dict.fromkeys((lead, *body.pictures) if lead is not None else body.pictures)
    found = []
    for source in named:
        if fault := pictures.fault(source):
            problems.warn(
                f"There can be no picture `media/{shown(source)}`: {fault}", "Rename it, in media/ and in the article."
            )
        else:
            found.append(source)
    if len(found) > limits.PICTURES:
        problems.warn(
            f"The article shows {len(found):,} pictures of media/; {limits.PICTURES:,} are allowed.",
            "Split it: the rest are left out.",
        )
    return tuple(found[: limits.PICTURES])


def _title(found: Matter, of_document: str, body: Body, problems: Problems) -> str:
    title = found.title or of_document or body.first_heading
    if not title and not any(each.field == "title" for each in problems.all()):
        problems.error("The article has no title.", "Write `title: …` in the front matter.", field="title")
    if not found.title and len(title) > limits.TITLE:
        problems.error(
            f"The title has {len(title):,} characters; {limits.TITLE:,} are allowed.", "Shorten it.", field="title"
        )
    return title


def _lang(of_document: str) -> str:
    try:
        return values.language(of_document) if of_document else ""
    except Unfit:
        return ""


def _shortened(text: str, most: int) -> str:
    """At most so many characters, cut after a word where there are words, with an ellipsis for what is left out."""
    if len(text) <= most:
        return text
    short = text[: most - 1]
    if not text[most - 1].isspace() and " " in short[most // 2 :]:
        short = short[: short.rindex(" ")]
    return short.rstrip(" ,;:–—-") + "…"


def _check_expiry(found: Matter, date: datetime, problems: Problems) -> None:
    if found.expires and found.expires <= date:
        problems.warn(
            "The article expires before its date, so that it is never shown.", "Correct `expires`.", field="expires"
        )


def _digest(proof: Proof, article: ArticleId) -> Digest:
    """Names the proof by its content and its article, so that no two articles share one."""
    data = msgspec.json.encode(proof) + b"\n" + article.encode()
    return Digest(sha256(data).hexdigest()[:_DIGEST_LETTERS])
