"""react: a reader says what an article makes of him, changes it, or takes it back.

Counts are no part of any page: a publish never changes them, and they wake nothing. A reader is told apart by a keyed
hash of his address and his browser, for one article and one day; nothing else is kept of him (docs/decisions/0015).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import Literal, NamedTuple, Protocol, get_args
from urllib.parse import parse_qsl, urlsplit

from msgspec import DecodeError, Struct, ValidationError, json

from presswork.article import uploads
from presswork.article.limits import KEY_BYTES
from presswork.article.model import Article, ArticleId
from presswork.index import keys
from presswork.index.rows import Site
from presswork.index.table import Table
from presswork.pages import addresses
from presswork.steps.ports import Busy

Reaction = Literal["happy", "sad", "excited", "sleepy", "angry", "surprise"]
REACTIONS: tuple[Reaction, ...] = get_args(Reaction)
METHODS = ("GET", "HEAD", "POST")
JSON, FORM, PROBLEM = "application/json", "application/x-www-form-urlencoded", "application/problem+json"
BODY_BYTES = 1_000
BLOCK = "#theme--reactions"
"""Where on its page an article asks."""
_ONE_OF = f"one of {', '.join(REACTIONS)}"
_AGENT = 300
"""Characters of what a browser says of itself that tell it apart."""
_TRIES = 5
"""So often a reader's choice is tried who makes several at once."""


class Reactions(Protocol):
    """The table of reactions. Votes are kept for a day; counts stay."""

    def key(self, day: date) -> bytes:
        """The key of a day, the same for all who ask: made when it is first asked for, and forgotten after."""
        ...

    def vote(self, visitor: str) -> str:
        """What the visitor has chosen; empty for nothing."""
        ...

    def change(self, article: ArticleId, visitor: str, was: str, to: str, until: datetime) -> bool:
        """Change a vote and the counts in one. False, nothing done, if the vote is not `was`. Busy."""
        ...

    def counts(self, article: ArticleId) -> Mapping[str, int]: ...


class Asked(NamedTuple):
    """A reader's request. All of it may be anything."""

    method: str
    article: str
    body: bytes = b""
    content_type: str = ""
    origin: str = ""
    """Of the page that sent it, as browsers say it: empty for others, and where a page reads from its own site."""
    fetch_site: str = ""
    """How that page's site is related to this one, as newer browsers say it: `same-origin`."""
    address: str = ""
    """Of the reader on the network."""
    agent: str = ""


class Answer(NamedTuple):
    status: HTTPStatus
    body: bytes
    headers: Mapping[str, str]


class _Wish(Struct, frozen=True, forbid_unknown_fields=True):
    reaction: Literal[Reaction, ""]


class _Shown(Struct, frozen=True):
    counts: Mapping[str, int]
    mine: str


class _Refused(Exception):
    """The request cannot be met: the status, and the reason."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def react(asked: Asked, *, table: Table, reactions: Reactions, now: datetime) -> Answer:
    """The counts and the reader's own choice, as JSON; after a form, the way back to the article; or a problem."""
    try:
        return _answer(asked, table, reactions, now)
    except _Refused as refused:
        headers = {"allow": ", ".join(METHODS)} if refused.status == HTTPStatus.METHOD_NOT_ALLOWED else {}
        return _problem(refused.status, str(refused), headers)
    except Busy:
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, "Too many choose at once. Try again.", {"retry-after": "1"})


def _answer(asked: Asked, table: Table, reactions: Reactions, now: datetime) -> Answer:
    if asked.method not in METHODS:
        raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED, "Reactions can be read (GET) and made (POST).")
    site, article = _article(asked.article, table)
    visitor = visitor_of(asked, reactions.key(now.astimezone(UTC).date()))
    if asked.method != "POST":
        return _shown(reactions, article.id, reactions.vote(visitor))
    _check_sender(asked, site)
    choose = _choice(asked)
    mine = _change(article.id, visitor, choose, reactions, _midnight_after(now))
    if _kind(asked) == FORM:
        back = addresses.encode(article.card.address) + BLOCK
        return Answer(HTTPStatus.SEE_OTHER, b"", {"location": back, "cache-control": "no-store"})
    return _shown(reactions, article.id, mine)


def _article(named: str, table: Table) -> tuple[Site, Article]:
    """The site, and the live article of an id."""
    unknown = _Refused(HTTPStatus.NOT_FOUND, "There is no such article, or it takes no reactions.")
    if not 0 < len(named.encode(errors="replace")) <= KEY_BYTES:
        raise unknown
    article = ArticleId(named)
    rows = table.snapshot([keys.site(), keys.standing(article)])
    site, standing = rows.get(keys.site()) or Site(), rows.get(keys.standing(article))
    if not (site.settings.reactions and site.reactions) or uploads.is_page(article):
        raise unknown
    if not standing or standing.state != "live" or not standing.article:
        raise unknown
    return site, standing.article


def _check_sender(asked: Asked, site: Site) -> None:
    """Only the site's own pages may send a reader's choice, and what no browser sends is nobody's but the sender's."""
    if asked.fetch_site:
        own = asked.fetch_site == "same-origin"
    else:
        own = not asked.origin or asked.origin == origin_of(site.settings.base_url)
    if not own:  # not 403: the CDN takes that for a page that is missing
        raise _Refused(HTTPStatus.BAD_REQUEST, "This was not sent by a page of this site.")


def origin_of(url: str) -> str:
    """Scheme, host and port, as browsers say it."""
    parts = urlsplit(url.lower())
    default = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return f"{parts.scheme}://{parts.netloc.removesuffix(default)}"


def _choice(asked: Asked) -> Callable[[str], str]:
    """What becomes of a reader's present choice.

    JSON says what it shall be, so it may be sent twice. A form knows no present choice: the same again takes it back.
    """
    if len(asked.body) > BODY_BYTES:
        raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A body has {BODY_BYTES} bytes at most.")
    if _kind(asked) == JSON:
        wish = _wish(asked.body)
        return lambda _: wish
    if _kind(asked) == FORM:
        pressed = next((value for name, value in _fields(asked.body) if name == "reaction"), "")
        if pressed not in REACTIONS:
            raise _Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"`reaction` is {_ONE_OF}.")
        return lambda was: "" if was == pressed else pressed
    raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send {JSON} or {FORM}.")


def _wish(body: bytes) -> str:
    try:
        return json.decode(body, type=_Wish).reaction
    except ValidationError as error:
        raise _Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY, f'{error}. Send {{"reaction": …}}: {_ONE_OF}, or "" for none.'
        ) from None
    except (DecodeError, UnicodeDecodeError) as error:
        raise _Refused(HTTPStatus.BAD_REQUEST, f"The body is no JSON: {error}.") from None


def _fields(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode(errors="replace"), errors="replace")


def _kind(asked: Asked) -> str:
    return asked.content_type.partition(";")[0].strip().lower()


def _change(
    article: ArticleId, visitor: str, choose: Callable[[str], str], reactions: Reactions, until: datetime
) -> str:
    for _ in range(_TRIES):
        was = reactions.vote(visitor)
        to = choose(was)
        if to == was or reactions.change(article, visitor, was, to, until):
            return to
    raise Busy


def visitor_of(asked: Asked, key: bytes) -> str:
    """Who asks about which article: 32 hexadecimal digits, which lead nowhere without the day's key."""
    said = "\0".join((asked.article, _network(asked.address), asked.agent[:_AGENT]))
    return hmac.new(key, said.encode(errors="replace"), "sha256").hexdigest()[:32]


def _network(address: str) -> str:
    """An address as it tells readers apart: in IPv6 each has a whole network, /64, to choose from."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else str(found)


def _midnight_after(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def _shown(reactions: Reactions, article: ArticleId, mine: str) -> Answer:
    counts = reactions.counts(article)
    body = json.encode(_Shown({each: counts.get(each, 0) for each in REACTIONS}, mine))
    return Answer(HTTPStatus.OK, body, {"content-type": JSON, "cache-control": "no-store"})


def _problem(status: HTTPStatus, detail: str, headers: Mapping[str, str]) -> Answer:
    """As RFC 9457 says."""
    body = json.encode({"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail})
    return Answer(status, body, {"content-type": PROBLEM, "cache-control": "no-store", **headers})
