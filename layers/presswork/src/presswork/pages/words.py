"""The words that the theme itself says. One class a language; English where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

_RIGHT_TO_LEFT = {
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi",
}  # fmt: skip
_RIGHT_TO_LEFT_SCRIPTS = {"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}


class Words:
    """English, and what a language has to say: its class overrides all of these."""

    lang = "en"
    months = (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )  # fmt: skip

    skip = "Skip to the content"
    sections = "Sections"
    sections_line = "in"
    separator = ", "
    topics = "Topics"
    authors_line = "By"
    updated = "Updated"
    contents = "Contents"
    see_also = "See also"
    corrections = "Corrections"
    reactions = "What do you think?"
    related = "Related"
    translations = "In other languages:"
    more = "More articles"
    previous = "Previous"
    next = "Next"
    newest = "The newest articles"
    older = "Older articles"
    months_nav = "Months"
    older_month = "Earlier"
    newer_month = "Later"
    all_sections = "All sections"
    all_topics = "All topics"
    no_sections = "No article is in a section yet."
    no_topics = "No article has a topic yet."
    days_nav = "Days"
    older_day = "Earlier"
    newer_day = "Later"
    whole_month = "The whole month"
    by_day = "All of them, by day"
    home = "Go to the front page"
    pages = "About this site"
    about_authors = "About the authors"
    about_author = "About the author"

    nothing = "Nothing is here"
    nothing_text = "No page has this address. The link may be old, or the address may have a typing error."
    gone = "This article was removed"
    gone_text = "It is no longer published here."
    moved = "This article has moved"
    moved_text = "It is now at"
    empty = "The first article is yet to come"
    empty_text = "Nothing has been published here so far."

    reaction_names: Mapping[str, str] = {
        "happy": "Happy",
        "sad": "Sad",
        "excited": "Excited",
        "sleepy": "Sleepy",
        "angry": "Angry",
        "surprise": "Surprise",
    }

    def read_time(self, minutes: int, seconds: int) -> str:
        """`Read Time: 1 Minute, 21 Seconds`. A part that is zero is left out; empty if both are."""
        parts = ((minutes, "Minute"), (seconds, "Second"))
        said = ", ".join(f"{count} {unit}{'s' * (count != 1)}" for count, unit in parts if count)
        return f"Read Time: {said}" if said else ""

    def also_about(self, reasons: Sequence[str]) -> str:
        """Why an article is related: what both are about."""
        return f"also about {self.separator.join(reasons)}" if reasons else ""

    def date(self, day: datetime) -> str:
        return f"{day.day} {self.month(day.year, day.month)}"

    def time(self, moment: datetime) -> str:
        return f"{self.date(moment)}, {moment:%H:%M}"

    def month(self, year: int, month: int) -> str:
        return f"{self.months[month - 1]} {year}"

    def in_month(self, title: str, month: str) -> str:
        """The title of a list's month."""
        return f"{title}, {month}"

    def by_author(self, name: str) -> str:
        """The title of an author's list."""
        return f"Articles by {name}"

    def newest_of_month(self, count: int) -> str:
        return f"The {self.number(count)} newest of the month."

    def newest_of_day(self, count: int) -> str:
        return f"The {self.number(count)} newest of the day."

    def first_sections(self, count: int) -> str:
        return f"The first {self.number(count)} sections."

    def first_topics(self, count: int) -> str:
        return f"The first {self.number(count)} topics."

    def number(self, count: int) -> str:
        return f"{count:,}"


_LANGUAGES: Mapping[str, Words] = {"en": Words()}


def of(lang: str) -> Words:
    """The words for a language tag: those of its primary language, or English."""
    return _LANGUAGES.get(lang.partition("-")[0].lower(), _LANGUAGES["en"])


def direction(lang: str) -> str:
    """`rtl` or `ltr`: of the script that a language tag names, or else that its language is written in."""
    primary, *subtags = lang.lower().split("-")
    script = next((tag for tag in subtags if len(tag) == 4 and tag.isalpha()), None)
    right = script in _RIGHT_TO_LEFT_SCRIPTS if script else primary in _RIGHT_TO_LEFT
    return "rtl" if right else "ltr"
