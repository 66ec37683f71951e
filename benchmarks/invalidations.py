"""Items of one invalidation, by what an author does: each costs as much as a path, whether it is a path or a tag.

    python -m benchmarks.invalidations [--size 500]

The steps run in memory. What an upload changes falls into one batch, as it does where the window of the template is not
shorter than the way to the site.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from benchmarks import newspaper
from benchmarks.figures import Figure, at_most, machine, parser, show
from presswork.article.uploads import ARTICLES
from presswork.steps.build import all_addresses, commit, fill
from tests.world import World

SIZE = 500
ARTICLES_ON_TOP = 9
"""How many articles are published, edited, renamed and deleted, one after the other: the median counts."""
GOALS = {"a new article": 12, "an edit of its text": 3}


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Counts the items of invalidations.")
    options.add_argument("--size", type=int, default=SIZE, help=f"articles in the archive ({SIZE})")
    given = options.parse_args(arguments)
    here = machine()
    figures: list[Figure] = []
    for tagged in (True, False):
        figures += _figures(given.size, tagged=tagged)
    return show(here, figures, as_json=given.json)


def _figures(size: int, *, tagged: bool) -> list[Figure]:
    world = filled(size, tagged=tagged)
    counted: dict[str, list[tuple[int, int]]] = {}
    for number in range(1, ARTICLES_ON_TOP + 1):
        for what, text in _changes(number).items():
            world.upload(f"{ARTICLES}new{number}.md", text)
            counted.setdefault(what, []).append(changed_by(world))
    found = []
    for what, counts in counted.items():
        pages, items = (median(column) for column in zip(*counts, strict=True))
        said = f"{what}, {pages:g} pages, {'with tags' if tagged else 'paths alone'}"
        goal = GOALS.get(what) if tagged else None
        found.append(Figure(said, items, "items") if goal is None else at_most(said, items, "items", goal))
    return found


def filled(size: int, *, tagged: bool) -> World:
    """A site of so many articles, at rest."""
    world = World(1, crash=0, tagged=tagged, unknown=0)
    for name, text in newspaper.articles(size):
        world.upload(ARTICLES + name, text)
        for message in world.queues["upload"]:
            world.do("upload", message)
        world.queues["upload"].clear()
    world.queues["index"].clear()  # the full build does it quicker
    records = world.records()
    fill(world.index, records, world.now)
    commit(world.index, records, world.now)
    for address in sorted(all_addresses(world.index, records.values())):
        world.send("render", address, address)
    changed_by(world)
    return world


def _changes(number: int) -> dict[str, str | None]:
    """An article in two sections with four topics, all of which others have, and one author; and what becomes of it."""
    body = newspaper.article(-number).removeprefix("---\n").partition("---\n")[2]
    topics = [*dict.fromkeys([*_topics(number), *_topics(number + 1)])][:4]
    date = newspaper.dated(0) + number * timedelta(minutes=10)
    lines = [
        f"date: {date.isoformat()}",
        f"sections: [{', '.join(newspaper.SECTIONS[:2])}]",
        f"topics: [{', '.join(topics)}]",
        "author: Ann Lee",
        "summary: In short.",
    ]
    text = "\n".join(["---", "title: {}", *lines, "---", body])
    edited = text.replace(body, body.replace(".\n", ", and so on.\n", 1))
    return {
        "a new article": text.format("Ships wait"),
        "an edit of its text": edited.format("Ships wait"),
        "a change of its title": edited.format("Ships wait no more"),
        "its deletion": None,
    }


def _topics(age: int) -> list[str]:
    return newspaper.article(age).partition("topics: [")[2].partition("]")[0].split(", ")


def changed_by(world: World) -> tuple[int, int]:
    """Let all functions do what is in their queues, `invalidate` last and at once. The pages changed, and the items."""
    changed, items = len(world.changed), len(world.invalidated)
    for queue in ("upload", "index", "render"):
        while world.queues[queue]:
            message = world.queues[queue].pop(0)
            world.do(queue, message)
    messages, world.queues["invalidate"] = world.queues["invalidate"], []
    world.do("invalidate", *messages)
    return len({*world.changed[changed:]}), len(world.invalidated) - items


if __name__ == "__main__":
    sys.exit(main())
