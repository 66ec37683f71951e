"""Proofs, kept in a warm process: three feeds read the same twenty, and a new article changes one of them."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from presswork.article.model import Digest, Proof
from presswork.index.site import Proofs

CHARACTERS = 8_000_000
"""Of HTML that are kept in all: of a thousand articles, or of two of the longest."""


class KeptProofs:
    """The proofs port over another. What a digest names never changes, so what is kept is never wrong, only gone."""

    def __init__(self, below: Proofs, characters: int = CHARACTERS) -> None:
        self._below = below
        self._room = characters
        self._kept: OrderedDict[Digest, Proof] = OrderedDict()
        """Those used last are last."""
        self._lock = Lock()

    def get(self, digest: Digest) -> Proof | None:
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
                return self._kept[digest]
        found = self._below.get(digest)
        if found:
            self._keep(digest, found)
        return found

    def put(self, digest: Digest, proof: Proof) -> None:
        self._below.put(digest, proof)

    def delete(self, digest: Digest) -> None:
        with self._lock:
            self._drop(digest)
        self._below.delete(digest)

    def _keep(self, digest: Digest, proof: Proof) -> None:
        with self._lock:
            self._drop(digest)
            self._kept[digest] = proof
            self._room -= len(proof.html)
            while self._room < 0:
                self._drop(next(iter(self._kept)))

    def _drop(self, digest: Digest) -> None:
        if dropped := self._kept.pop(digest, None):
            self._room += len(dropped.html)
