"""The article page, and what stands at the addresses that an article had: a redirect, or that it is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from presswork.article import notes, uploads
from presswork.article.model import Address, Article, Card, Proof
from presswork.article.readtime import read_time
from presswork.index import keys, lists
from presswork.index.reasons import why
from presswork.index.rows import Standing
from presswork.pages import addresses, pictures, related, share, structured, words
from presswork.pages.page import Page, issue_of, moved
from presswork.pages.pictures import body_with_pictures
from presswork.pages.press import Head, Link, Press, list_links, marked
from presswork.pages.profiles import About, about
from presswork.pages.standing import page as standing_page

RELATED = 5
"""How many related articles a page shows, the one in the See-also line included."""
CONTENTS = 4
"""From how many second-level headings on a page has a table of contents."""


def respond(address: Address, press: Press) -> Page | None:
    """The article whose address this is; where it is now, if it moved; that it is gone, if it was removed."""
    claim = press.index.claim(address)
    if claim is None:
        return None
    standing = press.index.standing(claim.id)
    if standing.state == "live" and standing.article:
        if standing.article.card.address != address:
            return _moved(standing.article.card, press)
        issue = issue_of(standing.article, standing.uploaded)
        if uploads.is_page(claim.id):
            return Page(standing_page(standing.article, standing, press), issue=issue)
        return Page(_article(standing.article, standing, press), issue=issue)
    if standing.state in {"removed", "expired"}:
        return _gone(press)
    return None


def _moved(card: Card, press: Press) -> Page:
    said = press.words
    head = Head(title=said.moved, lang=press.settings.language)
    to = Link(addresses.encode(card.address), card.address)
    values = {"heading": said.moved, "text": said.moved_text, "to": to}
    return moved(press.print("notice.html", head, values), card.address)


def _gone(press: Press) -> Page:
    said = press.words
    head = Head(title=said.gone, lang=press.settings.language)
    values = {"heading": said.gone, "text": said.gone_text, "to": None}
    return Page(press.print("notice.html", head, values), status=410)


def _article(article: Article, standing: Standing, press: Press) -> bytes:
    card = article.card
    said = words.of(card.lang)
    proof = press.index.body(article)
    translations = related.translations(article, standing, press.index)
    others = related.related(article, standing, [each.id for each in translations], press.index, RELATED)
    see_also = _see_also(article, proof, others)
    position = keys.position(card)
    older = press.index.older(lists.ALL, position, 1)
    newer = press.index.newer(lists.ALL, position, 1)
    cut = proof.see_also if see_also else len(proof.html)
    told = about(card.authors, press, card.lang)
    head = _head(article, translations, told, press)
    corrected = _corrected(article)
    mail = marked(said.share_by_mail, said.lang, card.lang)
    second_level = sum(heading.level == 2 for heading in proof.headings)
    values = {
        "sections": list_links("section", card.sections),
        "authors": list_links("author", card.authors),
        "topics": list_links("topic", card.topics),
        "date": press.day(card.date, card.lang),
        "updated": press.time(card.updated, card.lang) if card.updated and card.updated > card.date else None,
        "corrected": press.day(corrected, card.lang) if corrected else None,
        "read_time": said.read_time(*read_time(card.words, press.settings.words_a_minute)),
        "lead": card.picture,
        "image": pictures.image(card.picture),
        "headings": proof.headings if second_level >= CONTENTS else (),
        "body": body_with_pictures(proof.html[:cut], standing, press.settings.base_url),
        "see_also": press.entry(see_also, card.lang) if see_also else None,
        "rest": body_with_pictures(proof.html[cut:], standing, press.settings.base_url),
        "leads_back": notes.BACK_NAME in proof.html,
        "corrections": [
            (press.day(each.date, card.lang) if each.date else None, each.text) for each in article.corrections
        ],
        "related": [
            (press.entry(each, card.lang), said.also_about(why(card, each))) for each in others if each is not see_also
        ],
        "translations": [press.entry(each, card.lang) for each in translations],
        "previous": press.entry(older[0], card.lang) if older else None,
        "next": press.entry(newer[0], card.lang) if newer else None,
        "profiles": [each for each in told.values() if each.bio or each.image or each.links],
        "share": share.links(press.settings.share, card.title, head.canonical, mail),
        "id": article.id,
    }
    return press.print("article.html", head, values)


def _see_also(article: Article, proof: Proof, others: Sequence[Card]) -> Card | None:
    """The best related article that the body does not link to already, if the body has a place for it."""
    if proof.see_also < 0:
        return None
    return next((card for card in others if card.address not in article.links), None)


def _head(article: Article, translations: Sequence[Card], told: Mapping[str, About], press: Press) -> Head:
    card = article.card
    picture = pictures.social(card.picture)
    all_of_them = (card, *translations) if translations else ()
    head = Head(
        title=card.title,
        lang=card.lang,
        description=card.summary,
        canonical=press.canonical(card.address),
        kind="article",
        image=press.url(picture.src) if picture else "",
        image_alt=picture.alt if picture else "",
        image_size=(picture.width, picture.height) if picture else (0, 0),
        published=press.stamp(card.date),
        modified=press.stamp(_modified(article)),
        authors=[press.url(link.href) for link in list_links("author", card.authors)],
        section=next(iter(card.sections), ""),
        topics=card.topics,
        alternates=[(each.lang, press.canonical(each.address)) for each in all_of_them],
    )
    return replace(head, data=structured.data(article, head, told, press))


def _modified(article: Article) -> datetime:
    """When it changed last, by what its author says; not before it appeared."""
    corrected = (each.date for each in article.corrections)
    return max(moment for moment in (article.card.date, article.card.updated, *corrected) if moment)


def _corrected(article: Article) -> datetime | None:
    """When it was corrected last, if that is known."""
    return max((each.date for each in article.corrections if each.date), default=None)
