"""Shortcodes and template tags that mean the same on every kind of site, as the Markdown or HTML they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from desk.importing.entry import Markup

_ARGUMENT = re.compile(r"""(?:([A-Za-z_][\w-]*)\s*[=:]\s*)?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|[^\s,"'`]+)""")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)


class Tag(NamedTuple):
    """What a tag says."""

    name: str
    args: tuple[str, ...] = ()
    named: Mapping[str, str] = {}

    def get(self, *keys: str, at: int = -1) -> str:
        """The value of the first of some keys, else the argument at a place."""
        found = next((self.named[key] for key in keys if self.named.get(key)), "")
        return found or (self.args[at] if 0 <= at < len(self.args) else "")


class Paper(NamedTuple):
    """Writes what tags stand for, in the markup of the body that they stand in."""

    markup: Markup

    def picture(self, src: str, alt: str = "", caption: str = "", href: str = "") -> str:
        if self.markup == "html":
            image = f'<img src="{escape(src)}" alt="{escape(alt)}">'
            image = f'<a href="{escape(href)}">{image}</a>' if href else image
            return f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>" if caption else image
        title = f' "{_quoted(caption)}"' if caption else ""
        image = f"![{_bracketed(alt)}]({destination(src)}{title})"
        return f"[{image}]({destination(href)})" if href else image

    def link(self, text: str, url: str) -> str:
        if self.markup == "html":
            return f'<a href="{escape(url)}">{escape(text)}</a>'
        return f"[{_bracketed(text)}]({destination(url)})"

    def quotation(self, inner: str, heading: str = "") -> str:
        """A block. Blank lines inside HTML blocks let Markdown go on being Markdown."""
        if self.markup == "html":
            top = f"<p><strong>{escape(heading)}</strong></p>" if heading else ""
            return f"<blockquote>{top}{inner}</blockquote>"
        top = f"**{heading}**\n\n" if heading else ""
        return f"\n\n<blockquote>\n\n{top}{inner.strip()}\n\n</blockquote>\n\n"

    def details(self, inner: str, summary: str) -> str:
        top = f"<details><summary>{escape(summary)}</summary>"
        return f"{top}{inner}</details>" if self.markup == "html" else f"\n\n{top}\n\n{inner.strip()}\n\n</details>\n\n"

    def code(self, inner: str, language: str = "") -> str:
        inner = inner.strip("\n")
        language = language if re.fullmatch(r"[\w+#.-]+", language) else ""
        if self.markup == "html":
            kind = f' class="language-{escape(language)}"' if language else ""
            return f"<pre><code{kind}>{escape(inner, quote=False)}</code></pre>"
        fence = "`" * max(3, 1 + max((len(each) for each in re.findall("`+", inner)), default=0))
        return f"\n{fence}{language}\n{inner}\n{fence}\n"


def arguments(name: str, written: str) -> Tag:
    """A tag from what stands behind its name: `"a b"`, `key="value"`, `key=value`, with or without commas."""
    args: list[str] = []
    named: dict[str, str] = {}
    for key, value in _ARGUMENT.findall(written):
        bare = value[1:-1].replace('\\"', '"').replace("\\'", "'") if value[:1] in "\"'`" else value
        if key:
            named.setdefault(key.lower(), bare)
        else:
            args.append(bare)
    return Tag(name.lower(), tuple(args), named)


def single(tag: Tag, paper: Paper) -> str | None:
    """What a tag that stands alone means; None if that is not known."""
    build = _SINGLE.get(tag.name)
    return build(tag, paper) if build else None


def around(tag: Tag, inner: str, paper: Paper) -> str | None:
    """What a pair of tags means with what is between them; None if that is not known."""
    build = _AROUND.get(tag.name)
    return build(tag, inner, paper) if build else None


def embedded(url: str, paper: Paper) -> str:
    """A link in place of a frame, which articles must not have."""
    parts = urlsplit(url)
    video = re.match(r"/(?:embed|v|video)/([\w-]+)", parts.path)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("player.")
    if video and host in {"youtube.com", "youtube-nocookie.com"}:
        return paper.link("Video on YouTube", f"https://www.youtube.com/watch?v={video[1]}")
    if video and host == "vimeo.com":
        return paper.link("Video on Vimeo", f"https://vimeo.com/{video[1]}")
    address = f"https:{url}" if url.startswith("//") else url
    return paper.link(f"Embedded: {host or address}", address)


def destination(url: str) -> str:
    """A URL as a link of Markdown takes it."""
    return re.sub(r"[\s()<>]", lambda found: quote(found[0]), url)


def _picture(tag: Tag, paper: Paper) -> str | None:
    """`{% image "a.jpg" "Alt" %}`, `{{< figure src="a.jpg" caption="…" >}}`, and their like."""
    at = next((number for number, each in enumerate(tag.args) if _PICTURE.search(each)), 0)
    src = tag.get("src", "url", "path", "file", "image", "image_path", "link", at=at)
    if not src:
        return None
    texts = [each for number, each in enumerate(tag.args) if number != at and " " in each] or list(tag.args[at + 1 :])
    alt = tag.get("alt", "image_alt") or (texts[-1] if texts else "")
    caption = tag.get("caption", "title")
    href = "" if tag.get("link") == src else tag.get("link", "href", "target" if "/" in tag.get("target") else "link")
    return paper.picture(src, alt or caption, caption, href)


def _linked(text: str, url: str, *keys: str) -> Callable[[Tag, Paper], str | None]:
    """A link to something elsewhere, by its id or whole address."""

    def build(tag: Tag, paper: Paper) -> str | None:
        found = tag.get(*keys, at=0)
        if not found:
            return None
        return paper.link(text, found if "://" in found else url + quote(found, safe="/?=&-_"))

    return build


def _gist(tag: Tag, paper: Paper) -> str | None:
    found = "/".join(tag.args[:2]) if len(tag.args) > 1 and "/" not in tag.args[0] else tag.get("id", at=0)
    return paper.link("Gist", f"https://gist.github.com/{quote(found)}") if found else None


def _tweet(tag: Tag, paper: Paper) -> str | None:
    found = tag.get("id", "url", at=-1) or (tag.args[-1] if tag.args else "")
    user = tag.get("user") or "i/web"
    url = found if "://" in found else f"https://twitter.com/{quote(user)}/status/{quote(found)}"
    return paper.link("Post on X", url) if found else None


def _audio(tag: Tag, _: Paper) -> str | None:
    src = tag.get("src", "mp3", "ogg", "wav", "m4a", at=0)
    return f'<audio src="{escape(src)}" controls></audio>' if src else None


def _video(tag: Tag, _: Paper) -> str | None:
    src = tag.get("src", "mp4", "webm", "m4v", "ogv", at=0)
    return f'<video src="{escape(src)}" controls></video>' if src else None


def _code(tag: Tag, inner: str, paper: Paper) -> str:
    return paper.code(inner, tag.get("lang", "language", at=0))


def _notice(tag: Tag, inner: str, paper: Paper) -> str:
    kind = tag.get("type", at=0) if tag.name in _BOXES else tag.name
    return paper.quotation(inner, tag.get("title", "header") or (kind or tag.name).capitalize())


def _quotation(tag: Tag, inner: str, paper: Paper) -> str:
    author = tag.get("author", "cite", "source")
    if author and paper.markup == "markdown":
        inner = f"{inner.strip()}\n\n— {author}"
    return paper.quotation(inner + (f"<p>— {escape(author)}</p>" if author and paper.markup == "html" else ""))


def _figure(tag: Tag, inner: str, paper: Paper) -> str:
    """A figure around something, of which we know neither picture nor caption: what it is around stays."""
    return _picture(tag, paper) or inner


_BOXES = {"notice", "admonition", "callout", "alert", "hint", "aside"}
_NOTES = {"note", "tip", "warning", "info", "danger", "caution", "important", "success", "error"}

_SINGLE: dict[str, Callable[[Tag, Paper], str | None]] = {
    **dict.fromkeys(("image", "image_with_class", "img", "figure", "picture", "fig", "lightbox", "imgproc"), _picture),
    "youtube": _linked("Video on YouTube", "https://www.youtube.com/watch?v=", "id", "video", "src", "url"),
    "youtubevideo": _linked("Video on YouTube", "https://www.youtube.com/watch?v=", "id"),
    "vimeo": _linked("Video on Vimeo", "https://vimeo.com/", "id", "video", "src", "url"),
    "instagram": _linked("Post on Instagram", "https://www.instagram.com/p/", "id", "url"),
    "codepen": _linked("Example on CodePen", "https://codepen.io/", "url"),
    "embed": _linked("Embedded page", "https://", "src", "url"),
    "gist": _gist,
    "tweet": _tweet,
    "twitter": _tweet,
    "x": _tweet,
    "audio": _audio,
    "video": _video,
    "toc": lambda _tag, _paper: "",
    "br": lambda _tag, _paper: "<br>",
}

_AROUND: dict[str, Callable[[Tag, str, Paper], str]] = {
    **dict.fromkeys(("highlight", "code", "sourcecode", "codeblock"), _code),
    **dict.fromkeys(_BOXES | _NOTES, _notice),
    **dict.fromkeys(("quote", "blockquote", "pullquote"), _quotation),
    **dict.fromkeys(
        ("details", "expand", "spoiler"),
        lambda tag, inner, paper: paper.details(inner, tag.get("summary", "title", at=0) or "Details"),
    ),
    **dict.fromkeys(("figure", "gallery"), _figure),
    **dict.fromkeys(("rawhtml", "raw", "center", "div", "lead"), lambda _tag, inner, _paper: inner),
}


def _bracketed(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", " ".join(text.split()))


def _quoted(text: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", " ".join(text.split()))
