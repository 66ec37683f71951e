"""What site.yaml may say: every setting, its spellings, what it means, and how much it may hold."""

from __future__ import annotations

from typing import Literal, cast, get_args

from pydantic import AliasChoices, Field

from presswork.article import limits, values
from presswork.article.declared import Declaration, shape
from presswork.article.model import Settings

_DEFAULT = Settings()

ShareLink = Literal["mail", "facebook", "x", "linkedin", "whatsapp", "telegram", "bluesky", "mastodon"]
"""Where an article can be passed on to."""
SHARE_LINKS: tuple[str, ...] = get_args(ShareLink)
_SPELLED = ", ".join(f"`{each}`" for each in SHARE_LINKS)


class SiteFile(Declaration):
    """The settings of the site; each has a default, so that none is needed."""

    title: str = Field(
        default=_DEFAULT.title,
        max_length=limits.TITLE,
        description="name of the site, at the top of every page",
        examples=["The Pellmouth Tidings"],
    )
    base_url: str = Field(
        default=_DEFAULT.base_url,
        title="Base URL",
        validation_alias=AliasChoices("base_url", "url", "baseURL"),
        pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s?#@]+$",
        max_length=limits.URL,
        description="absolute address of the front page",
        examples=["https://tidings.example"],
    )
    language: str = Field(
        default=_DEFAULT.language,
        validation_alias=AliasChoices("language", "lang"),
        pattern=f"^{values.LANGUAGE}$",
        max_length=limits.LANGUAGE,
        description="language tag of the site, and of articles that name none",
        examples=["en", "pt-BR"],
    )
    time_zone: str = Field(
        default=_DEFAULT.time_zone,
        validation_alias=AliasChoices("time_zone", "timezone"),
        max_length=limits.NAME,
        description="name of the time zone whose calendar the site follows, as in the IANA database",
        examples=["Europe/Berlin"],
    )
    permalink: str = Field(
        default=_DEFAULT.permalink,
        pattern=r"^/[^~]*\{slug\}[^~]*$",
        max_length=limits.ADDRESS_BYTES,
        description="pattern of addresses; the fields are `{year}`, `{month}`, `{day}`, `{slug}`, `{section}`",
        examples=["/{section}/{slug}"],
    )
    words_a_minute: int = Field(
        default=_DEFAULT.words_a_minute,
        ge=limits.WORDS_A_MINUTE[0],
        le=limits.WORDS_A_MINUTE[-1],
        description="how fast readers read, for the read time",
        examples=[230],
    )
    description: str = Field(
        default=_DEFAULT.description,
        max_length=limits.SUMMARY,
        description="one sentence on the site",
        examples=["News of the harbour and the town"],
    )
    search: bool = Field(
        default=_DEFAULT.search,
        description="`false`: the site's pages have no search form, and `/search` is not there",
        examples=[False],
    )
    reactions: bool = Field(
        default=_DEFAULT.reactions,
        description="`false`: articles do not ask what readers think, and `/api/reactions` is not there",
        examples=[False],
    )
    share: tuple[ShareLink, ...] = Field(
        default=cast("tuple[ShareLink, ...]", _DEFAULT.share),
        max_length=len(SHARE_LINKS),
        description=f"links to pass an article on: some of {_SPELLED}; `[]` for none",
        examples=[["mail", "mastodon"]],
    )
    indexnow: str = Field(
        default=_DEFAULT.indexnow,
        title="IndexNow key",
        pattern=r"^[A-Za-z0-9-]{8,128}$",
        max_length=limits.INDEXNOW_KEY,
        description="key, made up by you, under which search engines are told of changes; without it they are not",
        examples=["7c5f1e0a9b3d4826"],
    )
    websub: str = Field(
        default=_DEFAULT.websub,
        title="WebSub hub",
        pattern=r"^[Hh][Tt][Tt][Pp][Ss]://[^\s?#@]+$",
        max_length=limits.URL,
        description="address of the hub that is told of changed feeds; without it none is",
        examples=["https://pubsubhubbub.appspot.com/"],
    )


SHAPE = shape(SiteFile)
