"""What the steps need of the world, on this machine: a folder for the uploads, a file for the work, nobody to wake."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Self

from msgspec import json

from desk.folder import Folder, read
from presswork.article.limits import PICTURE_BYTES, UPLOAD_BYTES
from presswork.article.model import Address, ArticleId, Digest, Proof, Report, Upload
from presswork.index.site import Renditions

_PROOFS = ""
"""Under what proofs stand among the renditions: no picture has an empty name."""


class FolderUploads:
    """The uploads port on a folder; keeps the reports."""

    def __init__(self, folder: Folder, reports: dict[str, Report] | None = None) -> None:
        self._folder = folder
        self.reports: dict[str, Report] = {} if reports is None else reports
        self.ahead: dict[str, Upload | None] = {}
        """Uploads that were read ahead, each for the next who asks for it."""

    def get(self, key: str, most: int = UPLOAD_BYTES) -> Upload | None:
        if key in self.ahead:
            return self.ahead.pop(key)
        path = self._folder.files.get(key)
        return read(key, path, most) if path else None

    def version(self, key: str) -> str:
        found = self.get(key, PICTURE_BYTES)
        return found.version if found else ""

    def list(self, after: str) -> Sequence[str]:
        return [key for key in self._folder.uploads if key > after]

    def under(self, folder: str, most: int) -> Sequence[Upload]:
        named = [key for key in self._folder.files if key.startswith(folder)][:most]
        return [upload for key in named if (upload := self.get(key))]

    def put_report(self, key: str, report: Report | None) -> None:
        if report:
            self.reports[key] = report
        else:
            self.reports.pop(key, None)


class WorkFile:
    """What the work bucket holds, in a temporary file without a name: bodies and pictures take no memory.

    Several threads may share it, as `presswork plan` makes pages side by side, and processes that only read.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._file: IO[bytes] = TemporaryFile(prefix="presswork-work-", buffering=0)  # noqa: SIM115 (`close` does)
        self._places: dict[tuple[str, str], tuple[int, int]] = {}

    def close(self) -> None:
        self._file.close()

    def get(self, of: str, name: str) -> bytes | None:
        place = self._places.get((of, name))
        if place is None:
            return None
        offset, length = place
        return os.pread(self._file.fileno(), length, offset)

    def put(self, of: str, files: Mapping[str, bytes]) -> None:
        for name, body in files.items():
            with self._lock:
                self._places[of, name] = (self._file.seek(0, os.SEEK_END), len(body))
                self._file.write(body)

    def files(self) -> Iterator[tuple[str, str, bytes]]:
        """All there is: under what, its name, and its bytes."""
        for of, name in self._places:
            if (body := self.get(of, name)) is not None:
                yield of, name, body

    def delete(self, of: str, names: Iterable[str]) -> None:
        for name in names:
            self._places.pop((of, name), None)


class WorkProofs:
    """The proofs port, beside that of renditions."""

    def __init__(self, work: Renditions) -> None:
        self._work = work

    def get(self, digest: Digest) -> Proof | None:
        body = self._work.get(_PROOFS, digest)
        return None if body is None else json.decode(body, type=Proof)

    def put(self, digest: Digest, proof: Proof) -> None:
        self._work.put(_PROOFS, {digest: json.encode(proof)})

    def delete(self, digest: Digest) -> None:
        self._work.delete(_PROOFS, [digest])


class ReadProofs(WorkProofs):
    """The proofs port for as long as none is written: what was read is not read again."""

    def __init__(self, work: Renditions) -> None:
        super().__init__(work)
        self._got: dict[Digest, Proof | None] = {}

    def get(self, digest: Digest) -> Proof | None:
        if digest not in self._got:
            self._got[digest] = super().get(digest)
        return self._got[digest]


class FileProofs(WorkProofs):
    """The proofs port on a temporary file, which renditions are kept in as well."""

    def __init__(self) -> None:
        self.renditions = WorkFile()
        super().__init__(self.renditions)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.renditions.close()


class NoWakes:
    """The wakes port where nobody sleeps: a build does everything itself, in order."""

    def validate(self, keys: Iterable[str]) -> None:
        pass

    def images(self, keys: Iterable[str]) -> None:
        pass

    def index(self, articles: Iterable[ArticleId]) -> None:
        pass

    def hint(self, articles: Mapping[ArticleId, int]) -> None:
        pass

    def render(self, addresses: Iterable[Address]) -> None:
        pass

    def rebuild(self, after: str, edition: str) -> None:
        pass

    def walk(self, name: str, before: str) -> None:
        pass

    def announce(self, addresses: Iterable[Address]) -> None:
        pass
