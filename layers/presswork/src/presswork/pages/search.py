"""The search page: what a reader looks for, and what was found. It is made when it is asked for, and kept nowhere.

So it is no address of the site: `respond` does not know it, and no change wakes it.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from presswork.article.names import tidy
from presswork.article.problems import Unfit
from presswork.article.values import language
from presswork.index.search import CANDIDATES, Found, search
from presswork.pages.press import SEARCH_CHARACTERS, Head, Press, SearchForm

PATH = "/search"
SHOWN = 20
"""Articles on one page of results."""
_PAGES = -(-CANDIDATES // SHOWN)


class Asked(NamedTuple):
    """What a reader asks for. All of it may be anything: what makes no sense is left aside."""

    text: str = ""
    lang: str = ""
    """Where the reader comes from a page in another language than the site's."""
    before: str = ""
    """A position, for the articles older than it."""
    page: str = ""
    """A number: which SHOWN of what was found."""


def respond(asked: Asked, press: Press) -> bytes:
    """The page for what was asked. Its form holds it for another try."""
    text, lang = tidy(asked.text), _language(asked.lang) or press.settings.language
    number = _number(asked.page)
    found = search(text, (lang, press.settings.language), press.index, asked.before) if text else Found()
    shown = found.cards[(number - 1) * SHOWN : number * SHOWN]
    head = Head(title=press.words.search, lang=press.settings.language)
    values = {
        "form": SearchForm(lang, text),
        "entries": [press.entry(card, press.settings.language) for card in shown],
        "more": _more(asked, number, len(found.cards), found.older),
    }
    return press.print("search.html", head, values)


def too_long(asked: Asked) -> bool:
    return len(asked.text) > SEARCH_CHARACTERS


def notice(heading: str, text: str, press: Press) -> bytes:
    """Why nothing was looked for."""
    head = Head(title=heading, lang=press.settings.language)
    return press.print("notice.html", head, {"heading": heading, "text": text, "to": None})


def _more(asked: Asked, number: int, found: int, older: str) -> str:
    """Where the next results are: of what was found, and then further back. Empty if that was all."""
    if found > number * SHOWN:
        place = {"before": asked.before, "page": str(number + 1)}
    elif older:
        place = {"before": older}
    else:
        return ""
    given = {"q": asked.text, "lang": asked.lang, **place}
    return f"{PATH}?{urlencode({name: value for name, value in given.items() if value})}"


def _number(text: str) -> int:
    return int(text) if text in map(str, range(1, _PAGES + 1)) else 1


def _language(text: str) -> str:
    try:
        return language(text)
    except Unfit:
        return ""
