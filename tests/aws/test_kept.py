"""Proofs that a warm process keeps: read once, forgotten in the order of their use, and never more than fit."""

from __future__ import annotations

from presswork.article.model import Digest, Proof
from presswork.aws.kept import KeptProofs

A, B, C = map(Digest, "abc")


class Counted:
    """The proofs port, which says what it was asked for."""

    def __init__(self) -> None:
        self.there = {name: Proof(name * 10) for name in (A, B, C)}
        self.asked: list[Digest] = []

    def get(self, digest: Digest) -> Proof | None:
        self.asked.append(digest)
        return self.there.get(digest)

    def put(self, digest: Digest, proof: Proof) -> None:
        self.there[digest] = proof

    def delete(self, digest: Digest) -> None:
        self.there.pop(digest, None)


def test_a_proof_is_read_once_and_the_one_not_used_for_longest_goes_first() -> None:
    below = Counted()
    kept = KeptProofs(below, characters=20)
    for digest in (A, B, A, C, A, B):
        assert kept.get(digest) == Proof(digest * 10)
    assert below.asked == [A, B, C, B]


def test_one_that_is_too_large_is_not_kept() -> None:
    for room, asked in ((9, [A, A]), (10, [A])):
        below = Counted()
        kept = KeptProofs(below, characters=room)
        assert kept.get(A) == kept.get(A) == Proof(A * 10)
        assert below.asked == asked


def test_what_is_missing_is_asked_for_again_and_what_is_deleted_is_not_given() -> None:
    kept, new = KeptProofs(Counted()), Digest("new")
    assert kept.get(new) is None
    kept.put(new, Proof("x"))
    assert kept.get(new) == Proof("x")
    kept.delete(new)
    assert kept.get(new) is None
