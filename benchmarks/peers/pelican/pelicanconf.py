"""Pelican's settings, and in a few lines what it has no words for: neighbours, and related articles by their topics."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from pelican import signals  # type: ignore[import-not-found]  # it has an environment of its own

SITENAME, SITEURL = "The Harbour Post", "https://example.com"
PATH, ARTICLE_PATHS, OUTPUT_PATH = "content", ["articles"], "public"
THEME, TIMEZONE, DEFAULT_LANG = "theme", "UTC", "en"
ARTICLE_URL, ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}/", "{date:%Y}/{date:%m}/{slug}/index.html"
DIRECT_TEMPLATES, SITEMAP_SAVE_AS = ["index", "tags", "categories", "sitemap"], "sitemap.xml"
PAGINATED_TEMPLATES = {"index": None, "tag": None, "category": None, "author": None}
DEFAULT_PAGINATION, DEFAULT_ORPHANS = 30, 0
FEED_ALL_RSS, CATEGORY_FEED_RSS, AUTHOR_FEED_RSS = "feed.xml", "feeds/{slug}.xml", "feeds/authors/{slug}.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 30
CACHE_CONTENT, LOAD_CONTENT_CACHE, CONTENT_CACHING_LAYER = True, True, "reader"
DELETE_OUTPUT_DIRECTORY = False


def relate(generator: Any) -> None:
    articles = sorted(generator.articles, key=lambda each: each.date, reverse=True)
    by_topic: defaultdict[object, list[int]] = defaultdict(list)
    for number, each in enumerate(articles):
        each.newer = articles[number - 1] if number else None
        each.older = articles[number + 1] if number + 1 < len(articles) else None
        for tag in each.tags:
            by_topic[tag].append(number)
    for number, each in enumerate(articles):
        shared = Counter(other for tag in each.tags for other in by_topic[tag] if other != number)
        each.related = [articles[other] for other, _ in shared.most_common(5)]


signals.article_generator_finalized.connect(relate)
