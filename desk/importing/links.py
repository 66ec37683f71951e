"""Links and pictures of bodies, led to their new addresses; what leads to nothing that we have is told."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from html import escape, unescape
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import SplitResult, quote, unquote, urlsplit

from desk.importing.bodies import NEW, REFERENCE
from desk.importing.entry import Entry, Image, Note, Old, dropped, kept, quoted
from desk.importing.masks import Masks
from desk.importing.naming import Named, own
from desk.importing.source import PICTURES, Source, stem, suffix
from desk.importing.tags import destination
from presswork.article import limits, pictures
from presswork.article.uploads import MEDIA
from presswork.pages.addresses import encode

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(r"(\s(?:href|src|poster)\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s>\"']+)", re.IGNORECASE)
_SRCSET = re.compile(r"\s(?:srcset|sizes)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+)", re.IGNORECASE)
_INLINE = re.compile(r"(\]\()(\s*)(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)")
_DEFINITION = re.compile(r"^( {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*)(<[^<>\n]*>|\S+)", re.MULTILINE)
_REFERENCE = re.compile(rf"{REFERENCE}([^{REFERENCE}]*){REFERENCE}([#?][\w#=&.%-]*)?")
_MARKUP = (".md", ".markdown", ".mdx", ".html", ".htm", ".rst", ".txt", "")
_SHOWN = (*PICTURES, ".svg")
_NOTHING = "links to what was not imported"
_RESIZED = re.compile(r"-\d{2,4}x\d{2,4}(\.\w+)$")
"""What WordPress adds to the name of a picture that it has made smaller."""
_BAD_IN_NAMES = re.compile(r"[~\\\ufffd]")


class Rewritten(NamedTuple):
    body: str
    image: Image | None
    notes: tuple[Note, ...]


class Links:
    """Where everything of the old site has gone. `copies`: the pictures that articles show, by their keys."""

    def __init__(self, old: Old, source: Source, entries: Iterable[Named]) -> None:
        self._old = old
        self._source = source
        parts = urlsplit(old.settings.base_url)
        self._host = (parts.hostname or "").removeprefix("www.")
        self._base = parts.path.rstrip("/")
        self._at: dict[str, Named] = {}
        self._file: dict[str, Named] = {}
        self._stem: dict[str, Named | None] = {}
        for each in entries:
            self._add(each)
        self.copies: dict[str, str] = {}

    def _add(self, one: Named) -> None:
        entry = one.entry
        for written in filter(None, (entry.old, *entry.aliases)):
            if (address := own(written, self._base)) is not None:
                self._at.setdefault(address, one)
                self._at.setdefault(address.removesuffix(".html"), one)
        self._file.setdefault(entry.source, one)
        self._file.setdefault(entry.source.removesuffix(suffix(entry.source)), one)
        if stem(entry.source) in {"index", "_index"}:
            self._file.setdefault(posixpath.dirname(entry.source), one)
        for name in {stem(entry.source), entry.slug} - {""}:
            self._stem[name] = None if name in self._stem and self._stem[name] is not one else one

    def rewritten(self, entry: Entry) -> Rewritten:
        """The body and the lead picture with new addresses."""
        return _Page(self, entry).run()

    def file(self, name: str, entry: Entry) -> Named | None:
        """The article that another names by its file, in any of the ways in which systems let it."""
        name = unquote(name).split("#")[0].split("?")[0]
        folder = posixpath.dirname(entry.source)
        above = (posixpath.dirname(folder),) if stem(entry.source) == "index" else ()
        for base in (folder, *above, *self._old.roots):
            path = posixpath.normpath(
                posixpath.join(base, name.lstrip("/") if base != folder else name.removeprefix("/"))
            )
            for tried in (path, path.removesuffix(suffix(path)) if suffix(path) in _MARKUP else path):
                if tried in self._file:
                    return self._file[tried]
        return self._stem.get(name.rstrip("/")) or self._stem.get(stem(name))

    def target(self, parts: SplitResult, entry: Entry) -> Named | None:
        """The article at an address of the old site, absolute or relative to another's, or the file that it names."""
        if parts.path.startswith("@/"):  # Zola's way to name a file
            return self.file(parts.path[2:], entry)
        path = self._absolute(parts.path, entry)
        address = own(path, self._base)
        if address is not None and (found := self._at.get(address) or self._at.get(address.removesuffix(".html"))):
            return found
        if parts.path.startswith("/") and suffix(parts.path) not in _MARKUP[:4]:
            return None
        return self._by_file(parts.path, entry)

    def _by_file(self, written: str, entry: Entry) -> Named | None:
        path = unquote(written)
        for base in self._old.roots if path.startswith("/") else (posixpath.dirname(entry.source),):
            name = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
            if found := self._file.get(name) or (
                self._file.get(name.removesuffix(suffix(name))) if suffix(name) in _MARKUP else None
            ):
                return found
        return None

    def _absolute(self, path: str, entry: Entry) -> str:
        """A path as browsers made it absolute on the old page."""
        if path.startswith("/"):
            return path
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(entry.old or "/"), path))

    def is_ours(self, parts: SplitResult) -> bool:
        """Whether a URL leads to the old site."""
        if not parts.netloc:
            return not parts.scheme
        return bool(self._host) and (parts.hostname or "").removeprefix("www.") == self._host

    def absolute(self, parts: SplitResult, entry: Entry) -> str:
        """Where something that stays behind is found: on the old site, if we know where that is."""
        if parts.netloc:
            return parts.geturl()
        path = self._absolute(parts.path, entry)
        root = "" if not self._old.settings.base_url else self._old.settings.base_url.removesuffix(self._base)
        prefix = self._base if root and not f"{path}/".startswith(f"{self._base}/") else ""
        return f"{root}{prefix}{parts._replace(path=path).geturl()}"

    def picture(self, parts: SplitResult, entry: Entry) -> tuple[str, str]:
        """The source below `media/` of a picture that the old site's files hold; or an empty text, and why not."""
        path = unquote(parts.path)
        if self._base and path.startswith(f"{self._base}/"):
            path = path[len(self._base) :]
        places = [posixpath.join(root, path.lstrip("/")) for root in self._old.roots]
        if not path.startswith("/"):
            beside = posixpath.dirname(entry.source)
            behind = self._absolute(parts.path, entry).lstrip("/")
            places = [
                posixpath.join(beside, path),
                *(posixpath.join(root, behind) for root in self._old.roots),
                *places,
            ]
        originals = [_RESIZED.sub(r"\1", place) for place in places]
        name = self._source.first(*map(posixpath.normpath, (*places, *originals)))
        if not name:
            return "", "it is not among the files"
        if suffix(name) not in PICTURES:
            return "", "it is no picture that can be published"
        if self._source.size(name) > limits.PICTURE_BYTES:
            return "", f"it has more than {limits.PICTURE_BYTES:,} bytes"
        return self._copied(name)

    def _copied(self, name: str) -> tuple[str, str]:
        roots = sorted((root for root in self._old.roots if root and name.startswith(f"{root}/")), key=len)
        plain = normalize("NFC", _BAD_IN_NAMES.sub("-", name[len(roots[-1]) + 1 :] if roots else name))
        first, ending = posixpath.splitext(plain)
        wanted, number = plain, 1
        while self.copies.get(wanted, name) != name:
            number += 1
            wanted = f"{first}-{number}{ending}"
        if fault := pictures.fault(wanted):
            return "", f"it cannot be published: {fault}"
        self.copies[wanted] = name
        return wanted, ""


class _Page:
    def __init__(self, links: Links, entry: Entry) -> None:
        self._links = links
        self._entry = entry
        self._html = entry.markup == "html"
        self._notes: dict[Note, None] = {}

    def run(self) -> Rewritten:
        masks = Masks()
        text = masks.code(self._entry.body, self._entry.markup)
        text = _TAG.sub(self._tag, text)
        if not self._html:
            text = _INLINE.sub(self._inline, text)
            text = _DEFINITION.sub(self._definition, text)
        text = _REFERENCE.sub(self._reference, masks.back(text))
        image = self._entry.image
        if image:
            moved = self._moved(image.src.replace(REFERENCE, ""))
            image = Image(moved, image.alt, image.caption) if moved else None
        return Rewritten(text, image, tuple(self._notes))

    def _tag(self, found: re.Match[str]) -> str:
        """An element's tag with its addresses moved."""

        def moved(attribute: re.Match[str]) -> str:
            bare = attribute[2][1:-1] if attribute[2][0] in "\"'" else attribute[2]
            return attribute[0] if REFERENCE in bare else f'{attribute[1]}"{escape(self._moved(unescape(bare)))}"'

        tag = _ATTRIBUTE.sub(moved, found[0])
        if tag != found[0] and re.match(r"<(?:img|source)\b", tag, re.IGNORECASE):
            tag = _SRCSET.sub("", tag)  # its candidates are the old site's; pages make their own
        return tag

    def _inline(self, found: re.Match[str]) -> str:
        return found[1] + found[2] + self._destination(found[3])

    def _definition(self, found: re.Match[str]) -> str:
        return found[1] + self._destination(found[2])

    def _destination(self, written: str) -> str:
        bare = written[1:-1] if written.startswith("<") and written.endswith(">") else written
        if not bare or REFERENCE in bare or "\x00" in bare:
            return written
        moved = self._moved(bare)
        return written if moved == bare else destination(moved)

    def _reference(self, found: re.Match[str]) -> str:
        """A file that a shortcode named."""
        if found[1].startswith(NEW):
            return found[1].removeprefix(NEW)
        name, _, fragment = found[1].partition("#")
        if not name:
            return f"#{fragment}"
        target = self._links.file(name, self._entry)
        after = found[2] or (f"#{fragment}" if fragment else "")
        if target and (address := _address(target)):
            return address + _in_body(after)
        self._note(kept(quoted(name), _NOTHING))
        return f"/{name.lstrip('/')}{after}"

    def _moved(self, written: str) -> str:
        """A URL as it must be from now on."""
        try:
            parts = urlsplit(written.strip())
            if parts.scheme not in {"", "http", "https"} or not self._links.is_ours(parts) or not parts.path:
                return written
        except ValueError:
            return written
        if suffix(parts.path) in _SHOWN:
            return self._picture(written, parts)
        if target := self._links.target(parts, self._entry):
            if address := _address(target):
                query = f"?{parts.query}" if parts.query else ""
                return address + query + _in_body(f"#{parts.fragment}" if parts.fragment else "")
        elif parts.path.rstrip("/"):
            self._note(kept(quoted(written), _NOTHING))
        return self._links.absolute(parts, self._entry)

    def _picture(self, written: str, parts: SplitResult) -> str:
        source, why = self._links.picture(parts, self._entry)
        if source:
            return f"/{MEDIA}{quote(source)}"
        elsewhere = self._links.absolute(parts, self._entry)
        if "://" in elsewhere:
            self._note(kept(quoted(written), f"pictures of the old site: {why}"))
        else:
            self._note(dropped(quoted(written), f"pictures: {why}"))
        return elsewhere

    def _note(self, note: Note) -> None:
        self._notes[note] = None


def _address(target: Named) -> str:
    """Where a link to an article leads: an old address redirects, if the new one is not known yet."""
    return encode(target.address) if target.address else next(map(encode, target.aliases), "")


def _in_body(fragment: str) -> str:
    """A fragment of another article's body, whose anchors are prefixed there."""
    return re.sub(r"#(?!s-)(?=.)", "#s-", fragment)
