"""German."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from presswork.pages.words.en import Plural, Words


class German(Words):
    lang = "de"
    territory = "DE"
    months = (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    )  # fmt: skip

    skip = "Zum Inhalt springen"
    front_page = "Startseite"
    breadcrumb = "Sie sind hier"
    menu = "Menü"
    feeds = "Feeds"
    sections = "Ressorts"
    sections_index = "Ressorts"
    topics_index = "Themen"
    sections_line = "in"
    separator = ", "
    topics = "Themen"
    authors_line = "Von"
    about_author = "Zur Person"
    updated = "Aktualisiert am"
    corrected = "Korrigiert"
    corrected_on = "Korrigiert am"
    contents = "Inhalt"
    see_also = "Siehe auch"
    corrections = "Korrekturen"
    back_to_text = "Zurück zum Text"
    share = "Teilen"
    share_by_mail = "E-Mail"
    reactions = "Was meinen Sie?"
    related = "Mehr zum Thema"
    translations = "In anderen Sprachen:"
    more = "Weitere Artikel"
    previous = "Vorheriger Artikel"
    next = "Nächster Artikel"
    newest = "Die neuesten Artikel"
    older = "Ältere Artikel"
    months_nav = "Monate"
    older_month = "Früher"
    newer_month = "Später"
    days_nav = "Tage"
    earlier_day = "Früher"
    later_day = "Später"
    home = "Zur Startseite"

    search = "Suche"
    search_for = "Suchen nach"
    no_results = "Nichts gefunden"

    nothing = "Hier ist nichts"
    nothing_text = (
        "Unter dieser Adresse gibt es keine Seite. Vielleicht ist der Link veraltet, oder die Adresse enthält einen "
        "Tippfehler."
    )
    gone = "Dieser Artikel wurde entfernt"
    gone_text = "Er ist hier nicht mehr verfügbar."
    moved = "Dieser Artikel ist umgezogen"
    moved_text = "Sie finden ihn jetzt unter"
    empty = "Der erste Artikel kommt noch"
    empty_text = "Hier ist bisher nichts erschienen."

    reaction_names: Mapping[str, str] = {
        "happy": "Freude",
        "sad": "Trauer",
        "excited": "Begeisterung",
        "sleepy": "Müdigkeit",
        "angry": "Ärger",
        "surprise": "Überraschung",
    }

    minutes: Mapping[Plural, str] = {"one": "{} Minute", "other": "{} Minuten"}
    seconds: Mapping[Plural, str] = {"one": "{} Sekunde", "other": "{} Sekunden"}

    def reading(self, spans: Sequence[str]) -> str:
        return f"Lesezeit: {', '.join(spans)}"

    def common(self, reasons: str) -> str:
        return f"auch zum Thema {reasons}"

    def date(self, day: datetime) -> str:
        return f"{day.day}. {self.month(day.year, day.month)}"

    def time(self, moment: datetime) -> str:
        return f"{self.date(moment)}, {moment:%H:%M} Uhr"

    def quoted(self, text: str) -> str:
        return f"„{text}“"

    def by_author(self, name: str) -> str:
        return f"Artikel von {name}"

    def newest_of_month(self, count: int) -> str:
        return f"Die {count} neuesten des Monats."

    def first_of(self, count: int) -> str:
        return f"Die ersten {count}; es gibt noch mehr."

    def results_for(self, query: str) -> str:
        return f"Treffer für {self.quoted(query)}"

    def picture_credit(self, name: str) -> str:
        return f"Bild: {name}"


WORDS = German()
