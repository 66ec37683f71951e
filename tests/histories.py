"""Random histories of a newsroom, played on the real steps, and what must be true when all is quiet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import TypeAlias

from msgspec.structs import replace

from presswork.article.accept import Accepted
from presswork.article.model import Article, Digest
from presswork.article.names import slug
from presswork.article.profiles import profile
from presswork.article.settings import settings
from presswork.article.uploads import ARTICLES, AUTHORS, MEDIA, PAGES, SITE_YAML, has_id, id_of, key_of
from presswork.index import keys, navigation, related
from presswork.index.rows import Author, Made, Record, Site
from presswork.index.table import Query
from presswork.pages import addresses, days, feeds, lists, months, names, sitemaps
from presswork.pages.addresses import ArticlePage, FeedFile
from presswork.pages.theme import own
from presswork.pages.theme.own import FOLDER
from presswork.pictures.renditions import Drawn, Refused
from presswork.steps import events, retheme
from presswork.steps import walk as walk_step
from presswork.steps.events import ArticleRejected, ArticleRemoved
from presswork.steps.validate import held, judge, other_owner
from tests.world import START, Stuck, World, named, paths

UPLOADS = 7
PICTURES = 3
WORDS = ["harbour", "strike", "ferry", "council", "budget", "river", "bridge", "school", "market", "storm"]
SITES = [
    "title: The Harbour Post\n",
    "title: The Harbour Post\npermalink: /news/{slug}\n",
    "title: The Other Post\ntime_zone: Pacific/Auckland\n",
    "title: [not, a, title]\n",
    "words_a_minute: 100\nsearch: false\n",
    "indexnow: 0123456789\nwebsub: https://hub.example/\n",
]
ANNOUNCED = "title: The Announced Post\nindexnow: 9876543210\nwebsub: https://hub.example/\n"

THEME_FILES = ["style.css", "notice.html"]
THEME_TEXTS = ["{{ heading }}", "{{ style }}", "{{ no.such.thing }}"]
"""As a style sheet, each is good; as a template, the last is not."""

AUTHOR_FILES = [
    "name: Ann\nbio: Writes *here*.\n",
    "name: ann\nbio: Writes there.\npicture: https://ann.example/ann.jpg\n",
    "name: Ben\nlinks: {Mail: 'mailto:ben@example.com'}\n",
    "name: Ann\nlinks: {Mail: here}\n",
]
STANDING = [
    "---\ntitle: About us\norder: 1\nimage: 0.jpg\n---\nWe print.\n\n![](/media/1.jpg)\n",
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
    (feeds, "NEWEST", 2),
    (sitemaps, "URLS", 2),
    (sitemaps, "NEWS", 2),
    (months, "NEWEST", 3),
    (days, "NEWEST", 2),
    (names, "SECTIONS", 3),
    (names, "HEADLINES", 2),
    (names, "TOPICS", 5),
    (navigation, "MENU", 2),
    (walk_step, "AT_ONCE", 1),
)
"""Bounds that a handful of articles reaches."""


Act: TypeAlias = Callable[[World, Random, int, dict[str, str]], None]
"""Something that a newsroom does: in a world, by a number, with the texts that it keeps."""

STORM, CALM = 0.03, 0.002
"""How often a step dies at one of its accesses: where few come to their ends, they seldom race each other to them."""


def crash_of(seed: int) -> float:
    """Every other history is calm."""
    return STORM if seed % 2 else CALM


def wrong_after(seed: int, crash: float | None = None, act: Act | None = None) -> str | None:
    """What is wrong after a history, in a press whose windows and lists are so small that they move; None: nothing."""
    before = [(module, name, getattr(module, name)) for module, name, _ in SMALL]
    for module, name, value in SMALL:
        setattr(module, name, value)
    try:
        return divergence(play(seed, crash_of(seed) if crash is None else crash, act or anything))
    except Stuck as error:
        return str(error)
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def play(seed: int, crash: float, act: Act) -> World:
    """A history: uploads of all kinds, edits, moves, deletions, restores and the clock, until all is quiet."""
    world = World(seed, crash, tagged=seed % 4 > 0)
    world.send("rebuild", "", "", "")  # a new deployment
    random = world.random
    kept: dict[str, str] = {}
    for number in range(random.randrange(3, 14)):
        act(world, random, number, kept)
        for _ in range(random.choice([0, 3, 10, 30, 100, 300])):
            world.step()
    world.crash = crash / 3
    world.settle()
    rest = random.choice([0, 0, 24, 72])  # hours in which nobody writes
    for hours in (rest, 0, 0):  # whatever is due by now is seen to; and once more, if the clock was behind
        world.pass_time(timedelta(hours=hours))
        world.settle()
    return world


def anything(world: World, random: Random, number: int, kept: dict[str, str]) -> None:
    """One of all things that a newsroom does."""
    kind = random.random()
    if kind < 0.32:
        beside_articles(world, random, kind, number, kept)
        return
    key = random.choice([*list(world.uploads)[-1:], *(f"{ARTICLES}k{each}.md" for each in range(UPLOADS))])
    if not has_id(key):
        return
    if kind < 0.38:
        world.upload(key, None)
    elif kind < 0.43:
        world.upload(key, "---\ntitle:\n---\nNo title.\n")
    elif kind < 0.49 and key in kept:
        world.upload(key, kept[key])  # an older version comes back
    elif kind < 0.58 and kept:
        key = random.choice(list(kept))
        kept[key] = edited(random, kept[key], number)
        world.upload(key, kept[key])
    elif kind < 0.64:
        relay(world, random, number, kept)
    else:
        kept[key] = article(random, key, number)
        world.upload(key, kept[key])


def beside_articles(world: World, random: Random, kind: float, number: int, kept: dict[str, str]) -> None:
    """The clock, the settings, the theme, standing pages, authors and pictures; `kind`: of those in `anything`."""
    if kind < 0.1:
        world.pass_time(timedelta(hours=random.choice([1, 24, 24 * 20])))
    elif kind < 0.17:
        world.upload(SITE_YAML, random.choice([None, *SITES]))
    elif kind < 0.2:
        themes(world, random, number, kept)
    elif kind < 0.24:
        world.upload(PAGES + random.choice(["about.md", "contact.md", "imprint.md"]), random.choice([None, *STANDING]))
    elif kind < 0.27:
        author(world, random)
    else:
        pictured(world, random, number, kept)


def themes(world: World, random: Random, number: int, kept: dict[str, str]) -> None:  # noqa: ARG001 (an `Act`)
    """A file of the theme comes, changes or goes."""
    world.upload(f"{FOLDER}{random.choice(THEME_FILES)}", random.choice([None, *THEME_TEXTS]))


def author(world: World, random: Random) -> None:
    """A file on an author comes, changes or goes."""
    world.upload(AUTHORS + random.choice(["a.yaml", "b.yaml", "c.yaml"]), random.choice([None, *AUTHOR_FILES]))


def bylines(world: World, random: Random, number: int, kept: dict[str, str]) -> None:
    """Articles of two authors, and files on them, at times when all is quiet."""
    if random.random() < 0.5:
        key = f"{ARTICLES}k{random.randrange(UPLOADS)}.md"
        kept[key] = article(random, key, number)
        world.upload(key, kept[key])
        return
    if random.random() < 0.5:
        world.settle()
    author(world, random)


def rewrites(world: World, random: Random, number: int, kept: dict[str, str]) -> None:
    """Articles come, and the text alone of one changes, at times when all is quiet."""
    key = f"{ARTICLES}k{random.randrange(UPLOADS)}.md"
    if kept and random.random() < 0.5:
        world.settle()
        key = random.choice(list(kept))
    kept[key] = edited(random, kept[key], number) if key in kept else article(random, key, number)
    world.upload(key, kept[key])


def pictured(world: World, random: Random, number: int, kept: dict[str, str]) -> None:
    """A picture comes, changes, or goes, and with it at times an article that shows it, or that shows it no more."""
    content = random.choice(["a picture", "another", "no picture", None])
    if random.random() < 0.7:
        world.upload(f"{MEDIA}{random.randrange(2)}.jpg", content)
    if random.random() < 0.5:
        key = f"{ARTICLES}k{random.randrange(2)}.md"
        shown = random.choice(["image: 0.jpg", "image: 1.jpg", "summary: None."])
        kept[key] = f"---\ntitle: Title {number}\ndate: 2026-11-20\n{shown}\n---\nThe quay. ![](/media/0.jpg)\n"
        world.upload(key, random.choice([kept[key], kept[key], None]))


def announced(world: World, random: Random, number: int, kept: dict[str, str]) -> None:
    """A site that tells others of all its changes from the beginning; articles come, change and go."""
    if number == 0:
        world.upload(SITE_YAML, ANNOUNCED)
        world.settle()
    elif kept and random.random() < 0.2:
        world.upload(random.choice(list(kept)), None)
    else:
        rewrites(world, random, number, kept)


def relay(world: World, random: Random, number: int, kept: dict[str, str]) -> None:
    """A section and a topic that have one article only get another one, and lose the former at the same time."""
    key = f"{ARTICLES}k{random.randrange(UPLOADS)}.md"
    kept.pop(key, None)
    lists = f"sections: [Relay {number % 3}]\ntopics: [Baton, Baton {number % 3}]"
    for each, upload in list(world.uploads.items()):
        if lists in upload.body.decode():
            world.upload(each, None)
    world.upload(key, f"---\ntitle: Title {number}\ndate: 2026-11-20\n{lists}\n---\nThe harbour.\n")


def article(random: Random, key: str, number: int) -> str:
    """The text of an upload: near others in time, in words, in topics, and at times in its address."""
    name = key.removeprefix(ARTICLES).removesuffix(".md")
    days = random.randrange(-75, 5) if random.random() < 0.8 else random.randrange(-1, 1)  # some are news
    day = START + timedelta(days=days, hours=random.choice([0, 6, 13]))
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
    if random.random() < 0.3:
        lines.append(f"image: {random.choice(['{}.jpg', '/media/{}.jpg']).format(random.randrange(PICTURES))}")
    body = " ".join(random.choices(WORDS, k=random.choice([3, 12])))
    for _ in range(random.choice([0, 0, 1, 2])):
        body += f"\n\n![A picture](/media/{random.randrange(PICTURES)}.jpg)"
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n\nEnd {random.randrange(3)}.\n"


def edited(random: Random, text: str, number: int) -> str:
    """The same article with another word in its text, or with another end of its time, and nothing else."""
    if random.random() < 0.6 or "expires:" in text:
        return re.sub(r"End \d+", f"End {3 + number}", text)
    expires = START + timedelta(days=random.randrange(1, 6))
    return text.replace("\n---\n", f"\nexpires: {expires.isoformat()}\n---\n", 1)


def divergence(world: World) -> str | None:
    """What is wrong with a world in which all is quiet; None if all is right."""
    return (
        _bucket(world)
        or _pictures(world)
        or _site(world)
        or _cdn(world)
        or _pending(world)
        or _unseen(world)
        or _told(world)
    )


def _site(world: World) -> str | None:
    """P1: the site is byte for byte what a full build of the accepted articles gives."""
    wanted = world.full_build()
    for address in sorted({*wanted, *world.site}):
        if world.site.get(address) != wanted.get(address):
            return f"{address}: the site has {world.site.get(address)}, a full build {wanted.get(address)}"
    return None


def _pictures(world: World) -> str | None:
    """What was made of pictures agrees with the source bucket, and nothing is left of what there was before."""
    sources = {name.removeprefix("PICTURE#") for name in world.table.partitions("PICTURE#")}
    for source in sources | {key.removeprefix(MEDIA) for key in world.uploads if key.startswith(MEDIA)}:
        made = world.table.get(keys.made(source)) or Made()
        upload, report = world.uploads.get(MEDIA + source), world.reports.get(MEDIA + source)
        if made.revision and (not made.settled or made.former):
            return f"{source} was never settled: {made}"
        if made.version != (upload.version if upload else ""):
            return f"{source}: {made} is not of {upload}"
        verdict = world.make(source, upload) if upload else None
        if (made.rejected, report and report.outcome) != (isinstance(verdict, Refused), _outcome(verdict)):
            return f"{source}: {made}, and the author was told {report}"
        if isinstance(verdict, Drawn) and made.rendered != verdict.rendered:
            return f"{source}: an old version: {made}"
        if upload is None and made.stored:
            return f"{source} is gone, but {made}"
    return None


def _told(world: World) -> str | None:
    """The world outside knows which articles are there, in which revision, and which uploads were rejected."""
    heard: dict[str, tuple[int, bool]] = {}
    for each in world.told:
        if not isinstance(each, ArticleRejected):
            last = (each.revision, isinstance(each, ArticleRemoved))
            heard[each.file] = max(heard.get(each.file, last), last)
    if world.told_early:
        return f"outside has heard of articles before they were there: {world.told_early}"
    there = {page.issue.file: page.issue.revision for page in world.site.values() if page.issue}
    if there != {file: revision for file, (revision, is_gone) in heard.items() if not is_gone}:
        return f"{there} are there, outside has heard of {heard}"
    told = {each.id for each in world.told}
    reports = [report for key, report in world.reports.items() if not key.startswith(MEDIA)]
    untold = [each for each in reports if each.outcome == "rejected" and events.rejected(each).id not in told]
    return f"rejected, and nobody outside has heard of it: {untold}" if untold else None


def _outcome(verdict: Drawn | Refused | None) -> str | None:
    return None if verdict is None else "rejected" if isinstance(verdict, Refused) else "accepted"


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


def _unseen(world: World) -> str | None:
    """Who is told of changes has seen what there is now, of all that is announced: see `announced`."""
    upload = world.uploads.get(SITE_YAML)
    if upload is None or upload.body != ANNOUNCED.encode():
        return None
    for address in {*world.changed}:
        there = world.site.get(address)
        if not isinstance(addresses.parse(address), ArticlePage | FeedFile):
            continue
        if (seen := world.looked_at.get(address, "nothing yet")) != (there and there.digest):
            return f"{address}: those who were told have seen {seen}, there is {there}"
    return None


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
    if wrong := _theme(world):
        return wrong
    records = world.records()
    for key in {*filter(has_id, world.uploads), *map(key_of, records)}:
        if wrong := _record(world, key, records.get(id_of(key)) or Record()):
            return f"{key}: {wrong}"
    authors = world.authors()
    for file in {key.removeprefix(AUTHORS) for key in world.uploads if key.startswith(AUTHORS)} | authors.keys():
        if wrong := _author(world, file, authors.get(file) or Author()):
            return f"{AUTHORS}{file}: {wrong}"
    return None


def _theme(world: World) -> str | None:
    """The theme is what the files say, if they work, and nothing is left of any other."""
    site = world.table.get(keys.site()) or Site()
    uploads = [upload for key, upload in sorted(world.uploads.items()) if key.startswith(FOLDER)]
    files = retheme.judge(uploads, site.settings).files
    report = world.reports.get(FOLDER.rstrip("/"))
    told = report.outcome if report else None
    if told != (None if not uploads else "rejected" if files is None else "accepted"):
        return f"the author was told {told} of the theme {uploads}"
    if files is not None and own.load(site.theme, world.table).files != files:
        return f"the theme is {site.theme}, the files are {files}"
    left = {row.sort.partition("/")[0] for row in world.table.query(Query(keys.themes()))} - {site.theme}
    return f"left of other themes: {left}" if left else None


def _author(world: World, file: str, author: Author) -> str | None:
    """The profile is the file's, or the last good one's; and the file is rejected if another is shown in its place."""
    upload, report = world.uploads.get(AUTHORS + file), world.reports.get(AUTHORS + file)
    if author.unwoken:
        return f"nobody has woken the pages of {author.unwoken}"
    if upload is None:
        return None if author.profile is None and report is None else f"gone, but {author} {report}"
    found, _ = profile(upload)
    profiles = {each: other.profile for each, other in world.authors().items() if other.profile}
    same = [each for each, other in profiles.items() if found and slug(other.name) == slug(found.name)]
    rejected = found is None or file != min(same)
    if found and author.profile != found:
        return f"an old profile: {author.profile} instead of {found}"
    if report is None or author.rejected != (report.outcome == "rejected") or author.rejected != rejected:
        return f"{author.rejected=}, the author was told {report}, but {same} have the name"
    return None


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
