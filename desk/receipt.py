"""`presswork receipt`: that nothing of a removed article stands anywhere any more, place by place.

The places are those that the site's own code names: every address that the article had, every page that would show it,
every row that it would own. So a new kind of page is looked at as soon as the pipeline wakes it for an article.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from desk import marks
from desk.audit import read
from desk.connect import Deployment, Target, connected
from desk.console import Console, DeskError, count, printable
from desk.marks import Mark, given_away
from desk.remains import Place, Subject, files, rows, upload_versions
from desk.together import side_by_side
from presswork.article.accept import Accepted, accept
from presswork.article.model import Address, ArticleId, Upload
from presswork.article.plaintext import plain_text
from presswork.article.uploads import MEDIA, has_id, id_of, key_of
from presswork.index import keys, lists
from presswork.index.choose import choose
from presswork.index.rows import Indexed, Record
from presswork.index.site import Index
from presswork.index.table import Query
from presswork.pages import addresses, wakes
from presswork.pages.addresses import PictureFile
from presswork.steps.build import all_addresses
from presswork.steps.index import own_addresses

SECONDS = 10.0
"""How long the CDN may take for an answer."""
SHOWN = 5
"""Articles that are named, of those that show a picture as well."""
_NOT_THERE = {404, 410}


class Receipt(Struct, frozen=True):
    """All of it, for machines."""

    article: ArticleId
    state: str
    clear: bool
    """Nothing is left where readers come."""
    places: tuple[Place, ...]


class Answer(NamedTuple):
    """What stands at an address. The status is 404 where nothing does."""

    status: int
    body: bytes = b""
    cache: str = ""
    """What the CDN says of its cache."""


def receipt(name: str, target: Target, *, everywhere: bool, console: Console) -> int:
    """Tell of each place whether anything of an article is left there. Returns the exit code: 1 if anything is.

    `name`: an address, a URL, or an upload's key. `everywhere`: read every page of the site. DeskError.
    """
    with connected(target, console) as deployment:
        found = made(deployment, name, everywhere, console)
    for each in found.places:
        console.say(printable(f"{each.verdict:<6} {each.where}: {each.what}"))
    console.say(_summary(found))
    console.outcome(found)
    return 0 if found.clear else 1


def made(deployment: Deployment, name: str, everywhere: bool, console: Console) -> Receipt:
    """The receipt for an article by its address or key. DeskError if there is none."""
    subject = _subject(deployment.index, name)
    if subject.standing.state == "live":
        place = Place(subject.article.card.address, "found", "the article is live")
        return Receipt(subject.id, "live", clear=False, places=(place,))
    places = [
        *_pages(deployment, subject, everywhere, console),
        *_pictures(deployment, subject),
        *rows(deployment.index, subject),
        *files(deployment, subject),
    ]
    clear = all(each.verdict != "found" for each in places)
    return Receipt(subject.id, subject.standing.state, clear, tuple(places))


def _summary(found: Receipt) -> str:
    if found.state == "live":
        return f"{found.article} is live. Remove its upload, or mark it as a draft, and ask again."
    left = sum(each.verdict == "found" for each in found.places)
    if left:
        return (
            f"{found.article} is {found.state}, but something of it is left in {count(left, 'place')}. When the queues"
            " are empty, presswork audit --repair makes pages again; links in other texts are their authors' to mend."
        )
    return f"{found.article} is {found.state}: nothing of it is left in {count(len(found.places), 'place')} looked at."


# Which article


def _subject(index: Index, name: str) -> Subject:
    id_ = _id(index, name)
    record = index.table.get(keys.record(id_))
    if record is None or record.article is None:
        raise DeskError(
            f"{name}: no article was ever accepted there. Name an address that it had, or its upload's key."
        )
    indexed = index.table.get(keys.indexed(id_)) or Indexed()
    own = frozenset(own_addresses(record, indexed))
    return Subject(id_, record, record.article, indexed, index.standing(id_), own)


def _id(index: Index, name: str) -> ArticleId:
    """Of the article that has an address, or had it last; or of an upload's key."""
    if has_id(name):
        return id_of(name)
    claim = index.claim(Address(unquote(urlsplit(name).path)))
    if claim is None:
        raise DeskError(f"{name}: no article ever had this address. Name one that it had, or its upload's key.")
    return claim.id


def _text(deployment: Deployment, subject: Subject) -> str:
    """Of its last version that the source bucket still keeps; empty if it keeps none."""
    key = key_of(subject.id)
    for version in upload_versions(deployment, subject.id):
        found = deployment.clients.s3.get_object(
            Bucket=deployment.stack.upload_bucket, Key=key, VersionId=version["VersionId"]
        )
        with found["Body"] as stream:
            upload = Upload(key, stream.read(), found["LastModified"])
        verdict = accept(upload, deployment.index.site().settings, subject.record.first or upload.modified)
        if isinstance(verdict, Accepted):
            return plain_text(verdict.proof.html)
    return ""


# Pages, in the site bucket and at the CDN


def _pages(deployment: Deployment, subject: Subject, everywhere: bool, console: Console) -> Iterator[Place]:
    """Its own addresses first, then every page that could show it."""
    index = deployment.index
    claims = {address: index.claim(address) for address in subject.own}
    others = {address: claim.id for address, claim in claims.items() if claim and claim.id != subject.id}
    mine = subject.own - others.keys()
    looked_for = [*marks.of(subject.article, mine, _text(deployment, subject), index.site().settings.base_url)]

    def judge(address: Address) -> list[Place]:
        return _judged(deployment, address, looked_for, others.get(address), own=address in mine)

    own = sorted(subject.own)
    around = sorted(each for each in {*_around(deployment, subject, everywhere)} - subject.own if not _is_picture(each))
    with console.progress("Reading", len(own) + len(around)) as done:
        for found in side_by_side(judge, [*own, *around]):
            yield from found
            done()


def _pictures(deployment: Deployment, subject: Subject) -> Iterator[Place]:
    """Its pictures: those that no other article shows must be gone as well."""
    index = deployment.index
    for source in subject.article.pictures:
        rendered = index.made(source).rendered
        places = addresses.renditions(rendered) if rendered else []
        standing = [each for each in places if _stands(deployment, each)]
        others = [row.sort for row in index.table.query(Query(keys.used(source))) if row.sort != subject.id]
        if others:
            said = f"{count(len(standing), 'rendition')}, shown by {', '.join(others[:SHOWN])}"
        else:
            said = f"{len(standing)} of {count(len(places), 'rendition')}" if places else "no such picture"
        yield Place(f"pictures: /{MEDIA}{source}", "found" if standing and not others else "clear", said)
        if places:
            yield Place(f"source bucket: {MEDIA}{source}", "kept", "the picture's own upload: delete it to forget it")


def _stands(deployment: Deployment, address: Address) -> bool:
    """Whether readers get a rendition, or would if the CDN had not kept it."""
    if read(deployment, address, body=False):
        return True
    return bool(deployment.url) and _ask(deployment.url, address).status not in _NOT_THERE


def _is_picture(address: Address) -> bool:
    return isinstance(addresses.parse(address), PictureFile)


def _around(deployment: Deployment, subject: Subject, everywhere: bool) -> Iterator[Address]:
    """Every page that would show the article if it were live, and those of the articles about it."""
    index, article = deployment.index, subject.article
    if everywhere:
        pages = deployment.clients.s3.get_paginator("list_objects_v2").paginate(Bucket=deployment.stack.site_bucket)
        yield from (addresses.of_key(each["Key"]) for page in pages for each in page.get("Contents", ()))
        return
    settings, position = index.site().settings, keys.position(article.card)
    yield from all_addresses(index, [Record(state="published", article=article)])
    yield from wakes.readers(article.card, index, settings)
    yield from wakes.pages_near(lists.of(article.card), position)
    shelves = [keys.cited(subject.id)]
    for name in (subject.id, *sorted(subject.own)):
        shelves += [keys.referring(kind, name) for kind in keys.REFERENCE_KINDS]
    cards = [row.value for found in index.table.query_many([Query(each) for each in shelves]) for row in found]
    cards += [each.card for each in index.live([each.id for each in choose(article, index)])]
    yield from (card.address for card in cards)


def _judged(
    deployment: Deployment, address: Address, looked_for: Sequence[Mark], owner: ArticleId | None, *, own: bool
) -> list[Place]:
    """What is to be said of an address: of its object, and of what the CDN answers. `owner`: another who has it now."""
    held = read(deployment, address, body=True)
    if held is None and not (own or owner):
        return []
    answers = {"site bucket": Answer(int(held.status), held.body or b"") if held else Answer(404)}
    if deployment.url:
        answers["CDN"] = _ask(deployment.url, address)
    return [_place(f"{where}: {address}", each, looked_for, owner, own=own) for where, each in answers.items()]


def _place(where: str, answer: Answer, looked_for: Sequence[Mark], owner: ArticleId | None, *, own: bool) -> Place:
    said = f"{answer.status} ({answer.cache})" if answer.cache else f"{answer.status}"
    if found := given_away(answer.body, looked_for):
        return Place(where, "found", f"{said}, with {', '.join(found)}")
    if own and answer.status not in _NOT_THERE:
        return Place(where, "found", f"{said} instead of 410")
    return Place(where, "clear", f"{said}, now of {owner}" if owner else said)


def _ask(url: str, address: Address) -> Answer:
    """What a reader gets. DeskError if the CDN cannot be reached."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=SECONDS)
    try:
        connection.request("GET", addresses.encode(address))
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(), answer.headers.get("X-Cache", ""))
    except (OSError, http.client.HTTPException) as error:
        raise DeskError(f"{url} cannot be reached: {error}. Check the network, and that the site is served.") from error
    finally:
        connection.close()
