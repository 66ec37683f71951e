"""What a web page tells of itself: in its <head>, in the data for search engines, in its text."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import NamedTuple

from desk.importing.matter import Members
from presswork.article.names import tidy
from presswork.article.tidy import first_tag

_META = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+)")
_LINKED = re.compile(r"<script\b[^>]*application/ld\+json[^>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
_TIME = re.compile(r"<time\b[^>]*\bdatetime\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1\s*>", re.IGNORECASE | re.DOTALL)
_CANONICAL = re.compile(r"<link\b[^>]*\brel\s*=\s*[\"']?canonical[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
_MOST_DATA = 100_000

_KEYS = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "description": ("description", "og:description", "twitter:description", "dc.description"),
    "author": ("author", "article:author", "dc.creator"),
    "date": (
        "article:published_time",
        "date",
        "dc.date",
        "dcterms.created",
        "datepublished",
        "publish_date",
        "pubdate",
    ),
    "modified": ("article:modified_time", "last-modified", "dcterms.modified", "datemodified", "modified"),
    "tags": ("article:tag", "keywords", "tags"),
    "category": ("article:section", "category"),
    "image": ("og:image", "twitter:image"),
}
_DATA = {"date": "datePublished", "modified": "dateModified", "author": "author", "title": "headline"}


class WebPage(NamedTuple):
    """A page's own words for its fields, by the names that front matter has for them."""

    members: Members
    canonical: str
    body: str


def opened(text: str) -> WebPage:
    """What a page tells, and the part of it that is its text."""
    members = dict(metas(text))
    data = _structured(text)
    for key, name in _DATA.items():
        if not members.get(key) and (found := data.get(name)):
            members[key] = _texts(found)
    html, title = first_tag("html", text), first_tag("title", text)
    heading = tidy(unescape(text[title.end :].partition("</")[0])) if title else ""
    first = _HEADING.search(text)
    members["title"] = _first_text(
        tidy(unescape(_TAGS.sub("", first[1]))) if first else "", str(members.get("title", "")), heading
    )
    if not members.get("date") and (time := _TIME.search(text)):
        members["date"] = time[1]
    if html and html.attributes.get("lang"):
        members["lang"] = html.attributes["lang"]
    canonical = _CANONICAL.search(text)
    return WebPage(members, _attributes(canonical[0]).get("href", "") if canonical else "", main_part(text))


def metas(text: str) -> Members:
    """The <meta> elements, and the <title>."""
    found: dict[str, list[str]] = {}
    for tag in _META.findall(text[:_MOST_DATA]):
        attributes = _attributes(tag)
        name = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        if name and (content := tidy(unescape(attributes.get("content") or attributes.get("contents", "")))):
            found.setdefault(name, []).append(content)
    members: Members = {}
    for key, names in _KEYS.items():
        values = next((found[name] for name in names if name in found), [])
        if values:
            members[key] = list(values) if key in {"tags", "author"} and len(values) > 1 else values[0]
    members |= {name: found[name][0] for name in ("slug", "status", "lang", "authors", "summary") if name in found}
    title = first_tag("title", text)
    if title:
        members["title"] = tidy(unescape(text[title.end :].partition("</")[0]))
    return members


def main_part(text: str) -> str:
    """What is in <article>, <main> or <body>, the first of these that there is once."""
    for name in ("article", "main", "body"):
        opening = list(re.finditer(rf"<{name}(?=[\s>])[^>]*>", text, re.IGNORECASE))
        closing = list(re.finditer(rf"</{name}\s*>", text, re.IGNORECASE))
        if len(opening) == 1 and len(closing) <= 1:
            end = closing[0].start() if closing and closing[0].start() > opening[0].end() else len(text)
            return text[opening[0].end() : end]
    return text


def _structured(text: str) -> dict[str, object]:
    """JSON-LD of an article; an empty map if there is none."""
    for found in _LINKED.finditer(text):
        try:
            data = json.loads(found[1][:_MOST_DATA])
        except (ValueError, RecursionError):
            continue
        for each in data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else ():
            if isinstance(each, dict) and "datePublished" in each:
                return each
    return {}


def _texts(found: object) -> str:
    if isinstance(found, dict):
        found = found.get("name", "")
    if isinstance(found, list):
        return ", ".join(filter(None, map(_texts, found)))
    return found if isinstance(found, str) else ""


def _first_text(*texts: str) -> str:
    return next(filter(None, texts), "")


def _attributes(tag: str) -> dict[str, str]:
    return {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(tag)}
