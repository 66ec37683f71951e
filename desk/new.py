"""`presswork new`: a file for a new article, with its front matter filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct

from desk.console import Console, DeskError
from presswork.article import settings
from presswork.article.accept import Rejected, accept
from presswork.article.addresses import slugify
from presswork.article.model import Address, Settings, Upload
from presswork.article.names import tidy
from presswork.article.uploads import ARTICLES, SITE_YAML


class Wish(NamedTuple):
    """What a person wants the article to say of itself."""

    title: str
    sections: Sequence[str] = ()
    topics: Sequence[str] = ()
    authors: Sequence[str] = ()


class New(Struct, frozen=True):
    """What was written, for machines."""

    file: str
    address: Address
    """Where the article will stand, as it is now."""


def new(wish: Wish, root: Path, now: datetime, console: Console) -> int:
    """Write the file, a draft, below `articles/` where there is such a folder. It never overwrites one. DeskError."""
    if not root.is_dir():
        raise DeskError(f"{root} is no folder. Name that of your articles with --folder.")
    slug = slugify(tidy(wish.title))
    if not slug:
        raise DeskError("No address can be made of a title without a letter or a digit. Write one that has some.")
    site = _settings(root / SITE_YAML)
    local = now.astimezone(ZoneInfo(site.time_zone)).replace(microsecond=0)
    name = f"{local:%Y-%m-%d}-{slug}.md"
    text = front_matter(wish, local, site.language)
    judged = accept(Upload(ARTICLES + name, text.encode(errors="replace"), now, ""), site, now)
    if isinstance(judged, Rejected):
        problem = judged.problems[0]
        raise DeskError(f"{problem.message} {problem.cure}")
    articles = root / ARTICLES
    file = (articles if articles.is_dir() else root) / name
    _write(file, text)
    console.answer(New(str(file), judged.article.card.address), [str(file)])
    return 0


def front_matter(wish: Wish, date: datetime, language: str) -> str:
    """As YAML: text in quotes, as JSON writes it, can be read as nothing else."""
    fields: Mapping[str, str | Sequence[str]] = {
        "title": wish.title,
        "lang": language,
        "sections": wish.sections,
        "topics": wish.topics,
        "authors": wish.authors,
    }
    lines = [f"{name}: {_yaml(value)}" for name, value in fields.items() if value]
    lines.insert(1, f"date: {date.isoformat()}")
    return "\n".join(["---", *lines, "draft: true # take this line out to publish it", "---", "", ""])


def _yaml(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return json.dumps(tidy(value), ensure_ascii=False)
    return f"[{', '.join(map(_yaml, value))}]"


def _settings(file: Path) -> Settings:
    """Those of the site; ours where it has none."""
    try:
        found, problems = settings.settings(file.read_bytes())
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise DeskError(f"{file} cannot be read: {error.strerror}. Mend that.") from error
    if found is None:
        raise DeskError(f"{file}: {problems[0].message} {problems[0].cure}")
    return found


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", errors="replace") as out:
            out.write(text)
    except FileExistsError:
        raise DeskError(f"{file} is there already, and stays. Choose another title, or edit it.") from None
    except OSError as error:
        raise DeskError(f"{file} cannot be written: {error.strerror}. Name another --folder.") from error
