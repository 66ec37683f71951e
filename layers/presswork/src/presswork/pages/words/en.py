"""English, and what every language has to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, TypeAlias

Plural: TypeAlias = Literal["one", "two", "few", "many", "other"]
"""The forms that words have with numbers; a language has some of them, and `other` in any case."""


class Words:
    """The words that the theme itself says. A language's class overrides all of these; what it left out is English.

    Texts that hold a number or a name are functions: each language puts them where they belong.
    """

    lang = "en"
    script = "latn"
    """In which the words are written: those who read their language in another one are given English."""
    territory = "US"
    """Where the language is at home for Open Graph, where a language tag names no place."""
    months = (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )  # fmt: skip

    skip = "Skip to the content"
    front_page = "Front page"
    breadcrumb = "You are here"
    sections = "Sections"
    sections_line = "in"
    separator = ", "
    topics = "Topics"
    authors_line = "By"
    updated = "Updated"
    corrected = "Corrected"
    corrected_on = "Corrected"
    """Before a date."""
    contents = "Contents"
    see_also = "See also"
    corrections = "Corrections"
    back_to_text = "Back to the text"
    share = "Share"
    share_by_mail = "E-mail"
    reactions = "What do you think?"
    reaction_failed = "That did not work. Please try again later."
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

    search = "Search"
    search_label = "Search the articles"
    search_hint = "Write a few words that say what you are looking for."
    search_none = "Nothing was found. Try fewer words, or other ones."
    search_more = "More results"
    search_results = "What was found"
    too_long = "This is too much to look for"
    only_read = "This cannot be done here"
    only_read_text = "The search takes words to look for, and nothing else."

    reaction_names: Mapping[str, str] = {
        "happy": "Happy",
        "sad": "Sad",
        "excited": "Excited",
        "sleepy": "Sleepy",
        "angry": "Angry",
        "surprise": "Surprise",
    }

    minutes: Mapping[Plural, str] = {"one": "{} Minute", "other": "{} Minutes"}
    seconds: Mapping[Plural, str] = {"one": "{} Second", "other": "{} Seconds"}

    def plural(self, count: int) -> Plural:
        """Which of a word's forms goes with a number, by the rules of CLDR."""
        return "one" if count == 1 else "other"

    def counted(self, count: int, forms: Mapping[Plural, str]) -> str:
        """A number with its word: `2 Minutes`."""
        return (forms.get(self.plural(count)) or forms["other"]).format(count)

    def read_time(self, minutes: int, seconds: int) -> str:
        """`Read Time: 1 Minute, 21 Seconds`. A part that is zero is left out; empty if both are."""
        parts = ((minutes, self.minutes), (seconds, self.seconds))
        said = [self.counted(count, forms) for count, forms in parts if count]
        return self.reading(said) if said else ""

    def reading(self, spans: Sequence[str]) -> str:
        """The read time, of its minutes and its seconds, or of one of them."""
        return f"Read Time: {', '.join(spans)}"

    def also_about(self, reasons: Sequence[str]) -> str:
        """Why an article is related: what both are about. Empty if nothing is known."""
        return self.common(self.separator.join(reasons)) if reasons else ""

    def common(self, reasons: str) -> str:
        """That an article is about something, too."""
        return f"also about {reasons}"

    def date(self, day: datetime) -> str:
        return f"{day.day} {self.month(day.year, day.month)}"

    def time(self, moment: datetime) -> str:
        return f"{self.date(moment)}, {moment:%H:%M}"

    def month(self, year: int, month: int) -> str:
        """A month in the middle of a line."""
        return f"{self.months[month - 1]} {year}"

    def in_month(self, title: str, month: str) -> str:
        """The title of a list's month; of the month itself, if the list has none."""
        return f"{title}, {month}" if title else month

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

    def at_most(self, characters: int) -> str:
        """How much a reader may look for."""
        return f"Write a few words, {characters} characters at most."

    def number(self, count: int) -> str:
        """A number as it stands in a text."""
        return f"{count:,}"


WORDS = Words()
