"""The same made-up articles for each generator, each in the front matter that it reads."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from random import Random
from typing import Literal, NamedTuple

from benchmarks import newspaper

Tool = Literal["presswork", "hugo", "eleventy", "pelican"]
AUTHORS = ["Ada Nox", "Ben Aster", "Cleo Marsh", "Dov Hale", "Edda Quist", "Finn Orr", "Gro Lund", "Hal Byrne"]


class Story(NamedTuple):
    title: str
    date: datetime
    slug: str
    section: str
    topics: list[str]
    author: str
    body: str


@cache
def story(age: int) -> Story:
    """The one that has `age` newer ones: of 300 to 800 words; it always says the same."""
    chance = Random(age)
    front, _, body = newspaper.article(age).removeprefix("---\n").partition("---\n\n")
    fields = dict(line.split(": ", 1) for line in front.splitlines())
    words = body.replace(".", "").split()
    more = chance.choices(words, k=max(0, chance.randrange(300, 800) - len(words)))
    paragraphs = [" ".join(more[start : start + 60]).capitalize() + "." for start in range(0, len(more), 60)]
    return Story(
        title=fields["title"],
        date=datetime.fromisoformat(fields["date"]),
        slug=fields["slug"],
        section=fields["section"],
        topics=fields["topics"].strip("[]").split(", "),
        author=chance.choice(AUTHORS),
        body=body + "\n" + "\n\n".join(paragraphs) + "\n",
    )


def source(found: Story, tool: Tool) -> str:
    """The file of a story."""
    date = found.date.isoformat()
    topics = ", ".join(found.topics)
    if tool == "pelican":
        head = f"Title: {found.title}\nDate: {date}\nSlug: {found.slug}\nCategory: {found.section}\n"
        return f"{head}Tags: {topics}\nAuthor: {found.author}\n\n{found.body}"
    common = f"title: {found.title}\ndate: {date}\nslug: {found.slug}\ntopics: [{topics}]\nauthors: [{found.author}]\n"
    return f"---\n{common}sections: [{found.section}]\n---\n\n{found.body}"
