"""What an article's standing says of its pictures."""

from __future__ import annotations

from msgspec.structs import replace

from presswork.article.model import Picture
from presswork.index import keys
from presswork.index.memory import MemoryTable
from presswork.index.rows import Made, Standing, Stored
from presswork.index.shown import as_validated, with_pictures
from tests.pages.newsroom import article, card, rendered

LEAD, BODY = rendered("lead.jpg"), rendered("body.png")
PICTURE = Picture("/media/lead.jpg", "alt")
MINE = article(card("mine", "2026-11-24", picture=PICTURE), pictures=("lead.jpg", "late.jpg", "body.png"))


def table() -> MemoryTable:
    found = MemoryTable()
    found.write({keys.made(each.source): Made(1, Stored("name", each)) for each in (LEAD, BODY)})
    found.write({keys.made("late.jpg"): Made(2)})
    return found


def test_the_pictures_that_are_there_are_found_in_their_order_and_the_lead_on_the_card() -> None:
    found = with_pictures(Standing("live", MINE), table())
    card = replace(MINE.card, picture=replace(PICTURE, rendered=LEAD))
    assert found == Standing("live", replace(MINE, card=card), pictures=(LEAD, BODY))
    assert as_validated(found.article) == MINE


def test_an_article_that_is_not_live_shows_none() -> None:
    assert with_pictures(Standing("scheduled"), table()) == Standing("scheduled")


def test_the_lead_picture_of_another_site_stays_as_it_is() -> None:
    elsewhere = article(
        card("mine", "2026-11-24", picture=Picture("https://x.example/lead.jpg")), pictures=("body.png",)
    )
    assert with_pictures(Standing("live", elsewhere), table()) == Standing("live", elsewhere, pictures=(BODY,))
