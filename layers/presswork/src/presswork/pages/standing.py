"""Standing pages, such as "About us": the article's page without all that comes and goes with the news."""

from __future__ import annotations

from collections.abc import Sequence

from presswork.article import notes
from presswork.article.model import Article, Card
from presswork.index.rows import Standing
from presswork.pages import pictures, related
from presswork.pages.pictures import body_with_pictures
from presswork.pages.press import Head, Press, json_ld


def page(article: Article, standing: Standing, press: Press) -> bytes:
    """A live standing page."""
    card = article.card
    proof = press.index.body(article)
    translations = related.translations(article, standing, press.index)
    values = {
        "updated": press.time(card.updated, card.lang) if card.updated else None,
        "lead": card.picture,
        "image": pictures.image(card.picture),
        "body": body_with_pictures(proof.html, standing, press.settings.base_url),
        "leads_back": notes.BACK_NAME in proof.html,
        "translations": [press.entry(each, card.lang) for each in translations],
    }
    return press.print("standing.html", _head(card, translations, press), values)


def _head(card: Card, translations: Sequence[Card], press: Press) -> Head:
    picture = pictures.social(card.picture)
    canonical = press.canonical(card.address)
    data = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": card.title,
        "description": card.summary,
        "inLanguage": card.lang,
        "dateModified": press.stamp(card.updated) if card.updated else "",
        "url": canonical,
        "isPartOf": {"@type": "WebSite", "name": press.settings.title, "url": press.url("/")},
    }
    all_of_them = (card, *translations) if translations else ()
    return Head(
        title=card.title,
        lang=card.lang,
        description=card.summary,
        canonical=canonical,
        image=press.url(picture.src) if picture else "",
        image_alt=picture.alt if picture else "",
        image_size=(picture.width, picture.height) if picture else (0, 0),
        alternates=[(each.lang, press.canonical(each.address)) for each in all_of_them],
        data=json_ld(data),
    )
