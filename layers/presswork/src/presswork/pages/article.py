"""The article page, and what stands at the addresses that an article had: a redirect, or that it is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from presswork.article import names, uploads
from presswork.article.model import Address, Article, Card, Proof
from presswork.article.readtime import read_time
from presswork.index import keys, lists
from presswork.index.reasons import why
from presswork.index.rows import Standing
from presswork.pages import addresses, related, words
from presswork.pages.page import Page, moved
from presswork.pages.press import Head, Link, Press, image, json_ld, list_links
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
        if uploads.is_page(claim.id):
            return Page(standing_page(standing.article, press))
        return Page(_article(standing.article, standing, press))
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
    translations = related.translations(article, press.index)
    told = about(card.authors, press, card.lang)
    others = related.related(article, standing, [each.id for each in translations], press.index, RELATED)
    see_also = _see_also(article, proof, others)
    position = keys.position(card)
    older = press.index.older(lists.ALL, position, 1)
    newer = press.index.newer(lists.ALL, position, 1)
    cut = proof.see_also if see_also else len(proof.html)
    second_level = sum(heading.level == 2 for heading in proof.headings)
    values = {
        "sections": list_links("section", card.sections),
        "authors": list_links("author", card.authors),
        "topics": list_links("topic", card.topics),
        "date": press.day(card.date, card.lang),
        "updated": press.time(card.updated, card.lang) if card.updated else None,
        "read_time": said.read_time(*read_time(card.words, press.settings.words_a_minute)),
        "image": image(card.picture),
        "headings": proof.headings if second_level >= CONTENTS else (),
        "body": proof.html[:cut],
        "see_also": press.entry(see_also, card.lang) if see_also else None,
        "rest": proof.html[cut:],
        "corrections": [
            (press.day(each.date, card.lang) if each.date else None, each.text) for each in article.corrections
        ],
        "profiles": [each for each in told.values() if each.bio or each.image or each.links],
        "related": [
            (press.entry(each, card.lang), said.also_about(why(card, each))) for each in others if each is not see_also
        ],
        "translations": [press.entry(each, card.lang) for each in translations],
        "previous": press.entry(older[0], card.lang) if older else None,
        "next": press.entry(newer[0], card.lang) if newer else None,
        "id": article.id,
    }
    return press.print("article.html", _head(card, translations, told, press), values)


def _see_also(article: Article, proof: Proof, others: Sequence[Card]) -> Card | None:
    """The best related article that the body does not link to already, if the body has a place for it."""
    if proof.see_also < 0:
        return None
    return next((card for card in others if card.address not in article.links), None)


def _head(card: Card, translations: Sequence[Card], told: Mapping[str, About], press: Press) -> Head:
    picture = image(card.picture)
    canonical = press.canonical(card.address)
    picture_url = press.url(picture.src) if picture else ""
    published = keys.instant(card.date)
    modified = keys.instant(card.updated or card.date)
    all_of_them = (card, *translations) if translations else ()
    return Head(
        title=card.title,
        lang=card.lang,
        description=card.summary,
        canonical=canonical,
        kind="article",
        image=picture_url,
        published=published,
        modified=modified,
        alternates=[(each.lang, press.canonical(each.address)) for each in all_of_them],
        data=_data(card, told, press, canonical, picture_url, published, modified),
    )


def _data(
    card: Card, told: Mapping[str, About], press: Press, canonical: str, picture: str, published: str, modified: str
) -> str:  # fmt: skip
    """The article as schema.org's NewsArticle."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": card.title,
        "description": card.summary,
        "inLanguage": card.lang,
        "datePublished": published,
        "dateModified": modified,
        "mainEntityOfPage": canonical,
        "image": picture,
        "author": [_person(name, told.get(names.slug(name)), press) for name in card.authors],
        "articleSection": card.sections,
        "keywords": card.topics,
        "publisher": {"@type": "Organization", "name": press.settings.title, "url": press.url("/")},
    }
    return json_ld(data)


def _person(name: str, told: About | None, press: Press) -> dict[str, object]:
    (link,) = list_links("author", [name])
    person: dict[str, object] = {"@type": "Person", "name": name, "url": press.url(link.href)}
    if told and told.image:
        person["image"] = press.url(told.image.src)
    return person | ({"sameAs": told.same_as} if told and told.same_as else {})
