"""A world in memory for the real steps: it interleaves them, crashes them and delivers messages twice, at any access.

Every step runs in a greenlet that stops before each single read or write of shared state. A scheduler with a seed
decides who goes on, who crashes there, and what is delivered next. Queues deliver at least once; of the FIFO ones, one
message a group at a time. The CDN is the worst that there can be: it keeps every version that ever stood at an address,
until an invalidation names it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, Literal, NamedTuple, ParamSpec, TypeAlias, TypeVar

from greenlet import GreenletExit, getcurrent, greenlet
from msgspec import json
from msgspec.structs import replace

from presswork.article.limits import UPLOAD_BYTES
from presswork.article.model import Address, ArticleId, Digest, Problem, Proof, Rendered, Report, Upload, Value
from presswork.article.names import slug
from presswork.article.uploads import FOLDERS, MEDIA
from presswork.index import keys
from presswork.index.keys import Key, V
from presswork.index.memory import MemoryTable
from presswork.index.rows import Author, Record
from presswork.index.site import Index, ProofMissing
from presswork.index.table import Query, Row, Snapshot
from presswork.pages import addresses, tags
from presswork.pages.page import Page, came, left
from presswork.pages.theme.own import ThemeMissing
from presswork.pictures.renditions import Drawn, Make, Refused, hash_of, names, widths_for
from presswork.steps import announce as announce_step
from presswork.steps.build import all_addresses, fill, pages
from presswork.steps.events import ArticleRejected, Event
from presswork.steps.images import images
from presswork.steps.index import index
from presswork.steps.invalidate import Change, invalidate, item_of
from presswork.steps.ports import CdnBusy, Replaced, SiteObject, Write
from presswork.steps.rebuild import rebuild
from presswork.steps.receive import receive
from presswork.steps.release import release
from presswork.steps.render import render
from presswork.steps.walk import walk

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FIFO = {"index", "render"}


Effect: TypeAlias = Literal["before", "after", "kill"]
"""A call fails before it takes effect, or after; or its process is killed before it."""
Built: TypeAlias = dict[bytes, dict[Address, Page]]
"""Full builds, by what they were made of."""
P = ParamSpec("P")
R = TypeVar("R")


class Fault(Exception):
    """A call failed, or its answer was lost."""


class Killed(BaseException):
    """The process ended there: nothing of it may run any more, not even what catches errors."""


class Stuck(Exception):
    """What is to be done is done again and again, and never ends."""


class Message(NamedTuple):
    """A hint in a queue; `number` tells equal ones apart."""

    group: str
    body: tuple[str, ...]
    number: int


class Kept(NamedTuple):
    """A version of a page that the CDN may have kept."""

    page: Page
    version: str


@dataclass
class Run:
    """A step that is under way, with the messages that it was given: `invalidate` takes many at once."""

    queue: str
    messages: Sequence[Message]
    coroutine: greenlet
    speed: float
    """Some runs are so slow that the world has changed before their next access."""


def access(do: Callable[Concatenate[Any, P], R]) -> Callable[Concatenate[Any, P], R]:
    """One read or write of shared state: a moment at which others may come first, and at which the step may die."""

    @wraps(do)
    def watched(port: Any, *args: P.args, **kwargs: P.kwargs) -> R:
        port.world.before_access()
        result = do(port, *args, **kwargs)
        port.world.after_access()
        return result

    return watched  # type: ignore[return-value]  # mypy wants the first parameter without a name


@dataclass
class Rows:
    """A MemoryTable, every single row of which is an access of its own."""

    world: World
    table: MemoryTable

    @access
    def get(self, key: Key[V]) -> V | None:
        return self.table.get(key)

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        return [self.get(key) for key in keys]

    @access
    def query(self, query: Query[V]) -> list[Row[V]]:
        return self.table.query(query)

    def query_many(self, queries: Sequence[Query[V]]) -> list[list[Row[V]]]:
        return [self.query(query) for query in queries]

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        for key, value in puts.items():
            self._write({key: value}, [])
        for key in sorted(deletes, key=lambda key: key[:2]):
            self._write({}, [key])

    @access
    def _write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]]) -> None:
        self.table.write(puts, deletes)

    def snapshot(self, keys: Iterable[Key[Any]]) -> Snapshot:
        found = Snapshot({}, {})
        for key in keys:
            found |= self._snapshot(key)
        return found

    @access
    def _snapshot(self, key: Key[Any]) -> Snapshot:
        return self.table.snapshot([key])

    @access
    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        """As DynamoTable, whose versions are hashes: what was written again as it was has not changed."""
        changed = any(self.table.get(key) != value for key, value in seen.values.items())
        return not changed and self.table.swap(Snapshot({}, {}), writes)


@dataclass
class World:
    """The buckets, the table, the queues and the CDN, with a clock that moves and a scheduler that plays tricks."""

    seed: int
    crash: float = 0.03
    now: datetime = START
    uploads: dict[str, Upload] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    proofs: dict[Digest, Proof] = field(default_factory=dict)
    renditions: dict[tuple[str, str], bytes] = field(default_factory=dict)
    make: Make = field(default_factory=lambda: made_up)
    """How pictures are made."""
    site: dict[Address, Page] = field(default_factory=dict)
    objects: dict[Address, SiteObject] = field(default_factory=dict)
    written: dict[str, tuple[Address, Replaced]] = field(default_factory=dict)
    """What each version of the site bucket notes of what it took the place of."""
    told: list[Event] = field(default_factory=list)
    """What the world outside has heard."""
    told_early: list[Event] = field(default_factory=list)
    """What it has heard before it was so."""
    stood: set[tuple[str, int]] = field(default_factory=set)
    """The articles that ever stood at their own addresses: by file and revision."""
    tagged: bool = True
    """The CDN knows cache tags."""
    unknown: float = 0.05
    """How often it cannot be known what a write took the place of: versions do not stay for ever."""
    kept: dict[str, list[Kept]] = field(default_factory=dict)
    """What the CDN may have kept of each path."""
    references: set[str] = field(default_factory=set)
    hinted: set[tuple[ArticleId, int]] = field(default_factory=set)
    invalidated: list[str] = field(default_factory=list)
    handled: list[Address] = field(default_factory=list)
    """The addresses of the changes of which the CDN was told, so far as it needs to be told."""
    looked_at: dict[Address, str | None] = field(default_factory=dict)
    """What those saw last who were told to look at an address, from a CDN as slow as can be; None: nothing."""
    changed: list[Address] = field(default_factory=list)
    rendered: list[Address] = field(default_factory=list)
    vain: list[str] = field(default_factory=list)
    """Pages that were written, or forgotten by the CDN, without need."""
    table: MemoryTable = field(default_factory=MemoryTable)
    queues: dict[str, list[Message]] = field(
        default_factory=lambda: {
            name: [] for name in ("upload", "media", "index", "render", "invalidate", "announce", "rebuild")
        }
    )
    runs: list[Run] = field(default_factory=list)
    fault: tuple[int, Effect] | None = None
    """The access at which a call fails, or the process is killed."""
    meanwhile: tuple[int, Callable[[World], None]] | None = None
    """The access before which something else happens, as if another had done it."""
    accesses: int = 0
    built: Built = field(default_factory=dict)
    """Worlds that come to the same end may share them."""

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.numbers = 0
        self.index = Index(Rows(self, self.table), Proofs(self), Renditions(self))

    # What people do

    def upload(self, key: str, text: str | None) -> None:
        """Put an object, or delete it (None). Its event may come late, in any order, and more than once."""
        self.numbers += 1
        if text is None:
            self.uploads.pop(key, None)
        else:
            body = text.encode()
            self.uploads[key] = Upload(key, body, self.now, str(self.numbers), len(body))
        queue = self.queues["media" if key.startswith(MEDIA) else "upload"]
        for _ in range(1 + (self.random.random() < 0.3)):
            queue.insert(self.random.randrange(len(queue) + 1), self._message(key, key))

    def pass_time(self, by: timedelta) -> None:
        """The clock moves on, and `release` looks at what is due."""
        self.now += by
        release(table=self.table, wakes=Wakes(self), now=self.now)

    # The scheduler

    def before_access(self) -> None:
        """Give the others a chance, if this is a step and not the test itself."""
        scheduler = getcurrent().parent
        if scheduler is None:
            return
        self.accesses += 1
        if self.fault == (self.accesses, "before"):
            raise Fault
        if self.fault == (self.accesses, "kill"):
            raise Killed
        if self.meanwhile and self.meanwhile[0] == self.accesses:
            self.meanwhile[1](self)
        scheduler.switch()

    def after_access(self) -> None:
        """The access has taken effect; its answer may be lost."""
        if getcurrent().parent is not None and self.fault == (self.accesses, "after"):
            raise Fault

    def step(self) -> bool:
        """Start, continue, crash or end one run. False when all queues are empty and nothing runs."""
        free = self._deliverable()
        if free and (not self.runs or (len(self.runs) < 5 and self.random.random() < 0.3)):
            self._start(*self.random.choice(free))
        elif self.runs:
            speeds = [run.speed for run in self.runs]
            self._continue(self.random.choices(range(len(self.runs)), speeds)[0])
        return bool(self.runs or any(self.queues.values()))

    def settle(self, limit: int = 300_000) -> None:
        """Until nothing is left to do."""
        for _ in range(limit):
            if not self.step():
                return
        raise Stuck(f"seed {self.seed}: still busy after {limit} steps: {self.queues}")

    def send(self, queue: str, group: str, *body: str) -> None:
        waiting = self.queues[queue]
        # Bursts are coalesced: a second message for an address may be dropped while the first has not been delivered.
        if queue == "render" and any(each.group == group for each in waiting) and self.random.random() < 0.5:
            return
        waiting.append(self._message(group, *body))

    def _message(self, group: str, *body: str) -> Message:
        self.numbers += 1
        return Message(group, body, self.numbers)

    def _deliverable(self) -> list[tuple[str, Message]]:
        found = []
        for queue, messages in self.queues.items():
            running = {each.group for run in self.runs if run.queue == queue for each in run.messages}
            busy = running if queue in FIFO else set()
            for message in messages:
                if message.group not in busy:
                    found.append((queue, message))
                if queue in FIFO:
                    busy.add(message.group)
        return found

    def _start(self, queue: str, message: Message) -> None:
        messages = [message]
        if queue == "invalidate":
            others = [each for each in self.queues[queue] if each is not message]
            messages += self.random.sample(others, min(len(others), self.random.choice([0, 3, 10, 1000])))
        for each in messages:
            self.queues[queue].remove(each)
        run = Run(queue, messages, greenlet(lambda: self.do(queue, *messages)), self.random.choice([1, 1, 0.02]))
        self.runs.append(run)
        self._continue(len(self.runs) - 1)

    def _continue(self, place: int) -> None:
        run = self.runs[place]
        crashed = self.random.random() < self.crash
        if crashed:
            run.coroutine.throw(GreenletExit)
        else:
            try:
                run.coroutine.switch()
            except (ProofMissing, ThemeMissing, CdnBusy, Fault, Killed):
                crashed = True  # retryable: redelivered
        if crashed or run.coroutine.dead:
            del self.runs[place]
            if crashed or self.random.random() < 0.05:
                self.queues[run.queue][:0] = run.messages  # delivered again

    def do(self, queue: str, *messages: Message) -> None:
        """What the function of a queue does with messages."""
        if queue == "invalidate":
            self._invalidate(messages)
            return
        wakes = Wakes(self)
        (message,) = messages
        match queue, message.body:
            case "upload", (key,):
                receive(
                    key,
                    table=self.index.table,
                    uploads=Uploads(self),
                    proofs=self.index.proofs,
                    wakes=wakes,
                    bus=Bus(self),
                )
            case "media", (key,):
                images(
                    key.removeprefix(MEDIA),
                    table=self.index.table,
                    uploads=Uploads(self),
                    renditions=self.index.renditions,
                    wakes=wakes,
                    make=self.make,
                )
            case "index", (article,):
                index(ArticleId(article), site=self.index, wakes=wakes, now=self.now)
            case "render", (address,):
                render(Address(address), site=self.index, bucket=SiteBucket(self))
                self.rendered.append(Address(address))
            case "announce", (address,):
                announce_step.announce(
                    [Address(address)],
                    table=self.index.table,
                    posts=Posts(self, Address(address)),
                    indexnow="https://indexnow.example",
                    time_left=lambda: True,
                )
            case "rebuild", ("walk", name, before):
                walk(name, before, table=self.index.table, wakes=wakes, time_left=lambda: self.random.random() < 0.5)
            case "rebuild", (after, edition):
                rebuild(
                    after,
                    edition,
                    table=self.index.table,
                    uploads=Uploads(self),
                    wakes=wakes,
                    time_left=lambda: self.random.random() < 0.5,
                )

    def _invalidate(self, messages: Iterable[Message]) -> None:
        changes = []
        for message in messages:
            address, version, *removal = message.body
            changes.append(Change(str(message.number), Write(Address(address), version, bool(removal))))
        changed = {change.write.address for change in changes}
        invalidate(changes, bucket=SiteBucket(self), cdn=Cdn(self, changed), bus=Bus(self))
        self.handled += changed
        announce_step.wake(changed, table=self.index.table, wakes=Wakes(self))

    # What must be true when all is quiet

    def records(self) -> dict[ArticleId, Record]:
        articles = [ArticleId(name.removeprefix("ARTICLE#")) for name in self.table.partitions("ARTICLE#")]
        found = {article: self.table.get(keys.record(article)) for article in articles}
        return {article: record for article, record in found.items() if record}

    def authors(self) -> dict[str, Author]:
        files = [name.removeprefix("AUTHOR#") for name in self.table.partitions("AUTHOR#")]
        found = {file: self.table.get(keys.author(file)) for file in files}
        return {file: author for file, author in found.items() if author}

    def full_build(self) -> dict[Address, Page]:
        """The site straight from the definition: what was judged of uploads into an empty index, then every page."""
        records, table = self.records(), self._judged()
        given = json.encode((self.now, records, [(*key[:2], value) for key, value in table.everything()]))
        if given not in self.built:
            built = Index(table, self.index.proofs, self.index.renditions)
            fill(built, records, self.now)
            self.built[given] = dict(pages(built, sorted(all_addresses(built, records.values()))))
        return self.built[given]

    def _judged(self) -> MemoryTable:
        """What the full build begins with."""
        table = MemoryTable()
        site = self.table.get(keys.site())
        table.write({keys.site(): replace(site, menu=())} if site else {})
        for file, author in self.authors().items():
            if author.profile:
                table.write({keys.profiles(slug(author.profile.name)).at(file): author.profile})
        table.write({keys.themes().at(row.sort): row.value for row in self.table.query(Query(keys.themes()))})
        for name in self.table.partitions("ADDRESS#"):
            key = keys.claim(Address(name.removeprefix("ADDRESS#")))
            if claim := self.table.get(key):
                table.write({key: claim})
        for name in self.table.partitions("PICTURE#"):
            row = keys.made(name.removeprefix("PICTURE#"))
            if made := self.table.get(row):
                table.write({row: made})
        return table


def paths(address: Address) -> tuple[str, ...]:
    path = addresses.encode(address)
    return (path, "/index.html") if address == "/" else (path,)


def named(items: Iterable[str], among: Collection[Address]) -> set[Address]:
    """The addresses of which an invalidation of these items may have the CDN forget a page."""
    found = {address for address in among if {*paths(address)} <= {*items}}
    for name in (name for address in among for name in tags.names(address)):
        if item_of(tags.of(name)) in {*items}:
            found |= tags.holders(name)
    return found & {*among}


@dataclass
class Uploads:
    world: World

    @access
    def get(self, key: str, most: int = UPLOAD_BYTES) -> Upload | None:  # noqa: ARG002
        return self.world.uploads.get(key)

    @access
    def version(self, key: str) -> str:
        found = self.world.uploads.get(key)
        return found.version if found else ""

    @access
    def list(self, after: str) -> Sequence[str]:
        return sorted(key for key in self.world.uploads if key.startswith(FOLDERS) and key > after)[:2]

    @access
    def _below(self, folder: str) -> Sequence[str]:
        return sorted(key for key in self.world.uploads if key.startswith(folder))

    def under(self, folder: str, most: int) -> Sequence[Upload]:
        return [upload for key in self._below(folder)[:most] if (upload := self.get(key))]

    @access
    def put_report(self, key: str, report: Report | None) -> None:
        if report is None:
            self.world.reports.pop(key, None)
        else:
            self.world.reports[key] = report


@dataclass
class Proofs:
    world: World

    @access
    def get(self, digest: Digest) -> Proof | None:
        return self.world.proofs.get(digest)

    @access
    def put(self, digest: Digest, proof: Proof) -> None:
        self.world.proofs[digest] = proof

    @access
    def delete(self, digest: Digest) -> None:
        self.world.proofs.pop(digest, None)


@dataclass
class Renditions:
    world: World

    @access
    def get(self, of: str, name: str) -> bytes | None:
        return self.world.renditions.get((of, name))

    def put(self, of: str, files: Mapping[str, bytes]) -> None:
        for name, body in files.items():
            self._put(of, name, body)

    @access
    def _put(self, of: str, name: str, body: bytes) -> None:
        self.world.renditions[of, name] = body

    def delete(self, of: str, names: Iterable[str]) -> None:
        for name in names:
            self._delete(of, name)

    @access
    def _delete(self, of: str, name: str) -> None:
        self.world.renditions.pop((of, name), None)


def made_up(source: str, upload: Upload) -> Drawn | Refused:
    """Makes of the bytes what is as long as they are wide, without Pillow; of those that say so, nothing."""
    if upload.body.startswith(b"no picture"):
        return Refused(Problem("The file is not a picture that can be read.", "Save it as JPEG."))
    rendered = Rendered(source, hash_of(upload.body), 320, 240, widths_for(320))
    return Drawn(rendered, {name: upload.body + name.encode() for name in names(rendered)})


@dataclass
class SiteBucket:
    world: World

    @access
    def at(self, address: Address) -> SiteObject | None:
        return self.world.objects.get(address)

    @access
    def put(self, address: Address, page: Page, edition: str, over: SiteObject | None) -> None:
        world = self.world
        assert world.objects.get(address) == over, "render never runs twice at once for one address"
        if address in world.site and world.site[address].digest == page.digest:
            world.vain.append(f"{address} was written")
        world.numbers += 1
        version = str(world.numbers)
        carried = frozenset(page.tags if world.tagged else ())
        world.site[address] = page
        if page.issue:
            world.stood.add((page.issue.file, page.issue.revision))
        world.objects[address] = SiteObject(page.digest, carried, edition, version, issue=page.issue)
        was = over or SiteObject("", frozenset(), edition, "")
        world.written[version] = (
            address,
            Replaced(
                over is None,
                was.tags,
                was.edition != edition,
                came=page.issue if came(page.issue, was.issue) else None,
                went=was.issue if left(page.issue, was.issue) else None,
                moved_to=page.location,
            ),
        )
        for path in paths(address):
            world.kept.setdefault(path, []).append(Kept(page, version))
        self._event(address, version)

    @access
    def delete(self, address: Address) -> None:
        world = self.world
        if world.site.pop(address, None):
            world.numbers += 1
            version = str(world.numbers)
            went = world.objects.pop(address).issue
            world.written[version] = address, Replaced(new=False, tags=frozenset(), rebuilt=False, went=went)
            self._event(address, version, "removed")

    def replaced(self, writes: Sequence[Write]) -> list[Replaced | None]:
        return [self._replaced(write) for write in writes]

    @access
    def _replaced(self, write: Write) -> Replaced | None:
        """It may be known no more what the CDN kept; of articles, versions tell for longer than their events take."""
        address, found = self.world.written[write.version]
        assert address == write.address
        if self.world.random.random() < self.world.unknown:
            return found._replace(new=False, tags=frozenset(), rebuilt=False)
        return found

    def _event(self, address: Address, version: str, *removed: str) -> None:
        self.world.changed.append(address)
        self.world.send("invalidate", address, address, version, *removed)


@dataclass
class Wakes:
    world: World

    def validate(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._send("upload", key, key)

    def images(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._send("media", key, key)

    def index(self, articles: Iterable[ArticleId]) -> None:
        for article in sorted(articles):
            self._send("index", article, article)

    def hint(self, articles: Mapping[ArticleId, int]) -> None:
        for article, count in sorted(articles.items()):
            self._hint(article, count)

    @access
    def _hint(self, article: ArticleId, count: int) -> None:
        """The queue never forgets which it has had: the worst that deduplication can do."""
        if (article, count) not in self.world.hinted:
            self.world.hinted.add((article, count))
            self.world.send("index", article, article)

    def render(self, addresses: Iterable[Address]) -> None:
        for address in sorted(addresses):
            self._send("render", address, address)

    def rebuild(self, after: str, edition: str) -> None:
        self._send("rebuild", after, after, edition)

    def announce(self, addresses: Iterable[Address]) -> None:
        for address in addresses:
            self._send("announce", address, address)

    def walk(self, name: str, before: str) -> None:
        self._send("rebuild", name, "walk", name, before)

    @access
    def _send(self, queue: str, group: str, *body: str) -> None:
        self.world.send(queue, group, *body)


@dataclass
class Posts:
    """Those who are told of an address look at it at once, and get the oldest version that the CDN may have kept."""

    world: World
    address: Address

    @access
    def post(self, url: str, body: bytes, content_type: str) -> int:  # noqa: ARG002
        kept = self.world.kept.get(addresses.encode(self.address))
        self.world.looked_at[self.address] = kept[0].page.digest if kept else None
        return 200


@dataclass
class Bus:
    """Hears of nothing before its time."""

    world: World

    @access
    def tell(self, events: Sequence[Event]) -> None:
        for each in events:
            assert isinstance(each, ArticleRejected) or each.published <= self.world.now
            if not isinstance(each, ArticleRejected) and (each.file, each.revision) not in self.world.stood:
                self.world.told_early.append(each)
        self.world.told += events


@dataclass
class Cdn:
    """Forgets what it is told to. Its readers ask for it again at once."""

    world: World
    changed: Collection[Address]
    """Those of the batch."""

    @access
    def invalidate(self, items: Sequence[str], reference: str) -> None:
        world = self.world
        if world.random.random() < world.crash:
            raise CdnBusy
        if reference in world.references:
            return
        world.references.add(reference)
        world.invalidated += items
        present = {path: each for address in world.site for path, each in self._present(address)}
        may_change = {path for address in self.changed for path in paths(address)}
        for path, versions in world.kept.items():
            forgotten = [each for each in versions if self._names(items, path, each)]
            if forgotten and path not in may_change:
                world.vain.append(f"{path} was forgotten")
            world.kept[path] = [each for each in versions if each not in forgotten or each == present.get(path)]

    def _present(self, address: Address) -> list[tuple[str, Kept]]:
        page, version = self.world.site[address], self.world.objects[address].etag
        return [(path, Kept(page, version)) for path in paths(address)]

    def _names(self, items: Sequence[str], path: str, kept: Kept) -> bool:
        carried = kept.page.tags if self.world.tagged else ()
        return path in items or any(f"#{tag}" in items for tag in carried)
