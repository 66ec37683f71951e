"""Why an address changes when some articles do, in a person's words: by what its page shows, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from presswork.article.model import Address, Article, ArticleId, Card
from presswork.article.uploads import MEDIA
from presswork.index import keys, lists
from presswork.index.rows import Standing
from presswork.index.site import Index
from presswork.pages import addresses
from presswork.pages.addresses import ArticlePage, DayPage, FeedFile, ListPage, MonthPage, NamesPage, PictureFile

FOLLOW_UPS = 50
SETTINGS = "the site's settings"
NAVIGATION = "the navigation"


class Reasons:
    """The site before and after, and the articles whose uploads change."""

    def __init__(self, before: Index, after: Index, articles: Sequence[ArticleId]) -> None:
        self._sites = (before, after)
        self._articles = {*articles}
        was, will_be = before.site(), after.site()
        self._everywhere = [SETTINGS] if was.settings != will_be.settings else []
        self._everywhere += [NAVIGATION] if was.menu != will_be.menu else []
        self._shown = [each for site in self._sites for each in site.live(articles)]

    def of(self, address: Address) -> tuple[str, ...]:
        """Never empty."""
        found = [*self._everywhere]
        match addresses.parse(address):
            case ListPage(name):
                found += [self._list(name)]
            case MonthPage(name, year, month):
                found += [f"{self._list(name)}, {year}-{month:02}"]
            case FeedFile(name):
                found += [f"feed, {self._list(name)}"]
            case DayPage(year, month, day):
                found += [f"{self._list(lists.ALL)}, {year}-{month:02}-{day:02}"]
            case NamesPage(kind):
                found += [f"index of {kind}s"]
            case PictureFile(source):
                found += [f"picture {MEDIA}{source}"]
            case ArticlePage():
                found += self._of_article(address)
            case other:
                found += [_words(type(other).__name__)]
        return tuple(dict.fromkeys(found))

    def _list(self, name: str) -> str:
        """`front page`, `list: section Harbour`, as one of the articles spells it."""
        if name == lists.ALL:
            return "list: all articles"
        kind, _, slug = name.partition(":")
        named = [each.card for each in self._shown if name in lists.of(each.card)]
        return f"list: {kind} {lists.spelling(name, named[-1]) if named else slug}"

    def _of_article(self, address: Address) -> list[str]:
        """Of an address that an article has, or had."""
        before, after = (site.claim(address) for site in self._sites)
        owner = after or before
        if owner is None:
            return ["its address"]
        taken_over = [f"taken over from {before.id}"] if before and before.id != owner.id else []
        standing = self._sites[1].standing(owner.id)
        if owner.id not in self._articles:
            return taken_over or [*self._shows(owner.id)] or [self._by_itself(owner.id)]
        return [self._own(address, standing), *taken_over]

    def _own(self, address: Address, standing: Standing) -> str:
        article = standing.article
        if article is None:
            return f"the article itself: {standing.state}"
        if article.card.address == address:
            return "the article itself"
        return "redirect from its alias" if address in article.aliases else "redirect from its old address"

    def _shows(self, other: ArticleId) -> Iterator[str]:
        """In what roles the page of another article shows the changed ones, or has shown them."""
        for site in self._sites:
            standing = site.standing(other)
            if standing.article:
                yield from self._neighbours(site, standing.article.card)
                yield from self._related(site, standing, standing.article)

    def _neighbours(self, site: Index, card: Card) -> Iterator[str]:
        position = keys.position(card)
        sides = {"previous": site.older(lists.ALL, position, 1), "next": site.newer(lists.ALL, position, 1)}
        yield from (f"{side} article" for side, cards in sides.items() if self._name(cards))

    def _related(self, site: Index, standing: Standing, article: Article) -> Iterator[str]:
        follow_ups = [card for _, card in site.follow_ups(article.id, FOLLOW_UPS)]
        pinned = [each.card for each in site.resolve(article.pinned)] if article.pinned else []
        if self._name([*follow_ups, *pinned]) or {each.id for each in standing.related} & self._articles:
            yield "shows it as related"
        if self._name(site.translations(article.translation_of or article.id)):
            yield "shows it as a translation"

    def _by_itself(self, article: ArticleId) -> str:
        """Of the page of an article that shows none of the changed ones."""
        before, after = (site.standing(article) for site in self._sites)
        if before.article is None and after.article:
            return "waited for the address"
        if before.related != after.related:
            return "its related articles change"
        authors = after.article.card.authors if after.article else ()
        told, will_tell = (site.profiles(authors) for site in self._sites)
        return "tells of its authors" if told != will_tell else "shows what else changes"

    def _name(self, cards: Sequence[Card]) -> bool:
        return any(card.id in self._articles for card in cards)


def _words(name: str) -> str:
    """`NothingPage` is the `nothing page`: page kinds that this module does not know are named by their route."""
    return re.sub(r"(?<=.)([A-Z])", r" \1", name).lower()
