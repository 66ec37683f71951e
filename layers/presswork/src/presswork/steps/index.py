"""index: everything that an article owns in the table is brought up to date, and every page that shows it is woken.

Never runs twice at once for one article (its FIFO group). The order is what makes it converge; see `index` below.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from msgspec.structs import replace

from presswork.article import uploads
from presswork.article.model import Address, Article, ArticleId, Card, Digest, MenuEntry, Settings
from presswork.index import keys, lists, owned, related, shown
from presswork.index.choose import choose, what_counts
from presswork.index.keys import Key
from presswork.index.navigation import navigation
from presswork.index.rows import Indexed, Owned, Record, Site, Standing, Taken
from presswork.index.site import Index
from presswork.index.table import Query, Table
from presswork.pages import addresses
from presswork.pages import wakes as page_wakes
from presswork.pages.edition import edition
from presswork.steps import names
from presswork.steps.ports import TRIES, Busy, Wakes


def index(article: ArticleId, *, site: Index, wakes: Wakes, now: datetime) -> None:
    """Bring the article's rows up to date with its record as of `now`, and wake what shows it.

    0. Note that it is taken up: a hint sent before this is answered by it, one sent from now on is not.
    1. Read what was committed, and what a crashed run may have written (pending).
    2. Write ahead what is about to be written, as pending.
    3. Put all that the article should own, delete all else that it may own: first that it shows its pictures, and see
       only then what has become of them, since `images` hints whoever it finds there. Only then see to the names of its
       lists (`names` says why), and look for related articles: of two articles indexed at once, whichever writes later
       sees the other, or is hinted by it.
    4. Wake every page that reads any row that may have existed since the last commit, not merely the difference:
       another article's page may have shown a half-written state.
       If it is a standing page in the navigation, that is every page: a rebuild.
    5. Hint to the newer articles whose windows it has entered or left: their related links are theirs to write.
    6. Commit, last: until then a redelivery does all of it again.
    """
    table = site.table
    count = _take_up(table, article)
    read = table.snapshot([keys.indexed(article), keys.record(article)])
    before, record = read.get(keys.indexed(article)) or Indexed(), read.get(keys.record(article))
    if record is None or record.article is None:
        return  # never accepted: nothing was ever shown
    stands = owned.standing(record, now)
    own = owned.owned(record, stands, now)
    crashed = before.pending != ()

    moved = crashed or not before.owns(own)
    ahead = _write_ahead(table, article, before, own, _proofs(record), needed=not before.owns(own))
    stands = shown.with_pictures(stands, table, owned.use_rows(article, own) if moved else {})
    change = Change(article, before, stands, own_addresses(record, before))
    ahead = _write_ahead(table, article, ahead, own, _proofs(record), needed=change.differs)
    if change.rows(own) or crashed:
        there = set() if change.values or crashed else owned.own_keys(article, before.committed)
        _write_rows(table, article, stands.article, own, ahead, there)
    # Read once, and only now: should the settings change from here on, no page made with the new ones shows an entry
    # that is gone. (The time zone decides which pages those are.)
    made_of = site.site()
    anew = crashed or before.edition not in ("", edition(made_of))
    if change.moves(own) or anew:
        names.keep(table, article, own, count)
        names.drop(table, change.left(own))
    if stands.article:
        chosen = choose(stands.article, site)
        stands, own = replace(stands, related=chosen), replace(own, cites=chosen)
        ahead = _write_ahead(table, article, ahead, own, _proofs(record), needed=own not in ahead.committed)
    settled = Indexed((own,), (), _proofs(record), stands, edition(made_of))
    woken = own_addresses(record, before)
    if ahead != settled:
        _write_standing(table, article, stands, own, ahead)
        change = Change(article, before, stands, woken)
        if change.menu or (crashed and uploads.is_page(article)):
            _navigate(table, wakes)
        touched = [*ahead.committed, *ahead.pending]
        woken = (
            woken
            | change.pages(site, made_of.settings, touched, everything=anew)
            | change.renditions(table, touched, everything=anew)
        )
        _hint(sorted(change.hints(table, touched, everything=crashed)), table, wakes)
    wakes.render(woken)
    if ahead != settled:
        for proof in {*ahead.proofs} - {*settled.proofs}:
            site.proofs.delete(proof)
        table.write({keys.indexed(article): settled})


class Change(NamedTuple):
    """What differs between the committed state of an article and the present one, as far as others see it."""

    article: ArticleId
    before: Indexed
    stands: Standing
    addresses: Collection[Address]
    """All that ever were its own."""

    @property
    def old(self) -> Article | None:
        return self.before.standing.article if self.before.standing else None

    @property
    def new(self) -> Article | None:
        return self.stands.article

    @property
    def card(self) -> bool:
        """Whether any page shows another card, or one more or less."""
        return _card(self.old) != _card(self.new)

    @property
    def menu(self) -> bool:
        """Whether the navigation shows a standing page otherwise, or one more or less."""
        return _menu(self.old) != _menu(self.new)

    @property
    def relations(self) -> bool:
        """Whether other articles may find it more or less related."""
        return (what_counts(self.old) if self.old else None) != (what_counts(self.new) if self.new else None)

    @property
    def text(self) -> bool:
        """Whether the body may be another, or its pictures."""
        pictures = self.before.standing.pictures if self.before.standing else ()
        before = (self.old.proof, pictures) if self.old else None
        return before != ((self.new.proof, self.stands.pictures) if self.new else None)

    @property
    def values(self) -> bool:
        """Whether its list entries, postings or entry in the navigation say something else."""
        return self.card or self.relations or self.menu

    def rows(self, own: Owned) -> bool:
        """Whether its rows differ, by what they say or by which they are."""
        return self.values or not self.before.owns(own)

    @property
    def differs(self) -> bool:
        """Whether the article itself differs, or what its pictures have become."""
        pictures = self.before.standing.pictures if self.before.standing else ()
        return (self.old, pictures) != (self.new, self.stands.pictures)

    def moves(self, own: Owned) -> bool:
        """Whether it stands elsewhere in its sections and topics, or in others: for a moment it may stand nowhere."""
        stood = {(each.position, lists.named(each.lists)) for each in self.before.committed}
        return (own.position, lists.named(own.lists)) not in stood

    def left(self, own: Owned) -> list[str]:
        """The lists in which it may have stood, and stands no more."""
        stood = {name for each in (*self.before.committed, *self.before.pending) for name in each.lists}
        return sorted(stood - {*own.lists})

    def pages(self, site: Index, settings: Settings, touched: Sequence[Owned], *, everything: bool) -> set[Address]:
        """The addresses of other pages to wake; `everything`: whatever differs, all that can have been seen counts."""
        woken: set[Address] = set()
        if everything or self.card:
            for position, of in {(each.position, each.lists) for each in touched if each.position}:
                woken |= page_wakes.readers_at(of, position, site, settings)
                woken |= page_wakes.pages_near(of, position) if everything else set()
            woken |= self._showing(site.table) | self._translated(site, touched)
            woken |= page_wakes.WITH_PAGES if uploads.is_page(self.article) else set()
        if self.text and not uploads.is_page(self.article):
            woken |= page_wakes.WITH_TEXT
        if len({lists.NEWS in each.lists for each in touched}) > 1:
            woken |= page_wakes.WITH_NEWS
        if everything or self.card or len({each.cites for each in touched}) > 1:
            targets = sorted({each.id for own in touched for each in own.cites})
            woken |= {each.card.address for each in site.live(targets)}
        return woken

    def renditions(self, table: Table, touched: Sequence[Owned], *, everything: bool) -> set[Address]:
        """Where the renditions stand of all its pictures, if it shows others now. Reads what has become of them anew.

        If a picture has changed meanwhile, `images` wakes those of before, and those of now.
        """
        shown_before = {each.pictures for each in self.before.committed or (Owned(),)}
        if not everything and shown_before == {each.pictures for each in touched}:
            return set()
        made = shown.made_of(sorted({source for own in touched for source in own.pictures}), table)
        return {address for each in made.values() for address in addresses.renditions(each)}

    def _showing(self, table: Table) -> set[Address]:
        """The pages of the articles that chose this one as related, or that name it."""
        shelves = [keys.cited(self.article)]
        for name in (self.article, *self.addresses):
            shelves += [keys.referring(kind, name) for kind in keys.REFERENCE_KINDS]
        return {row.value.address for rows in table.query_many([Query(each) for each in shelves]) for row in rows}

    def _translated(self, site: Index, touched: Sequence[Owned]) -> set[Address]:
        """The pages of the articles that this one is, or was, a translation of, and of their other translations."""
        named = {each.removeprefix("TRANSLATION#") for own in touched for each in own.references if each[0] == "T"}
        return {card.address for name in sorted(named) for card in site.translations(name)}

    def hints(self, table: Table, touched: Sequence[Owned], *, everything: bool) -> set[ArticleId]:
        """The newer articles that have, or had, this one in a window: at most WINDOW for each term.

        Where no article at all is newer, the terms need not be asked: one that comes now finds this one's postings.
        """
        if not (everything or self.relations):
            return set()
        oldest = min((each.position for each in touched if each.position), default=None)
        if oldest is None or not self._newer(table, oldest):
            return set()
        terms = {(own.lang, word, own.position) for own in touched for word in own.terms}
        windows = [Query(keys.postings(lang, word), after=at, limit=related.WINDOW) for lang, word, at in sorted(terms)]
        found = {keys.id_at(row.sort) for rows in table.query_many(windows) for row in rows}
        citing = table.query(Query(keys.cited(self.article)))
        return (found | {row.value.id for row in citing}) - {self.article}

    def _newer(self, table: Table, position: str) -> bool:
        found = table.query(Query(keys.entries(lists.ALL), after=position, limit=2))
        return any(row.value.id != self.article for row in found)


def _take_up(table: Table, article: ArticleId) -> int:
    """Note that an article is taken up once more. Returns how often it was."""
    count = (table.get(keys.taken(article)) or Taken()).count + 1
    table.write({keys.taken(article): Taken(count)})
    return count


def _hint(articles: Sequence[ArticleId], table: Table, wakes: Wakes) -> None:
    """Hint to articles, each at most once until it is taken up: in a burst each would else be hinted by all others.

    The count is read after all that the hint is about was written. So a hint of the same count that is still on its
    way is taken up later than that, and sees it.
    """
    if articles:
        counts = table.get_many([keys.taken(each) for each in articles])
        wakes.hint({each: (found or Taken()).count for each, found in zip(articles, counts, strict=True)})


def _card(article: Article | None) -> Card | None:
    return article.card if article else None


def _menu(article: Article | None) -> MenuEntry | None:
    return article.menu if article else None


def _proofs(record: Record) -> tuple[Digest, ...]:
    """The proof that a page may need, now or when the article's time comes."""
    return (record.article.proof,) if record.article and record.state == "published" else ()


def own_addresses(record: Record, before: Indexed) -> set[Address]:
    """Every address that is, or was, the article's own. They are woken always: that is what heals a lost page."""
    last = before.standing.article if before.standing else None
    present = [each for each in (record.article, last) if each]
    return {*record.former} | {address for each in present for address in (each.card.address, *each.aliases)}


def _write_ahead(
    table: Table, article: ArticleId, indexed: Indexed, own: Owned, proofs: Collection[Digest], *, needed: bool
) -> Indexed:
    """Note as pending what is about to be written, unless all of it is noted already."""
    if not needed or own in indexed.pending:
        return indexed
    ahead = replace(indexed, pending=(*indexed.pending, own), proofs=tuple(sorted({*indexed.proofs, *proofs})))
    table.write({keys.indexed(article): ahead})
    return ahead


def _write_rows(
    table: Table, article: ArticleId, live: Article | None, own: Owned, ahead: Indexed, there: Collection[Key[Any]]
) -> None:
    """List entries, postings and due rows: all that it should own, and nothing else that it may own.

    `there`: those that stand already, and say what they should.
    """
    puts = owned.other_rows(article, own)
    if live:
        puts |= owned.list_rows(live.card, own) | owned.posting_rows(live, own) | owned.reference_rows(live.card, own)
        puts |= owned.page_rows(live, own)
    kept = puts.keys() | owned.use_rows(article, own).keys()
    stale = owned.own_keys(article, [*ahead.committed, *ahead.pending]) - kept
    table.write({key: value for key, value in puts.items() if key not in there}, stale)


def _navigate(table: Table, wakes: Wakes) -> None:
    """Bring the navigation up to date with the rows of the standing pages, and have every page made again.

    A compare-and-swap, and the rows are read after the settings: of two standing pages indexed at once, the last to
    swap has seen the rows of both. It swaps though nothing may differ, so that one who has read older rows cannot.
    """
    for _ in range(TRIES):
        seen = table.snapshot([keys.site()])
        before = seen.get(keys.site()) or Site()
        after = replace(before, revision=before.revision + 1, menu=navigation(table))
        if after.menu != before.menu:
            after = replace(after, changed=after.revision)
        if table.swap(seen, {keys.site(): after}):
            wakes.rebuild("", "")
            return
    raise Busy("the navigation")


def _write_standing(table: Table, article: ArticleId, stands: Standing, own: Owned, ahead: Indexed) -> None:
    """How it stands, and its card with those that it cites."""
    puts = owned.citation_rows(stands.article.card, own) if stands.article else {}
    stale = owned.citation_keys(article, [*ahead.committed, *ahead.pending]) - puts.keys()
    table.write({keys.standing(article): stands, **puts}, stale)
