"""validate: an upload becomes an article record and a proof, or a report that says why not.

A compare-and-swap: read the record, *then* the upload, then write on condition that the record is still the one read.
A run that read an old upload cannot overwrite one that read a newer: the newer raised the revision after the older
had read it. So no order of events is needed, and any replay is safe. It always wakes `index`, also when nothing
changed: a crash between the swap and the wake is healed by the redelivered message.

Addresses are claimed in the same transaction. The first to claim one keeps it; an upload that wants it is rejected,
waits under it, and is woken when the owner leaves. What the owner leaves redirects to it until another takes it over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal

from msgspec.structs import replace

from presswork.article.accept import Accepted, Rejected, accept
from presswork.article.model import (
    Address,
    Article,
    ArticleId,
    Digest,
    Problem,
    Report,
    Settings,
    Upload,
    Value,
)
from presswork.article.uploads import key_of
from presswork.index import keys
from presswork.index.rows import Claim, Record, Site, Waiting
from presswork.index.site import Proofs
from presswork.index.table import Query, Snapshot, Table
from presswork.pages import addresses
from presswork.steps.ports import TRIES, Busy, Uploads, Wakes


def judge(upload: Upload | None, settings: Settings, record: Record) -> Accepted | Rejected | None:
    """What the upload is worth by itself, before anybody looks whose its addresses are; None: there is no upload."""
    if upload is None:
        return None
    verdict = accept(upload, settings, record.first or upload.modified)
    if isinstance(verdict, Rejected):
        return verdict
    refused = [address for address in held(verdict.article) if addresses.reserved(address)]
    if not refused:
        return verdict
    return Rejected((*verdict.problems, *map(_reserved, refused)))


Judge = Callable[[Upload | None, Settings, Record], Accepted | Rejected | None]


def validate(
    article: ArticleId, *, table: Table, uploads: Uploads, proofs: Proofs, wakes: Wakes, judge: Judge = judge
) -> Report:
    """Bring the article's record up to date with the upload. Returns the author's report. Busy if others never stop.

    `judge` may know ahead what the upload is worth.
    """
    key = key_of(article)
    for _ in range(TRIES):
        seen = table.snapshot([keys.record(article)])
        record = seen.get(keys.record(article)) or Record()
        settings = (table.get(keys.site()) or Site()).settings
        upload = uploads.get(key)
        verdict = judge(upload, settings, record)
        wanted = held(verdict.article) if isinstance(verdict, Accepted) else {}
        seen |= table.snapshot([keys.claim(each) for each in {**held_by(record), **wanted}])
        taken = {each: owner for each in wanted if (owner := other_owner(seen, each, article))}
        if isinstance(verdict, Accepted) and taken:
            verdict = Rejected((*verdict.problems, *(taken_by(each, owner) for each, owner in taken.items())))
        if isinstance(verdict, Accepted):
            verdict = proved(verdict, record, proofs)
        new = after(record, verdict, upload, taken)
        report = report_on(key, new, verdict, upload)
        if not table.swap(seen, writes(article, record, new, report)):
            continue
        uploads.put_report(key, report if upload else None)
        if table.get(keys.record(article)) == new:  # else a newer run may have stored its report before ours
            wakes.index([article])
            wakes.validate(_waiting(new.former, article, table))
            return report
    raise Busy(key)


def held(article: Article) -> dict[Address, Claim]:
    """The claims that an article needs: its address and its aliases; none for a draft."""
    if article.draft:
        return {}
    aliases = {alias: Claim(article.id, "alias") for alias in article.aliases}
    return aliases | {article.card.address: Claim(article.id, "present")}


def held_by(record: Record) -> dict[Address, Claim]:
    return held(record.article) if record.state == "published" and record.article else {}


def other_owner(seen: Snapshot, address: Address, article: ArticleId) -> ArticleId | None:
    """Who has the address, if it is another article and it still uses it."""
    claim = seen.get(keys.claim(address))
    return claim.id if claim and claim.id != article and claim.hold != "former" else None


def after(
    record: Record, verdict: Accepted | Rejected | None, upload: Upload | None, taken: Collection[Address]
) -> Record:
    """The record that follows from the verdict. The revision always rises: that is what stops older runs."""
    new = replace(
        record,
        revision=record.revision + 1,
        version=upload.version if upload else "",
        rejected=isinstance(verdict, Rejected),
        wants=tuple(sorted(taken)),
    )
    if isinstance(verdict, Accepted):
        state = "draft" if verdict.article.draft else "published"
        uploaded = upload.modified if upload else None
        new = replace(new, state=state, article=verdict.article, first=record.first or uploaded, uploaded=uploaded)
    elif verdict is None and record.state != "absent":
        new = replace(new, state="removed")
    left = {*record.former, *held_by(record)} - held_by(new).keys()
    return replace(new, former=tuple(sorted(left)))


def writes(article: ArticleId, record: Record, new: Record, report: Report) -> Mapping[keys.Key[Any], Value | None]:
    """All that changes with the record, for one transaction."""
    before, now = held_by(record), held_by(new)
    return {
        keys.record(article): new,
        keys.report(article): report,
        **{keys.claim(each): Claim(article, "former") for each in before.keys() - now.keys()},
        **{keys.claim(each): claim for each, claim in now.items() if before.get(each) != claim},
        **{keys.waiting(each).at(article): None for each in {*record.wants} - {*new.wants}},
        **{keys.waiting(each).at(article): Waiting() for each in {*new.wants} - {*record.wants}},
    }


def report_on(key: str, new: Record, verdict: Accepted | Rejected | None, upload: Upload | None) -> Report:
    problems = verdict.problems if verdict else ()
    live = new.article.card.address if new.article and new.state == "published" else None
    if upload is None:
        return Report(key, "removed", problems=problems)
    outcome: Literal["accepted", "rejected"] = "rejected" if new.rejected else "accepted"
    return Report(key, outcome, address=live, problems=problems, version=upload.version)


def proved(verdict: Accepted, record: Record, proofs: Proofs) -> Accepted:
    """The verdict with its proof stored, under a name that no other revision uses.

    `index` deletes the proofs it has replaced, so an older proof must not be named again: it could go at any moment.
    The proof of the record's present article is safe, as every run of `index` since then has seen it. A draft has none:
    nobody prints it.
    """
    old, new = record.article, verdict.article
    if new.draft:
        return verdict
    unchanged = old and replace(new, proof=old.proof) == old and old.proof.partition(".")[0] == new.proof
    if old and unchanged and record.state == "published":
        return verdict._replace(article=old)
    proof = Digest(f"{new.proof}.{record.revision + 1}")
    proofs.put(proof, verdict.proof)
    return verdict._replace(article=replace(new, proof=proof))


def _waiting(left: Sequence[Address], article: ArticleId, table: Table) -> list[str]:
    """The uploads that wait for addresses which this article has left, and nobody has taken.

    Only free ones: each upload woken then takes the address or waits no more, so wakes cannot go round in circles.
    """
    claims = table.get_many([keys.claim(each) for each in left]) if left else []
    free = [each for each, claim in zip(left, claims, strict=True) if claim and claim.hold == "former"]
    found = table.query_many([Query(keys.waiting(each)) for each in free]) if free else []
    return [key_of(ArticleId(row.sort)) for rows in found for row in rows if row.sort != article]


def taken_by(address: Address, owner: ArticleId) -> Problem:
    return Problem(
        message=f"The address {address} belongs to {owner}.",
        cure="Give it another slug or date, or move the other one: this one is then published by itself.",
        field="slug",
    )


def _reserved(address: Address) -> Problem:
    return Problem(
        message=f"The site needs the address {address} for a page of its own.",
        cure="Give the article another slug, permalink or alias.",
        field="slug",
    )
