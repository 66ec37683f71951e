"""The HTML that an article may hold: everything else is removed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3


def elements(names: str) -> frozenset[str]:
    """The elements that are named, with spaces between."""
    return frozenset(names.split())


VOID = elements("area base br col embed hr img input link meta param source track wbr")

EVERYWHERE = frozenset({"id", "lang", "dir", "title"})

ATTRIBUTES: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        elements(
            """
        abbr address article aside b bdi bdo br caption cite dd dfn div dl dt em figcaption figure footer h1 h2 h3 h4
        h5 h6 header hr i kbd mark p pre rp rt ruby s samp section small span strong sub summary sup table tbody tfoot
        thead tr u ul var wbr picture"""
        ),
        frozenset[str](),
    ),
    "a": frozenset({"href", "hreflang"}),
    "audio": frozenset({"src"}),
    "blockquote": frozenset({"cite"}),
    "code": frozenset({"class"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "del": frozenset({"cite", "datetime"}),
    "details": frozenset({"open"}),
    "div": frozenset({"class"}),
    "img": frozenset({"src", "srcset", "sizes", "alt", "width", "height"}),
    "input": frozenset({"type", "checked"}),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "q": frozenset({"cite"}),
    "source": frozenset({"src", "srcset", "sizes", "type", "media"}),
    "sup": frozenset({"class"}),
    "td": frozenset({"colspan", "rowspan", "headers", "class"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope", "abbr", "class"}),
    "time": frozenset({"datetime"}),
    "track": frozenset({"src", "kind", "srclang", "label", "default"}),
    "video": frozenset({"src", "poster", "width", "height"}),
}
"""Each element that may stay, with its attributes beside those allowed everywhere."""

ALIGNMENTS = {"left": "align-left", "center": "align-center", "right": "align-right"}
"""Classes of table cells: a strict Content-Security-Policy forbids style attributes."""
NOTE, NOTE_LABEL, NOTE_REFERENCE = "footnote-definition", "footnote-definition-label", "footnote-reference"
NOTE_BACK = "footnote-back"
"""Of links that `notes` adds; no author may set it."""

SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@cache
def cleaner() -> nh3.Cleaner:
    """The gate, built once. What it lets through is well-formed, with quoted and escaped attributes."""
    import nh3

    cells = set(ALIGNMENTS.values())
    return nh3.Cleaner(
        tags=set(ATTRIBUTES),
        attributes={"*": set(EVERYWHERE), **{tag: set(names - {"class"}) for tag, names in ATTRIBUTES.items()}}
        | {"code": {"class"}},
        allowed_classes={"div": {NOTE}, "sup": {NOTE_REFERENCE, NOTE_LABEL}, "td": cells, "th": cells},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


@cache
def little() -> nh3.Cleaner:
    """The gate for a few sentences on a person, after the other one: paragraphs with emphasis and links."""
    import nh3

    return nh3.Cleaner(
        tags=set(elements("a b br cite code em i p strong")),
        attributes={"a": {"href", "hreflang"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
