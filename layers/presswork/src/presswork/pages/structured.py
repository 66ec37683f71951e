"""What search engines read of an article: schema.org's NewsArticle and its place in the site, as JSON-LD.

After https://developers.google.com/search/docs/appearance/structured-data/article and …/breadcrumb. The headline is
whole, whatever its length: who shows it shortens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from presswork.article import names
from presswork.article.model import Article, Correction
from presswork.pages import words
from presswork.pages.press import Head, Link, Press, json_ld, list_links
from presswork.pages.profiles import About


def data(article: Article, head: Head, told: Mapping[str, About], press: Press) -> str:
    """JSON that is safe within a script element. `told`: of its authors, by slug."""
    graph = [_article(article, head, told, press)]
    if article.card.sections:
        graph.append(_breadcrumb(article, head, press))
    return json_ld({"@context": "https://schema.org", "@graph": graph})


def _article(article: Article, head: Head, told: Mapping[str, About], press: Press) -> dict[str, Any]:
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
            _person(link, told.get(names.slug(link.text)), press) for link in list_links("author", card.authors)
        ],
        "articleSection": card.sections,
        "keywords": card.topics,
        "correction": [_correction(each, press) for each in article.corrections],
        "publisher": {"@type": "Organization", "name": press.settings.title, "url": press.url("/")},
    }
    return {key: value for key, value in found.items() if value}


def _person(link: Link, told: About | None, press: Press) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "Person", "name": link.text, "url": press.url(link.href)}
    if told and told.image:
        found["image"] = press.url(told.image.src)
    return found | ({"sameAs": told.same_as} if told and told.same_as else {})


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
