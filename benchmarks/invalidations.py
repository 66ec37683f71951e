"""Items of one invalidation, by what an author does: each costs as much as a path, whether it is a path or a tag.

    python -m benchmarks.invalidations [--size 500]

The steps run in memory. What an upload changes falls into one batch, as it does where the window of the template is not
shorter than the way to the site.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta

from benchmarks import newspaper
from benchmarks.figures import Figure, at_most, machine, parser, show
from presswork.steps.validate import ARTICLES
from tests.world import World

SIZE = 500
KEY = f"{ARTICLES}new.md"
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
    world = World(1, tagged=tagged)
    for name, text in newspaper.articles(size):
        world.upload(ARTICLES + name, text)
    changed_by(world)
    found = []
    for what, text in _changes().items():
        world.upload(KEY, text)
        pages, items = changed_by(world)
        said = f"{what}, {pages} pages, {'with tags' if tagged else 'paths alone'}"
        goal = GOALS.get(what) if tagged else None
        found.append(Figure(said, items, "items") if goal is None else at_most(said, items, "items", goal))
    return found


def _changes() -> dict[str, str | None]:
    """An article in two sections, with four topics and one author, all of which others have, and what becomes of it."""
    front, _, body = newspaper.article(0).removeprefix("---\n").partition("---\n")
    topics = front.partition("topics: [")[2].partition("]")[0].split(", ")
    topics += [each for each in newspaper.article(1).partition("topics: [")[2].partition("]")[0].split(", ")]
    date = newspaper.dated(0) + timedelta(hours=1)
    lines = [
        f"date: {date.isoformat()}",
        f"sections: [{', '.join(newspaper.SECTIONS[:2])}]",
        f"topics: [{', '.join([*dict.fromkeys(topics)][:4])}]",
        "author: Ann Lee",
        "summary: In short.",
    ]
    text = "\n".join(["---", "title: {}", *lines, "---", body])
    edited = body.replace(".\n", ", and so on.\n", 1)
    return {
        "a new article": text.format("Ships wait"),
        "an edit of its text": text.format("Ships wait").replace(body, edited),
        "a change of its title": text.format("Ships wait no more").replace(body, edited),
        "its deletion": None,
    }


def changed_by(world: World) -> tuple[int, int]:
    """Let all functions do what is in their queues, `invalidate` last and at once. The pages changed, and the items."""
    changed, items = len(world.changed), len(world.invalidated)
    for queue in ("upload", "index", "render"):
        while world.queues[queue]:
            message = world.queues[queue].pop(0)
            world._do(queue, message)  # noqa: SLF001
    messages, world.queues["invalidate"] = world.queues["invalidate"], []
    world._do("invalidate", *messages)  # noqa: SLF001
    return len({*world.changed[changed:]}), len(world.invalidated) - items


if __name__ == "__main__":
    sys.exit(main())
