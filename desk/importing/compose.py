"""The files that the import writes, and what the rules for uploads say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import yaml
from msgspec.structs import asdict

from desk.importing.entry import Image, Note, Old, Profile, dropped, kept
from desk.importing.links import Rewritten
from desk.importing.naming import NO_DATE, Named
from presswork.article import limits, profiles
from presswork.article.accept import Rejected, accept
from presswork.article.addresses import slugify
from presswork.article.model import Problem, Settings, Upload
from presswork.article.report import problem_line
from presswork.article.uploads import ARTICLES, AUTHORS
from presswork.pages.addresses import encode

_REMOVED = "Removed from the body: "


def article(one: Named, rewritten: Rewritten, originals: Mapping[str, Named]) -> tuple[bytes, tuple[Note, ...]]:
    """The upload of an entry, and what could not go into it."""
    entry = one.entry
    notes = list(rewritten.notes)
    original = originals.get(entry.translates)
    lists: dict[str, object] = {"authors": entry.authors, "sections": entry.sections, "topics": entry.topics}
    if entry.page:
        if gone := [name for name, value in lists.items() if value]:
            notes.append(dropped(f"{', '.join(gone)}, which standing pages do not have"))
        lists = {}
    front: dict[str, object] = {
        "title": entry.title,
        "date": entry.date,
        "updated": entry.updated,
        "expires": entry.expires,
        "lang": entry.lang,
        "summary": entry.summary,
        **lists,
        "image": _image(rewritten.image),
        "draft": entry.draft,
        "translation_of": original.key.removeprefix(ARTICLES) if original else "",
        "aliases": tuple(map(encode, one.aliases)),
    }
    body = rewritten.body.strip("\n")
    return f"---\n{_yaml(front)}---\n{body}\n".encode(), tuple(notes)


def judged(key: str, content: bytes, settings: Settings) -> tuple[tuple[Note, ...], str]:
    """What an author would be told of the upload; and why it would be rejected, if it would."""
    found = accept(Upload(key, content, NO_DATE), settings, NO_DATE)
    if isinstance(found, Rejected):
        return (), " ".join(problem_line(key, each) for each in found.problems if each.severity == "error")
    return tuple(map(_told, found.problems)), ""


def _told(problem: Problem) -> Note:
    """A warning, in our words."""
    what = problem.message.removeprefix(_REMOVED)
    return dropped(what.rstrip("."), "elements") if what != problem.message else kept(problem.message)


def site(old: Old) -> bytes:
    """site.yaml, with the settings that the old site told; empty if it told none."""
    settings = asdict(old.settings)
    front = {name: settings[name] for name in old.told}
    return _yaml(front).encode() if front else b""


def authors(old: Old) -> Iterable[tuple[str, bytes]]:
    """The authors' files, by their keys."""
    taken: set[str] = set()
    for each in old.profiles:
        key = f"{AUTHORS}{slugify(each.name) or 'author'}.yaml"
        if key in taken or not (each.bio or each.picture or each.links):
            continue
        taken.add(key)
        content = _yaml(_profile(each)).encode()
        profile, _ = profiles.profile(Upload(key, content, datetime(2000, 1, 1, tzinfo=UTC)))
        if profile is not None:
            yield key, content


def _profile(each: Profile) -> dict[str, object]:
    return {
        "name": each.name[: limits.NAME],
        "bio": each.bio[: limits.NOTE],
        "picture": each.picture,
        "links": dict(each.links[: limits.PROFILE_LINKS]),
    }


def _image(image: Image | None) -> object:
    if image is None:
        return ""
    if not image.alt and not image.caption:
        return image.src
    return {key: value for key, value in (("src", image.src), ("alt", image.alt), ("caption", image.caption)) if value}


def _yaml(front: Mapping[str, object]) -> str:
    """Only what says something, in the order given, each text on one line."""
    said = {key: _plain(value) for key, value in front.items() if value not in ("", False, (), {}, None)}
    return (
        yaml.dump(said, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1_000_000) if said else ""
    )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
