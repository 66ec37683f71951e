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
    menu = "Menu"
    feeds = "Feeds"
    sections = "Sections"
    sections_index = "Sections"
    topics_index = "Topics"
    sections_line = "in"
    separator = ", "
    topics = "Topics"
    authors_line = "By"
    about_author = "About the author"
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
    days_nav = "Days"
    earlier_day = "Earlier"
    later_day = "Later"
    home = "Go to the front page"

    search = "Search"
    search_for = "Search for"
    no_results = "Nothing was found"

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

    def quoted(self, text: str) -> str:
        return f"“{text}”"

    def by_author(self, name: str) -> str:
        """The title of an author's list."""
        return f"Articles by {name}"

    def newest_of_month(self, count: int) -> str:
        return f"The {count} newest of the month."

    def first_of(self, count: int) -> str:
        """That a list has more than the number that is shown."""
        return f"The first {count} of more."

    def results_for(self, query: str) -> str:
        return f"Results for {self.quoted(query)}"

    def picture_credit(self, name: str) -> str:
        """Whose a picture is."""
        return f"Picture: {name}"


WORDS = Words()
