"""A newspaper of a few articles that shows every kind of page: a theme is tried on it before readers see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from msgspec.structs import replace

from presswork.article.accept import Accepted
from presswork.article.model import (
    Address,
    ArticleId,
    Digest,
    Picture,
    Profile,
    ProfileLink,
    Proof,
    Rendered,
    Settings,
    Upload,
)
from presswork.article.names import slug
from presswork.article.uploads import id_of
from presswork.index import keys
from presswork.index.memory import MemoryTable
from presswork.index.rows import Claim, Made, Record, Site, Stored, ThemeFile
from presswork.index.site import Index, NoRenditions
from presswork.pages import search
from presswork.pages.page import Page
from presswork.pages.respond import press_of, respond
from presswork.pages.theme import Theme, own
from presswork.pictures.renditions import hash_of, widths_for
from presswork.steps.build import all_addresses, fill, post
from presswork.steps.validate import held, judge

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

_PARAGRAPH = "The harbour opens at six, and the first boats come in with the tide, as they have done for years. " * 12
_LONG = f"""---
title: The harbour opens
date: 2026-10-23T06:00:00Z
updated: 2026-10-24T06:00:00Z
summary: Boats come in again.
authors: [Ada Marsh, Ben Okoro]
sections: [News, Harbour]
topics: [harbour, tides]
image: {{src: https://example.com/harbour.jpg, alt: A crane, caption: The first crane.}}
corrections: [{{date: 2026-10-24, text: The hour was wrong.}}]
aliases: [/harbour]
related: [short.md]
---
{_PARAGRAPH}

## Boats

{_PARAGRAPH}

## Tides

| Day | Tide |
|---|---|
| 1 | high |

## Cranes

![A crane](https://example.com/crane.jpg)

## People

{_PARAGRAPH}[^1]

{_PARAGRAPH}

[^1]: A note.
"""
_SHORT = """---
title: The harbour at night
date: 2026-11-23T06:00:00Z
topics: [harbour, tides]
sections: [News]
image: {src: night.jpg, alt: The harbour in the dark}
---
Boats and tides at the harbour.

![A lamp](/media/night.jpg)
"""
_ARABIC = """---
title: الميناء
date: 2026-11-22T06:00:00Z
lang: ar
translation_of: short.md
image: {src: not-there-yet.jpg, alt: الميناء}
---
الميناء مفتوح.
"""
_PAGE = f"""---
title: About us
updated: 2026-10-24T06:00:00Z
image: {{src: night.jpg, alt: A house, caption: The house.}}
---
{_PARAGRAPH}

![A lamp](/media/night.jpg)
"""
_UPLOADS = {
    "articles/long.md": _LONG,
    "articles/short.md": _SHORT,
    "articles/arabic.md": _ARABIC,
    "pages/about.md": _PAGE,
}
_PROFILE = Profile(
    "Ada Marsh",
    "<p>Writes.</p>",
    picture=Picture("https://example.com/ada.jpg", "Ada"),
    links=(ProfileLink("Mail", "mailto:ada@example.com"),),
)
_NIGHT = Rendered("night.jpg", hash_of(b""), 800, 600, widths_for(800))
_GONE = ArticleId("gone.md"), Record(2, "removed", article=None, former=(Address("/gone"),))


class _Proofs(dict[Digest, Proof]):
    def put(self, digest: Digest, proof: Proof) -> None:
        self[digest] = proof

    def delete(self, digest: Digest) -> None:
        del self[digest]


class _Renditions(NoRenditions):
    """There is no picture in them: a theme does not look into it."""

    def get(self, of: str, name: str) -> bytes:  # noqa: ARG002
        return b""


def pages(settings: Settings, files: Mapping[str, bytes]) -> Iterator[tuple[Address, Page | None]]:
    """Every page of the sample, with a theme of the site's own. own.Fault where it does not work."""
    site = Index(MemoryTable(), _Proofs(), _Renditions())
    site.table.write({keys.made(_NIGHT.source): Made(1, Stored("night", _NIGHT))})
    name = own.name_of(files, 0)
    site.table.write({keys.site(): Site(settings=settings, theme=name)})
    site.table.write({keys.theme(name).at(file): ThemeFile(body) for file, body in files.items()})
    gone, removed = _GONE
    site.table.write({keys.claim(each): Claim(gone, "former") for each in removed.former})
    records = {gone: removed, **{id_of(each): _record(each, site, settings) for each in _UPLOADS}}
    site.table.write({keys.profiles(slug(_PROFILE.name)).at("ada.yaml"): _PROFILE})
    fill(site, records, NOW)
    post(site, records, NOW)
    theme = Theme(strict=True)
    for address in sorted(all_addresses(site, records.values())):
        yield address, respond(address, site, theme)
    for asked in (search.Asked("harbour"), search.Asked("zeppelin"), search.Asked()):
        yield Address(search.PATH), Page(search.respond(asked, press_of(site, theme)))


def _record(key: str, site: Index, settings: Settings) -> Record:
    """What becomes of an article of the sample, its proof and its claims stored."""
    verdict = judge(Upload(key, _UPLOADS[key].encode(), NOW), settings, Record())
    if not isinstance(verdict, Accepted):
        raise ValueError(f"the sample is not accepted: {verdict}")
    article = replace(verdict.article, proof=Digest(key))
    site.proofs.put(article.proof, verdict.proof)
    site.table.write({keys.claim(address): claim for address, claim in held(article).items()})
    return Record(1, "published", article, first=NOW)
