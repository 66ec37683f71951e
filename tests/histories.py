"""Random histories of a newsroom, played on the real steps, and what must be true when all is quiet."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from msgspec.structs import replace

from presswork.article import names
from presswork.article.accept import Accepted
from presswork.article.model import Article, Digest, Profile
from presswork.article.profiles import profile
from presswork.article.settings import settings
from presswork.article.uploads import ARTICLES, AUTHORS, PAGES, SITE_YAML, has_id, id_of, key_of
from presswork.index import keys, navigation, related
from presswork.index.rows import Author, Record, Site
from presswork.pages import lists
from presswork.steps import walk as walk_step
from presswork.steps.validate import held, judge, other_owner
from tests.world import START, World, named, paths

UPLOADS = 7
WORDS = ["harbour", "strike", "ferry", "council", "budget", "river", "bridge", "school", "market", "storm"]
SITES = [
    "title: The Harbour Post\n",
    "title: The Harbour Post\npermalink: /news/{slug}\n",
    "title: The Other Post\ntime_zone: Pacific/Auckland\n",
    "title: [not, a, title]\n",
    "words_a_minute: 100\n",
]


AUTHOR_FILES = [
    "name: Ann\nbio: Writes *here*.\n",
    "name: ann\nbio: Writes there.\npicture: /media/ann.jpg\n",
    "name: Ben\nlinks: {Mail: 'mailto:ben@example.com'}\n",
    "name: Ann\nlinks: {Mail: here}\n",
]
STANDING = [
    "---\ntitle: About us\norder: 1\n---\nWe print.\n",
    "---\ntitle: Contact\norder: 2\nmenu: Write to us\nslug: shared\npermalink: /2026-11/shared\n---\nDo.\n",
    "---\ntitle: Contact\nmenu: false\nslug: contact\naliases: [/old/shared]\n---\nDo not.\n",
    f"---\ntitle: Soon\ndate: {(START + timedelta(days=2)).isoformat()}\n---\nLater.\n",
    f"---\ntitle: For now\nexpires: {(START + timedelta(days=2)).isoformat()}\ntranslation_of: k1.md\n---\nNow.\n",
    "---\ntitle: A draft\ndraft: true\n---\nWait.\n",
]


SMALL = (
    (related, "WINDOW", 2),
    (related, "SHORTLIST", 3),
    (related, "LINKS", 2),
    (lists, "NEWEST", 3),
    (navigation, "MENU", 2),
    (walk_step, "AT_ONCE", 1),
)
"""Bounds that a handful of articles reaches."""


def wrong_after(seed: int, crash: float = 0.03) -> str | None:
    """What is wrong after a history, in a press whose windows and lists are so small that they move; None: nothing."""
    before = [(module, name, getattr(module, name)) for module, name, _ in SMALL]
    for module, name, value in SMALL:
        setattr(module, name, value)
    try:
        return divergence(play(seed, crash))
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def play(seed: int, crash: float = 0.03) -> World:
    """A history: uploads of all kinds, edits, moves, deletions, restores and the clock, until all is quiet."""
    world = World(seed, crash, tagged=seed % 4 > 0)
    world.send("rebuild", "", "", "")  # a new deployment
    random = world.random
    kept: dict[str, str] = {}
    for number in range(random.randrange(3, 14)):
        act(world, random, number, kept)
        for _ in range(random.choice([0, 3, 10, 30, 100, 300, 1500])):
            world.step()
    world.crash = crash / 3
    world.settle()
    for _ in range(3):  # whatever is due by now is seen to; and once more, if the clock was behind
        world.pass_time(timedelta(0))
        world.settle()
    return world


def act(world: World, random: Random, number: int, kept: dict[str, str]) -> None:
    """One thing that a newsroom does."""
    kind = random.random()
    if kind < 0.1:
        world.pass_time(timedelta(hours=random.choice([1, 24, 24 * 20])))
        return
    if kind < 0.32:
        other(world, random)
        return
    key = random.choice([*list(world.uploads)[-1:], *(f"{ARTICLES}k{each}.md" for each in range(UPLOADS))])
    if not has_id(key):
        return
    if kind < 0.44:
        world.upload(key, None)
    elif kind < 0.51:
        world.upload(key, "---\ntitle:\n---\nNo title.\n")
    elif kind < 0.58 and key in kept:
        world.upload(key, kept[key])  # an older version comes back
    else:
        kept[key] = article(random, key, number)
        world.upload(key, kept[key])


def other(world: World, random: Random) -> None:
    """An upload that is no article. In a third of the histories an author's file alone: others have all made again."""
    folder = AUTHORS if world.seed % 3 == 0 else random.choice([SITE_YAML, AUTHORS, PAGES])
    if folder == AUTHORS:
        world.upload(AUTHORS + random.choice(["a.yaml", "b.yaml", "c.yaml"]), random.choice([None, *AUTHOR_FILES]))
    elif folder == PAGES:
        world.upload(PAGES + random.choice(["about.md", "contact.md", "imprint.md"]), random.choice([None, *STANDING]))
    else:
        world.upload(SITE_YAML, random.choice([None, *SITES]))


def article(random: Random, key: str, number: int) -> str:
    """The text of an upload: near others in time, in words, in topics, and at times in its address."""
    name = key.removeprefix(ARTICLES).removesuffix(".md")
    day = START + timedelta(days=random.randrange(-40, 5), hours=random.choice([0, 6, 13]))
    slug = random.choice([name, name, name, "shared"]) + random.choice(["", "", "-moved"])
    lines = [f"title: Title {number}", f"date: {day.isoformat()}", f"slug: {slug}"]
    lines.append(f"topics: [{', '.join(random.sample(['Ports', 'ports', 'Rivers', 'C++', '港'], 2))}]")
    lines.append(f"sections: [{random.choice(['News', 'Sport'])}]")
    if random.random() < 0.7:
        lines.append(f"authors: [{random.choice(['Ann', 'ann, Ben'])}]")
    if random.random() < 0.15:
        lines.append(f"expires: {(START + timedelta(days=random.randrange(-3, 6))).isoformat()}")
    if random.random() < 0.15:
        lines.append("draft: true")
    if random.random() < 0.2:
        lines.append(f"aliases: [/old/{random.choice([name, 'shared'])}]")
    if random.random() < 0.1:
        lines.append("date_of_birth: unknown")
    if random.random() < 0.2:
        lines.append(f"lang: {random.choice(['en-GB', 'de'])}")
    if random.random() < 0.3:
        field = random.choice(["related: [{}]", "blocked: [{}]", "translation_of: {}"])
        name = random.choice([f"k{random.randrange(UPLOADS)}.md", "/2026/11/shared", "/old/shared"])
        lines.append(field.format(name))
    body = " ".join(random.choices(WORDS, k=random.choice([3, 12])))
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n\nEnd {random.randrange(3)}.\n"


def divergence(world: World) -> str | None:
    """What is wrong with a world in which all is quiet; None if all is right."""
    return _bucket(world) or _site(world) or _cdn(world) or _pending(world)


def _site(world: World) -> str | None:
    """P1: the site is byte for byte what a full build of the accepted articles gives."""
    wanted = world.full_build()
    for address in sorted({*wanted, *world.site}):
        if world.site.get(address) != wanted.get(address):
            return f"{address}: the site has {world.site.get(address)}, a full build {wanted.get(address)}"
    return None


def _cdn(world: World) -> str | None:
    """P2: nothing stale at the edge, and nothing invalidated whose bytes did not change."""
    present = {path: world.site[address].digest for address in world.site for path in paths(address)}
    for path, versions in world.kept.items():
        if any(each.page.digest != present.get(path) for each in versions):
            return f"the CDN may have a stale {path}"
    changed = {*world.changed}
    if in_vain := named(world.invalidated, {*world.site, *changed}) - changed:
        return f"invalidated, but never changed: {sorted(in_vain)}"
    return f"in vain: {world.vain}" if world.vain else None


def _pending(world: World) -> str | None:
    for article in world.records():
        indexed = world.table.get(keys.indexed(article))
        if indexed and indexed.pending:
            return f"{article} was never committed"
    return None


def _bucket(world: World) -> str | None:
    """Records, reports and settings agree with the source bucket, whatever the order of events."""
    upload = world.uploads.get(SITE_YAML)
    found = settings(upload.body)[0] if upload else Site().settings
    site = (world.table.get(keys.site()) or Site()).settings
    if found and found != site:
        return f"the settings are {site}, site.yaml says {found}"
    records = world.records()
    for key in {*filter(has_id, world.uploads), *map(key_of, records)}:
        if wrong := _record(world, key, records.get(id_of(key)) or Record()):
            return f"{key}: {wrong}"
    authors = world.authors()
    for file in {key.removeprefix(AUTHORS) for key in world.uploads if key.startswith(AUTHORS)} | authors.keys():
        if wrong := _author(world, file, authors.get(file) or Author()):
            return f"{AUTHORS}{file}: {wrong}"
    return None


def _author(world: World, file: str, author: Author) -> str | None:
    """The profile is the file's, or the last good one's; and the file is rejected if another is shown in its place."""
    upload, report = world.uploads.get(AUTHORS + file), world.reports.get(AUTHORS + file)
    if author.unwoken:
        return f"nobody has woken the pages of {author.unwoken}"
    if upload is None:
        return None if author.profile is None and report is None else f"gone, but {author} {report}"
    found, _ = profile(upload)
    same = [
        each for each, other in world.authors().items() if found and other.profile and _is_same(found, other.profile)
    ]
    rejected = found is None or file != min(same)
    if found and author.profile != found:
        return f"an old profile: {author.profile} instead of {found}"
    if report is None or author.rejected != (report.outcome == "rejected") or author.rejected != rejected:
        return f"{author.rejected=}, the author was told {report}, but {same} have the name"
    return None


def _is_same(one: Profile, other: Profile) -> bool:
    return names.slug(one.name) == names.slug(other.name)


def _record(world: World, key: str, record: Record) -> str | None:
    upload = world.uploads.get(key)
    report = world.reports.get(key)
    site = (world.table.get(keys.site()) or Site()).settings
    verdict = judge(upload, site, record)
    if verdict is None:
        return None if record.state in ("absent", "removed") and report is None else f"gone, but {record} {report}"
    if report is None or (report.outcome == "rejected") != record.rejected:
        return f"the record says {record.rejected=}, the author was told {report}"
    if not isinstance(verdict, Accepted):
        return None if record.rejected else f"rejected, but {record}"
    if record.rejected:
        seen = world.table.snapshot(keys.claim(each) for each in record.wants)
        free = [each for each in record.wants if not other_owner(seen, each, verdict.article.id)]
        return f"rejected, but {free} are free" if free or not record.wants else None
    for address, claim in held(verdict.article).items():
        if (found := world.table.get(keys.claim(address))) != claim:
            return f"{address} is not its own: {found}"
    state = "draft" if verdict.article.draft else "published"
    if record.state != state or not record.article or _unproved(record.article) != _unproved(verdict.article):
        return f"an old version: {record.article} instead of {verdict.article}"
    return None


def _unproved(article: Article) -> Article:
    """Without the revision in the proof's name."""
    return replace(article, proof=Digest(article.proof.partition(".")[0]))
