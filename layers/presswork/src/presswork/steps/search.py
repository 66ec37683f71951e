"""search: a reader's question is answered from the index. It writes nothing, so nothing can be half done."""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

from presswork.index.site import Index
from presswork.pages import nothing
from presswork.pages.press import SEARCH_CHARACTERS, Press
from presswork.pages.respond import press_of
from presswork.pages.search import Asked, notice, respond, too_long

READS = ("GET", "HEAD")
"""The methods that it takes."""


class Answer(NamedTuple):
    """What a reader gets."""

    status: HTTPStatus
    body: bytes
    fault: str = ""
    """What was wrong with a template of the site's own, so that ours took its place."""


def search(method: str, asked: Asked, *, site: Index) -> Answer:
    """The page of results, or a notice: 404 if the site has no search, 405 for a method, 414 for too long a text."""
    press = press_of(site)
    status, body = _answer(method, asked, press)
    return Answer(status, body, next(iter(press.theme.faults), ""))


def _answer(method: str, asked: Asked, press: Press) -> tuple[HTTPStatus, bytes]:
    said = press.words
    if not press.settings.search:
        return HTTPStatus.NOT_FOUND, nothing.respond(press).body
    if method not in READS:
        return HTTPStatus.METHOD_NOT_ALLOWED, notice(said.only_read, said.only_read_text, press)
    if too_long(asked):
        return HTTPStatus.REQUEST_URI_TOO_LONG, notice(said.too_long, said.at_most(SEARCH_CHARACTERS), press)
    return HTTPStatus.OK, respond(asked, press)
