"""What may stand above an article or a standing page: every field, its spellings, its meaning, how much it may hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from annotated_types import MaxLen
from pydantic import AfterValidator, AliasChoices, AwareDatetime, Field

from presswork.article import addresses, limits, values
from presswork.article.declared import Declaration
from presswork.article.model import Address

Moment = Annotated[AwareDatetime, Field(ge=datetime(limits.YEARS[0], 1, 1, tzinfo=UTC))]
"""A date, in one of the forms that docs/articles.md tells. In UTC, once it is understood."""
Name = Annotated[str, MaxLen(limits.NAME), Field(title="Name")]
"""Of a section, a topic or an author. A map with `name` counts as its name."""
SiteAddress = Annotated[Address, Field(pattern=r"^/([^/~][^~]*)?$"), AfterValidator(addresses.checked)]
"""A path of this site."""
Reference = Annotated[str, MaxLen(limits.ADDRESS_BYTES)]
"""Another article: its address, or its file."""


class ImageFields(Declaration):
    """The lead picture. A text in place of a map is its `src`."""

    src: str = Field(
        validation_alias=AliasChoices("src", "source", "url", "path"),
        min_length=1,
        max_length=limits.URL,
        description="path below `media/`, or http or https address",
        examples=["/media/port.jpg", "https://example.com/port.jpg"],
    )
    alt: str = Field(
        default="", max_length=limits.NOTE, description="its alternative text", examples=["A crane, with its arm up"]
    )
    caption: str = Field(
        default="", max_length=limits.NOTE, description="its caption", examples=["The first crane to move."]
    )


class CorrectionFields(Declaration):
    """One correction. A text in place of a map is its `text`."""

    text: str = Field(
        min_length=1,
        max_length=limits.NOTE,
        description="what was wrong, and what is right",
        examples=["It was Tuesday, not Wednesday."],
    )
    date: Moment | None = Field(default=None, description="when it was corrected", examples=["2026-11-25"])


class Matter(Declaration):
    """The fields that articles and standing pages have in common; each is empty where nothing is written.

    Of texts under several keys of one field, the first in the order of its spellings counts; lists are joined.
    """

    title: str = Field(
        default="",
        max_length=limits.TITLE,
        description="text; else the document's `<title>`, the first heading of the body, or the first line of a `.txt`",
        examples=["Port strike ends"],
    )
    date: Moment | None = Field(
        default=None,
        description=(
            "when it appears; may lie ahead. Else from the name (`2026-11-24-port-strike.md`) or the folders "
            "(`2026/11/24/`), else when it was first accepted"
        ),
        examples=["2026-11-24", "2026-11-24 18:30 +0100"],
    )
    updated: Moment | None = Field(
        default=None,
        validation_alias=AliasChoices("updated", "lastmod", "modified"),
        description="date of the last change that readers should know of",
        examples=["2026-11-25 09:00"],
    )
    slug: str = Field(
        default="",
        max_length=limits.TITLE,
        description="its name in the address; else the file's name without date, for `index.md` the folder's",
        examples=["port-strike"],
    )
    permalink: SiteAddress | None = Field(
        default=None,
        description="an address of its own, like `/about`, instead of the site's pattern",
        examples=["/about"],
    )
    aliases: tuple[SiteAddress, ...] = Field(
        default=(),
        validation_alias=AliasChoices("aliases", "alias", "redirect_from"),
        max_length=limits.ALIASES,
        description="further addresses, which redirect to it",
        examples=[["/2019/port-strike", "/old/port"]],
    )
    summary: str = Field(
        default="",
        validation_alias=AliasChoices("summary", "description", "excerpt"),
        max_length=limits.SUMMARY,
        description="text; else the beginning of the first paragraph",
        examples=["Dockers went back to work on Tuesday."],
    )
    lang: str = Field(
        default="",
        validation_alias=AliasChoices("lang", "language"),
        pattern=f"^({values.LANGUAGE})?$",
        max_length=limits.LANGUAGE,
        description="language tag, like `en` or `pt-BR`; else that of the HTML document or the site",
        examples=["de", "pt-BR"],
    )
    image: ImageFields | None = Field(
        default=None,
        validation_alias=AliasChoices("image", "images"),
        description="the lead picture: its `src`, or a map; of a list the first",
        examples=["/media/port.jpg", {"src": "/media/port.jpg", "alt": "A crane, with its arm up"}],
    )
    image_alt: str = Field(
        default="", max_length=limits.NOTE, description="the same as `image.alt`", examples=["A crane, with its arm up"]
    )
    image_caption: str = Field(
        default="",
        max_length=limits.NOTE,
        description="the same as `image.caption`",
        examples=["The first crane to move."],
    )
    draft: bool = Field(default=False, description="`true`: it is checked, but not shown", examples=[True])
    published: bool = Field(default=True, description="`false` is the same as `draft: true`", examples=[False])
    expires: Moment | None = Field(
        default=None,
        validation_alias=AliasChoices("expires", "expiry", "expiryDate"),
        description="when it is taken down",
        examples=["2027-01-01"],
    )
    translation_of: Reference = Field(
        default="", description="the article that this one translates", examples=["en/port-strike.md"]
    )


class FrontMatter(Matter):
    """The fields of an article."""

    authors: tuple[Name, ...] = Field(
        default=(),
        validation_alias=AliasChoices("authors", "author"),
        max_length=limits.AUTHORS,
        description="names; a map with `name` counts as its name",
        examples=[["Ann Lee", "Ben Okri"]],
    )
    sections: tuple[Name, ...] = Field(
        default=(),
        validation_alias=AliasChoices("sections", "section", "categories", "category"),
        max_length=limits.SECTIONS,
        description="names, the main one first",
        examples=[["World", "Business"]],
    )
    topics: tuple[Name, ...] = Field(
        default=(),
        validation_alias=AliasChoices("topics", "topic", "tags", "tag"),
        max_length=limits.TOPICS,
        description="names; a single text may hold several with commas between",
        examples=[["ports", "strikes"], "ports, strikes"],
    )
    corrections: tuple[CorrectionFields, ...] = Field(
        default=(),
        validation_alias=AliasChoices("corrections", "correction"),
        max_length=limits.CORRECTIONS,
        description="texts, or maps",
        examples=["It was Tuesday.", [{"date": "2026-11-25", "text": "It was Tuesday, not Wednesday."}]],
    )
    related: tuple[Reference, ...] = Field(
        default=(),
        max_length=limits.RELATED,
        description="articles to link to first: their addresses, or their files",
        examples=[["/2026/11/crane-drivers-walk-out", "2026/port.md"]],
    )
    blocked: tuple[Reference, ...] = Field(
        default=(),
        max_length=limits.RELATED,
        description="articles never to link to as related",
        examples=[["/2026/11/crane-drivers-walk-out"]],
    )


class PageMatter(Matter):
    """The fields of a standing page."""

    order: int = Field(
        default=100,
        validation_alias=AliasChoices("order", "weight"),
        ge=limits.ORDER[0],
        le=limits.ORDER[-1],
        description="its place in the navigation, the least first; of several with one number the label decides",
        examples=[1],
    )
    menu: Annotated[str, MaxLen(limits.NAME)] | bool = Field(
        default=True,
        description="what the navigation calls it, else its title; `false` keeps it out of there",
        examples=["About us", False],
    )
