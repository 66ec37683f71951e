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
    sections = "Ressorts"
    sections_line = "in"
    separator = ", "
    topics = "Themen"
    authors_line = "Von"
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
    reaction_failed = "Das hat nicht geklappt. Bitte versuchen Sie es später noch einmal."
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
    all_sections = "Alle Ressorts"
    all_topics = "Alle Themen"
    no_sections = "Noch steht kein Artikel in einem Ressort."
    no_topics = "Noch hat kein Artikel ein Thema."
    days_nav = "Tage"
    older_day = "Früher"
    newer_day = "Später"
    whole_month = "Der ganze Monat"
    by_day = "Alle, nach Tagen"
    home = "Zur Startseite"
    pages = "Über diese Website"
    about_authors = "Zu den Personen"
    about_author = "Zur Person"

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

    search = "Suche"
    search_label = "Artikel durchsuchen"
    search_hint = "Geben Sie ein paar Wörter ein, die sagen, was Sie suchen."
    search_none = "Nichts gefunden. Versuchen Sie es mit weniger oder anderen Wörtern."
    search_more = "Weitere Treffer"
    search_results = "Treffer"
    too_long = "Das ist zu viel auf einmal"
    only_read = "Das geht hier nicht"
    only_read_text = "Die Suche nimmt Suchwörter an und sonst nichts."

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

    def by_author(self, name: str) -> str:
        return f"Artikel von {name}"

    def newest_of_month(self, count: int) -> str:
        return f"Die {self.number(count)} neuesten des Monats."

    def newest_of_day(self, count: int) -> str:
        return f"Die {self.number(count)} neuesten des Tages."

    def first_sections(self, count: int) -> str:
        return f"Die ersten {self.number(count)} Ressorts."

    def first_topics(self, count: int) -> str:
        return f"Die ersten {self.number(count)} Themen."

    def at_most(self, characters: int) -> str:
        return f"Geben Sie ein paar Wörter ein, höchstens {characters} Zeichen."

    def number(self, count: int) -> str:
        return f"{count:,}".replace(",", ".")


WORDS = German()
