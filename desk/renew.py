"""What has changed since the last build, and nothing else: the steps of the pipeline, on the cache.

A full build knows nothing of the past: which upload has an address follows from the order of their keys alone, no
address leaves a redirect behind, and a bad upload is as none. So an upload that changed is judged as if it came for the
first time, and so is every one whose addresses it takes or frees: they come later in that order, so each is judged
once. What an article then owns, and which pages show it, is up to `index`, as everywhere.

Only what changes often comes this way: articles. What touches the whole site is built anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any

from msgspec.structs import replace

from desk.cache import Cache, Place, Useless
from desk.folder import Folder
from desk.output import REDIRECTS, Output, above, content_of, place_of, redirects
from desk.rehearsal import Hints, first
from desk.sqlite import ReadOnce
from desk.work import ReadProofs
from presswork.article.accept import Accepted, Rejected
from presswork.article.model import Address, ArticleId, Problem, Report, Settings, Value
from presswork.article.uploads import ARTICLES, MEDIA, id_of, key_of
from presswork.index import keys
from presswork.index.keys import Key
from presswork.index.rows import Record
from presswork.index.site import Index
from presswork.pages.page import Page
from presswork.pages.respond import respond
from presswork.pages.theme import STATIC
from presswork.steps.images import images
from presswork.steps.index import index
from presswork.steps.ports import Folders
from presswork.steps.release import release
from presswork.steps.validate import after, held, held_by, judge, proved, report_on, taken_by, writes


def wanted(records: Mapping[ArticleId, Record], uploads: Folders, settings: Settings) -> dict[str, list[Address]]:
    """The addresses that uploads want, all those of each that others have any of, by key."""
    found = {}
    for key in (key_of(article) for article, record in records.items() if record.wants):
        verdict = judge(uploads.get(key), settings, Record())
        found[key] = [*held(verdict.article)] if isinstance(verdict, Accepted) else []
    return found


def renew(
    changed: Collection[str], folder: Folder, uploads: Folders, site: Index, cache: Cache, now: datetime
) -> Renewal:
    """Bring the cache up to date with the uploads that changed, and with the clock. Useless: build anew."""
    _check(changed, site, cache)
    renewal = Renewal(folder, uploads, site, cache)
    renewal.judge(changed)
    renewal.index(now)
    return renewal


def _check(changed: Collection[str], site: Index, cache: Cache) -> None:
    """Whether what changed is of articles alone, or a picture that nobody has asked for yet."""
    pictures = [key.removeprefix(MEDIA) for key in changed if key.startswith(MEDIA)]
    asked_for = any(cache.table.get(keys.made(each)) or site.used(each) for each in pictures)
    if asked_for or any(not key.startswith((ARTICLES, MEDIA)) for key in changed):
        raise Useless("more than articles has changed")
    if cache.tells_of(MEDIA):
        raise Useless("a picture was rejected, and perhaps is no more")


class Renewal:
    """A build that goes on from the last one."""

    def __init__(self, folder: Folder, uploads: Folders, site: Index, cache: Cache) -> None:
        self._folder = folder
        self._uploads = uploads
        self._site = site
        self._table = cache.table
        self._cache = cache
        self._hints = Hints()
        self.reports: dict[str, Report] = {}
        """What the authors are told of what was judged, by key."""
        self._parting: dict[ArticleId, Record | None] = {}
        """Articles that are no more, and what their record is to be once `index` has seen to them."""
        self._claimed: set[Address] = set()
        """Addresses that have, or had, another owner."""

    # What the uploads are

    def judge(self, changed: Iterable[str]) -> None:
        """All uploads that changed, and those whose fate hangs on them, in the order of their keys."""
        waiting = [key for key in changed if key.startswith(ARTICLES)]
        heapify(waiting)
        last = ""
        while waiting:
            if (key := heappop(waiting)) != last:
                for each in self._judge(key):
                    heappush(waiting, each)
            last = key

    def _judge(self, key: str) -> list[str]:
        """One upload. Returns those that now must be judged again: all of them have later keys."""
        article, table = id_of(key), self._table
        old = table.get(keys.record(article)) or Record()
        upload = self._uploads.get(key)
        verdict = judge(upload, self._site.site().settings, Record())
        wanted = [*held(verdict.article)] if isinstance(verdict, Accepted) else []
        claims = zip(wanted, table.get_many([keys.claim(each) for each in wanted]), strict=True)
        others = {address: claim.id for address, claim in claims if claim and claim.id != article}
        taken = {address: owner for address, owner in others.items() if key_of(owner) < key}
        if isinstance(verdict, Accepted) and taken:
            told = (taken_by(address, owner) for address, owner in taken.items())
            verdict = Rejected((*verdict.problems, *told))
        if isinstance(verdict, Accepted):
            verdict = proved(verdict, Record(), self._site.proofs)
        new = after(Record(), verdict, upload, taken)
        report = report_on(key, new, verdict, upload)
        changes = dict(writes(article, old, new, report))
        free = self._let_go(article, old, new, changes)
        self._put(article, old, new if upload else None, changes)
        if upload:
            self.reports[key] = report
        self._cache.tell({key: report if upload else None})
        self._cache.want(key, wanted if taken else ())
        displaced = [] if taken else [key_of(owner) for owner in others.values()]
        come = [each for each in held_by(new) if each not in held_by(old) or each in others]
        waiting = [each for address in (*free, *come) for each in self._cache.wanting(address)]
        return [each for each in (*displaced, *waiting) if each > key]

    def _let_go(
        self, article: ArticleId, old: Record, new: Record, changes: dict[Key[Any], Value | None]
    ) -> list[Address]:
        """Take away the claims that the article has no more, unless others have them by now. Returns the free ones."""
        left = [each for each in held_by(old) if each not in held_by(new)]
        claims = zip(left, self._table.get_many([keys.claim(each) for each in left]), strict=True)
        free = [address for address, claim in claims if claim and claim.id == article]
        for each in left:
            del changes[keys.claim(each)]
        changes |= {keys.claim(each): None for each in free}
        self._claimed |= {*left, *held_by(new)}
        return free

    def _put(self, article: ArticleId, old: Record, new: Record | None, changes: dict[Key[Any], Value | None]) -> None:
        """Write what changes with an upload. `index` must see an article go before all of it goes."""
        if new is None:
            changes[keys.report(article)] = None
        if old.article and (new is None or new.article is None):
            self._parting[article] = new
            changes[keys.record(article)] = replace(old, state="removed", former=())
        elif new is None:
            changes[keys.record(article)] = None
        puts = {key: value for key, value in changes.items() if value is not None}
        self._table.write(puts, [key for key, value in changes.items() if value is None])
        self._hints.index([article])

    # What the site knows

    def index(self, now: datetime) -> None:
        """What the articles own, and what is due; then what follows from it, until nothing does."""
        while release(table=self._table, wakes=self._hints, now=now) or self._hints.to_index:
            while self._hints.to_index:
                article = first(self._hints.to_index)
                self._make_pictures(article)
                index(article, site=self._site, wakes=self._hints, now=now)
        if self._hints.to_rebuild:
            raise Useless("the navigation has changed")
        for article, record in self._parting.items():
            gone: list[Key[Any]] = [keys.standing(article), keys.indexed(article), keys.gone().at(article)]
            puts = {keys.record(article): record} if record else {}
            self._table.write(puts, gone if record else [*gone, keys.record(article)])

    def _make_pictures(self, article: ArticleId) -> None:
        """Those that nobody has shown before."""
        record = self._table.get(keys.record(article))
        shown = record.article.pictures if record and record.article and record.state == "published" else ()
        for source in shown:
            if MEDIA + source in self._folder.files and not self._table.get(keys.made(source)):
                from presswork.pictures.make import make  # with Pillow, which takes longer than all the rest

                port = self._site.renditions
                images(source, table=self._table, uploads=self._uploads, renditions=port, wakes=self._hints, make=make)

    # What readers see

    def write(self, output: Output) -> None:
        """The pages that show what changed. Useless before the first of them is written."""
        made = self.pages()
        before = {address: self._cache.place(address) for address in made}
        places = self._places(made)
        self._cache.put_places(places)
        for address, each in places.items():
            if each and self._cache.sharing(each.place) != {address}:
                raise Useless("two addresses need one file")
        kept = {each.place for each in places.values() if each}
        for each in before.values():
            if each and each.place not in kept:
                output.drop(each.place)
        for address, page in made.items():
            if page and (each := places[address]):
                output.put(each.place, content_of(page))
        if any(each and each.location for each in (*before.values(), *places.values())):
            _put_redirects(self._cache, output)

    def pages(self) -> dict[Address, Page | None]:
        """What stands now where another page may have stood, by address; None where nothing does any more."""
        work = self._cache.work
        site = Index(ReadOnce(self._cache.connection), ReadProofs(work), work)
        return {address: respond(address, site, STATIC) for address in sorted(self._touched())}

    def _touched(self) -> set[Address]:
        """Every address that was woken or changed hands, and those above: what lies below may change their file."""
        touched = self._hints.to_render | self._claimed
        parents = {each for address in touched for each in above(address)}
        return touched | {Address(each) for each in parents if "." in each.rpartition("/")[2]}

    def _places(self, made: Mapping[Address, Page | None]) -> dict[Address, Place | None]:
        """The file of each address at which something stands now."""
        places: dict[Address, Place | None] = {address: None for address, page in made.items() if not page}
        self._cache.put_places(places)  # nothing lies below another for their sake any more
        folders = {each for address, page in made.items() if page for each in above(address)}
        for address, page in made.items():
            if page:
                is_folder = address in folders or self._cache.is_folder(address)
                place = place_of(address, page, is_folder=is_folder)
                if isinstance(place, Problem):
                    raise Useless("an address can have no file")
                places[address] = Place(place, page.location)
        return places


def _put_redirects(cache: Cache, output: Output) -> None:
    if moved := cache.moved():
        output.put(REDIRECTS, redirects(moved))
    else:
        output.drop(REDIRECTS)
