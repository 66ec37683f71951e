"""What search engines read of an article: schema.org's NewsArticle and its place in the site, as JSON-LD.

After https://developers.google.com/search/docs/appearance/structured-data/article and …/breadcrumb. The headline is
whole, whatever its length: who shows it shortens it.
"""

from __future__ import annotations

from typing import Any

from msgspec import json

from presswork.article.model import Article, Correction
from presswork.pages import words
from presswork.pages.press import Head, Link, Press, list_links


def data(article: Article, head: Head, press: Press) -> str:
    """JSON that is safe within a script element: `<`, `>` and `&` are escaped."""
    graph = [_article(article, head, press)]
    if article.card.sections:
        graph.append(_breadcrumb(article, head, press))
    text = json.encode({"@context": "https://schema.org", "@graph": graph}).decode()
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def _article(article: Article, head: Head, press: Press) -> dict[str, Any]:
    card = article.card
    found = {
        "@type": "NewsArticle",
        "headline": card.title,
        "description": card.summary,
        "inLanguage": card.lang,
        "datePublished": head.published,
        "dateModified": head.modified,
        "mainEntityOfPage": {"@type": "WebPage", "@id": head.canonical},
        "image": [head.image] if head.image else [],
        "author": [
            {"@type": "Person", "name": link.text, "url": press.url(link.href)}
            for link in list_links("author", card.authors)
        ],
        "articleSection": card.sections,
        "keywords": card.topics,
        "correction": [_correction(each, press) for each in article.corrections],
        "publisher": {"@type": "Organization", "name": press.settings.title, "url": press.url("/")},
    }
    return {key: value for key, value in found.items() if value}


def _correction(correction: Correction, press: Press) -> dict[str, Any]:
    found = {"@type": "CorrectionComment", "text": correction.text}
    return {**found, "datePublished": press.stamp(correction.date)} if correction.date else found


def _breadcrumb(article: Article, head: Head, press: Press) -> dict[str, Any]:
    """The way that the page shows: from the front page through the first section to the article."""
    card = article.card
    front = Link("/", words.of(card.lang).front_page)
    way = [front, *list_links("section", card.sections[:1]), Link(head.canonical, card.title)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": link.text, "item": press.url(link.href)}
            for position, link in enumerate(way, 1)
        ],
    }
