"""Footnotes, and the links between them and the text."""

from __future__ import annotations

from presswork.article.notes import WAYS_BACK
from presswork.article.plaintext import plain_text
from presswork.article.readtime import words
from tests.article.uploads import html


def reference(to: str, number: int, text: int) -> str:
    return f'<sup class="footnote-reference"><a href="#s-{to}" id="ref-{number}" role="doc-noteref">{text}</a></sup>'


def back(number: int) -> str:
    return (
        f'<a class="footnote-back" href="#ref-{number}" role="doc-backlink" aria-labelledby="theme--back">↩\ufe0e</a>'
    )


def one_of_several(number: int, place: int) -> str:
    return (
        f'<a class="footnote-back" href="#ref-{number}" role="doc-backlink" '
        f'aria-labelledby="theme--back ref-{number}-back">↩\ufe0e<sup id="ref-{number}-back">{place}</sup></a>'
    )


def note(name: str, number: int, content: str) -> str:
    return (
        f'<div class="footnote-definition" id="s-{name}"><sup class="footnote-definition-label">{number}</sup>\n'
        f"{content}\n</div>"
    )


def test_notes_stand_at_the_end_and_lead_back_to_each_reference() -> None:
    assert html("One[^a].\n\n[^a]: Note *a*.\n\nTwo[^b].\n\n[^b]: Note b.\n\nThree[^a].") == "\n".join(
        (
            f"<p>One{reference('a', 1, 1)}.</p>\n",
            f"<p>Two{reference('b', 2, 2)}.</p>\n",
            f"<p>Three{reference('a', 3, 1)}.</p>",
            note("a", 1, f"<p>Note <em>a</em>. {one_of_several(1, 1)} {one_of_several(3, 2)}</p>"),
            note("b", 2, f"<p>Note b. {back(2)}</p>"),
        )
    )


def test_a_note_that_ends_with_a_list_has_its_way_back_beneath() -> None:
    found = html("One[^a].\n\n[^a]: Note:\n\n    - x\n")
    assert found.endswith(note("a", 1, f"<p>Note:</p>\n<ul>\n<li>x</li>\n</ul>\n<p>{back(1)}</p>"))


def test_other_links_are_no_references() -> None:
    found = html("[x](#a) One[^a]. [y](#a)\n\n[^a]: Note.")
    assert found == (
        f'<p><a href="#s-a">x</a> One{reference("a", 1, 1)}. <a href="#s-a">y</a></p>\n'
        + note("a", 1, f"<p>Note. {back(1)}</p>")
    )


def test_a_note_that_nothing_refers_to_leads_nowhere() -> None:
    assert html("One.\n\n[^a]: Note.").endswith(note("a", 1, "<p>Note.</p>"))


def test_a_note_may_have_a_name_of_several_words() -> None:
    found = html("One[^the price].\n\n[^the price]: Note.")
    assert found == f"<p>One{reference('the-price', 1, 1)}.</p>\n{note('the-price', 1, f'<p>Note. {back(1)}</p>')}"


def test_references_of_authors_keep_their_ids_and_none_is_taken_twice() -> None:
    found = html(
        "<p id=ref-1>x<sup class=footnote-reference><a id=mine href=#n>1</a></sup></p>"
        "<div class=footnote-definition id=n></div>",
        "articles/a.html",
    )
    assert found == (
        '<p id="s-ref-1">x<sup class="footnote-reference"><a id="s-mine" href="#s-n" role="doc-noteref">1</a></sup></p>'
        '\n<div class="footnote-definition" id="s-n"><p><a class="footnote-back" href="#s-mine" role="doc-backlink" '
        'aria-labelledby="theme--back">↩\ufe0e</a></p>\n</div>'
    )


def test_a_note_leads_back_to_a_bounded_number_of_references() -> None:
    found = html("x[^a]" * (WAYS_BACK + 9) + "\n\n[^a]: Note.")
    assert found.count("doc-noteref") == WAYS_BACK + 9
    assert found.count("doc-backlink") == WAYS_BACK


def test_ways_back_are_no_words() -> None:
    found = html("One[^a], two[^a].\n\n[^a]: Three.")
    assert plain_text(found) == "One, two.\nThree."
    assert words(plain_text(found)) == 3
