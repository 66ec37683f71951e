"""What an author's file may say: every field, its spellings, what it means, and how much it may hold."""

from __future__ import annotations

from typing import Annotated

from annotated_types import MaxLen
from pydantic import AliasChoices, Field

from presswork.article import limits, values
from presswork.article.declared import Declaration

Label = Annotated[str, MaxLen(limits.NAME)]
WebAddress = Annotated[str, MaxLen(limits.URL), Field(pattern="^[Hh][Tt][Tt][Pp][Ss]://")]


class PictureFields(Declaration):
    """A picture of the author. A text in place of a map is its `src`."""

    src: str = Field(
        validation_alias=AliasChoices("src", "source", "url", "path"),
        min_length=1,
        max_length=limits.URL,
        description="its http or https address; pictures of `media/` are shown by articles and standing pages only",
        examples=["https://example.com/ann-lee.jpg"],
    )
    alt: str = Field(
        default="", max_length=limits.NOTE, description="its alternative text", examples=["Ann Lee on the quay"]
    )


class AuthorFile(Declaration):
    """What readers are told of an author."""

    name: str = Field(
        default="",
        max_length=limits.NAME,
        description="as articles name the author; case makes no difference",
        examples=["Ann Lee"],
    )
    bio: str = Field(
        default="",
        max_length=limits.NOTE,
        description="who that is: Markdown, of which paragraphs, emphasis and links stay",
        examples=["Reports on the harbour since 2019."],
    )
    lang: str = Field(
        default="",
        validation_alias=AliasChoices("lang", "language"),
        pattern=f"^({values.LANGUAGE})?$",
        max_length=limits.LANGUAGE,
        description="language tag of the bio; else the site's",
        examples=["de"],
    )
    picture: PictureFields | None = Field(
        default=None,
        validation_alias=AliasChoices("picture", "image", "photo"),
        description="a picture of the author: its `src`, or a map",
        examples=[{"src": "https://example.com/ann-lee.jpg", "alt": "Ann Lee on the quay"}],
    )
    links: dict[Label, str] = Field(
        default={},
        max_length=limits.PROFILE_LINKS,
        description="a map: what each link is called, and its https or mailto address",
        examples=[{"Mastodon": "https://social.example/@ann", "Mail": "mailto:ann@tidings.example"}],
    )
    same_as: tuple[WebAddress, ...] = Field(
        default=(),
        max_length=limits.PROFILE_LINKS,
        description="https addresses of pages on the same person elsewhere, for search engines",
        examples=[["https://orcid.example/0000-0001"]],
    )
