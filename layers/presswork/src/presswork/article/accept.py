"""The one way in: from an uploaded file to a validated article, or to what its author must mend."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from presswork.article import addresses, dates, formats, limits, pictures, readtime, values
from presswork.article.body import Body, structure
from presswork.article.markup import sanitised
from presswork.article.model import (
    Address,
    Article,
    ArticleId,
    Card,
    Correction,
    Digest,
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
    from presswork.article.frontmatter import FrontMatter

SUMMARY_FROM_BODY = 200
"""Characters of the first paragraph that stand for a summary."""
_DIGEST_LETTERS = 40
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


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
    from presswork.article import fields  # with pydantic, which `rebuild` has no use for

    _check_object(upload)
    zone = ZoneInfo(settings.time_zone)
    opened = formats.opened(upload.key, upload.body)
    also = tuple(formats.JSON_BODIES) if formats.suffix(upload.key) == ".json" else ()
    found = fields.read(opened.front, zone, problems, also=also)
    body = structure(sanitised(opened.body, problems), settings.base_url, found.title or opened.title)
    text = plain_text(body.proof.html, code=True)
    if not text:
        problems.warn("The article has no text.", "Write its text below the front matter.")
    date = found.date or dates.from_key(upload.key, zone) or dates.instant(first)
    slug = _slug(found, upload.key, problems)
    article_id = addresses.article_id(upload.key)
    card = Card(
        id=article_id,
        address=_address(found, settings, slug, date, problems),
        title=_title(found, opened.title, body, problems),
        date=date,
        lang=found.lang or _lang(opened.lang) or settings.language,
        updated=found.updated,
        summary=found.summary or _shortened(body.opening),
        authors=found.authors,
        sections=found.sections,
        topics=found.topics,
        picture=_picture(found, settings),
        words=readtime.words(text),
    )
    _check_expiry(found, date, problems)
    article = replace(_article(card, slug, found, body), pictures=_pictures(card, body, problems))
    if (size := len(msgspec.json.encode(article))) > limits.ARTICLE_BYTES:
        problems.error(
            f"The fields take {size:,} bytes together; {limits.ARTICLE_BYTES:,} are allowed.",
            "Shorten the corrections, names and addresses, or move text to the body.",
        )
    return Accepted(article, body.proof, problems.all())


def _article(card: Card, slug: str, found: FrontMatter, body: Body) -> Article:
    text = plain_text(body.proof.html)
    return Article(
        card=card,
        proof=_digest(body.proof, card.id),
        slug=slug,
        aliases=tuple(alias for alias in found.aliases if alias != card.address),
        expires=found.expires,
        draft=found.draft or not found.published,
        corrections=tuple(Correction(each.date, each.text) for each in found.corrections),
        terms=terms(card.title, text, card.topics, card.lang),
        signature=signature(text),
        links=tuple(link for link in body.links if link != card.address)[: limits.LINKS],
        pinned=found.related,
        blocked=found.blocked,
        translation_of=found.translation_of,
    )


def _check_object(upload: Upload) -> None:
    """Raises Unreadable for an object whose size or key alone rule it out."""
    size = max(upload.size, len(upload.body))
    if size > limits.UPLOAD_BYTES:
        raise Unreadable(
            f"The file has {size:,} bytes; {limits.UPLOAD_BYTES:,} are allowed.",
            "Shorten or split it; pictures go below media/.",
        )
    if len(upload.key.encode(errors="surrogatepass")) > limits.KEY_BYTES:
        raise Unreadable(f"The file's name has more than {limits.KEY_BYTES} bytes.", "Give it a shorter name.")
    if _CONTROL.search(upload.key):
        raise Unreadable("The file's name holds a control character.", "Rename it.")
    if any(part in {"", ".", ".."} for part in upload.key.split("/")):
        raise Unreadable("The file's path has an empty part, or one of dots.", "Rename it.")


def _slug(found: FrontMatter, key: str, problems: Problems) -> str:
    slug = addresses.slugify(found.slug) if found.slug else addresses.slug_of_key(key)
    if not slug:
        problems.error(
            "No address can be made: there is no letter and no digit in the "
            + ("slug." if found.slug else "file's name."),
            "Write a slug in the front matter, like `slug: port-strike`.",
            field="slug",
        )
    return slug


def _address(found: FrontMatter, settings: Settings, slug: str, date: datetime, problems: Problems) -> Address:
    if found.permalink:
        return found.permalink
    address = addresses.by_pattern(settings, slug, date, found.sections)
    if fault := addresses.length_fault(address):
        problems.error(
            f"`{address[:60]}…`: {fault}",
            "Write a shorter slug, or a shorter name of the first section.",
            field="slug",
        )
    return address


def _picture(found: FrontMatter, settings: Settings) -> Picture | None:
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


def _title(found: FrontMatter, of_document: str, body: Body, problems: Problems) -> str:
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


def _shortened(text: str) -> str:
    """At most 200 characters, cut after a word where there are words, with an ellipsis for what is left out."""
    if len(text) <= SUMMARY_FROM_BODY:
        return text
    short = text[: SUMMARY_FROM_BODY - 1]
    if not text[SUMMARY_FROM_BODY - 1].isspace() and " " in short[SUMMARY_FROM_BODY // 2 :]:
        short = short[: short.rindex(" ")]
    return short.rstrip(" ,;:–—-") + "…"


def _check_expiry(found: FrontMatter, date: datetime, problems: Problems) -> None:
    if found.expires and found.expires <= date:
        problems.warn(
            "The article expires before its date, so that it is never shown.", "Correct `expires`.", field="expires"
        )


def _digest(proof: Proof, article: ArticleId) -> Digest:
    """Names the proof by its content and its article, so that no two articles share one."""
    data = msgspec.json.encode(proof) + b"\n" + article.encode()
    return Digest(sha256(data).hexdigest()[:_DIGEST_LETTERS])
