"""What pages tell of authors: from the profile to the box under an article and at the top of the author's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from presswork.article import names
from presswork.article.model import Profile
from presswork.article.pictures import source
from presswork.pages import words
from presswork.pages.pictures import Image, image
from presswork.pages.press import Link, Press, list_links


class About(NamedTuple):
    """An author as a page tells of one."""

    link: Link
    """To the author's page."""
    image: Image | None
    bio: str
    """Safe as it is."""
    lang: str
    """Of the bio; empty where it is the page's."""
    dir: str
    links: Sequence[Link]
    same_as: Sequence[str]


def about(authors: Sequence[str], press: Press, lang: str) -> dict[str, About]:
    """What is told of authors on a page in a language, by slug: of those of whom anything is told, in their order."""
    told = zip(list_links("author", authors), authors, press.index.profiles(authors), strict=True)
    found = ((name, _about(link, profile, press, lang)) for link, name, profile in told if profile)
    return {names.slug(name): each for name, each in found if each.bio or each.image or each.links or each.same_as}


def _about(link: Link, profile: Profile, press: Press, page: str) -> About:
    lang = profile.lang or press.settings.language
    other = page != lang and not page.startswith(f"{lang}-")
    links = [Link(each.url, each.label) for each in profile.links]
    return About(
        link=link,
        image=_picture(profile, press),
        bio=profile.bio,
        lang=lang if other else "",
        dir=words.direction(lang),
        links=links,
        same_as=profile.same_as,
    )


def _picture(profile: Profile, press: Press) -> Image | None:
    """None also for a picture of `media/`: that is public only while an article shows it."""
    picture = profile.picture
    if picture is None or source(picture.source, press.settings.base_url) is not None:
        return None
    return image(picture)
