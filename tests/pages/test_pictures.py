"""Renditions as pages of their own, and how pages show pictures."""

from __future__ import annotations

import pytest

from presswork.article.model import Address, Picture, Rendered
from presswork.index import keys
from presswork.index.rows import Made, Standing, Stored, Used
from presswork.index.site import Index, ProofMissing
from presswork.pages import addresses
from presswork.pages.addresses import PictureFile
from presswork.pages.page import FOREVER, Page
from presswork.pages.pictures import Image, body_with_pictures, image, social, tag
from presswork.pages.respond import respond
from tests.pages.newsroom import Newsroom, rendered

PORT = rendered("2026/my port.jpg", 1000, 750)
AT = f"/media/2026/my port.jpg/{PORT.hash}"
URL = f"/media/2026/my%20port.jpg/{PORT.hash}"
BASE = "https://courier.example"
WEBP = f"{URL}/320.webp 320w, {URL}/640.webp 640w, {URL}/960.webp 960w, {URL}/1000.webp 1000w"
JPEG = WEBP.replace(".webp", ".jpg")
BODY = "(min-width: 50rem) 46rem, 95vw"
SHOWN = (
    f'<picture><source type="image/webp" srcset="{WEBP}" sizes="{BODY}"><img src="{URL}/1000.jpg" srcset="{JPEG}"'
    f' sizes="{BODY}" width="1000" height="750" alt="A &quot;crane&quot;" loading="lazy" decoding="async"></picture>'
)


class Kept:
    """The work bucket."""

    def __init__(self) -> None:
        self.files = {("stored", "640.webp"): b"webp", ("stored", "640.jpg"): b"jpeg"}

    def get(self, of: str, name: str) -> bytes | None:
        return self.files.get((of, name))

    def put(self, of: str, files: object) -> None: ...

    def delete(self, of: str, names: object) -> None: ...


def site(*users: str, removed: bool = False) -> Index:
    room = Newsroom()
    room.table.write({keys.made(PORT.source): Made(1, None if removed else Stored("stored", PORT))})
    room.table.write({keys.used(PORT.source).at(each): Used() for each in users})
    return Index(room.table, room.proofs, Kept())


@pytest.mark.parametrize(
    ("name", "kind", "body"), [("640.webp", "image/webp", b"webp"), ("640.jpg", "image/jpeg", b"jpeg")]
)
def test_a_rendition_stands_at_an_address_that_names_its_content(name: str, kind: str, body: bytes) -> None:
    page = Page(body, content_type=kind, cache_control=FOREVER)
    assert respond(Address(f"{AT}/{name}"), site("a.md")) == page


@pytest.mark.parametrize(
    "address",
    [
        f"{AT}/641.webp",
        f"{AT}/640.png",
        f"/media/2026/my port.jpg/{'0' * 20}/640.webp",
        f"/media/other.jpg/{PORT.hash}/640.webp",
        "/media/2026/my port.jpg",
    ],
)
def test_nothing_stands_anywhere_else(address: str) -> None:
    assert respond(Address(address), site("a.md")) is None


def test_a_picture_that_no_live_article_shows_is_not_public() -> None:
    assert respond(Address(f"{AT}/640.webp"), site()) is None


def test_a_picture_that_was_removed_is_not_public() -> None:
    assert respond(Address(f"{AT}/640.webp"), site("a.md", removed=True)) is None


def test_a_rendition_that_has_just_gone_is_tried_again() -> None:
    with pytest.raises(ProofMissing):
        respond(Address(f"{AT}/320.webp"), site("a.md"))


def test_a_renditions_address_is_read_as_it_is_made() -> None:
    assert addresses.renditions(PORT)[:2] == [f"{AT}/320.webp", f"{AT}/320.jpg"]
    assert addresses.parse(Address(f"{AT}/320.webp")) == PictureFile("2026/my port.jpg", PORT.hash, 320, "webp")
    odd = Rendered(f"a/{PORT.hash}/640.webp", PORT.hash, 10, 10, (10,))
    assert addresses.parse(addresses.rendition(odd, 10, "jpg")) == PictureFile(odd.source, odd.hash, 10, "jpg")


def test_a_body_shows_its_pictures_as_they_were_made() -> None:
    html = (
        '<p>A <img src="/media/2026/my%20port.jpg" alt="A &quot;crane&quot;" width="1" srcset="x 2x" loading="lazy"'
        ' decoding="async"> B</p>'
    )
    assert body_with_pictures(html, Standing("live", pictures=(PORT,)), BASE) == f"<p>A {SHOWN} B</p>"


def test_the_sites_own_absolute_address_means_the_same() -> None:
    html = f'<img src="{BASE}/media/2026/my%20port.jpg" alt="A &quot;crane&quot;" loading="lazy" decoding="async">'
    assert body_with_pictures(html, Standing("live", pictures=(PORT,)), BASE) == SHOWN


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<p><img src="/media/late.jpg" alt="The &lt;b&gt; quay"></p>', "The &lt;b&gt; quay"),
        ('<p><img src="/media/late.jpg" alt=""></p>', ""),
    ],
)
def test_a_picture_that_is_not_there_leaves_its_text(html: str, shown: str) -> None:
    text = f'<span class="picture-missing">{shown}</span>' if shown else ""
    assert body_with_pictures(html, Standing("live"), BASE) == f"<p>{text}</p>"


def test_pictures_of_other_sites_stay_as_they_are() -> None:
    html = (
        '<img src="https://x.example/media/a.jpg" alt=""><picture><source srcset="https://x.example/a.webp"></picture>'
    )
    assert body_with_pictures(html, Standing("live", pictures=(PORT,)), BASE) == html


def test_in_a_picture_element_of_the_authors_there_is_none_of_ours() -> None:
    html = (
        '<picture><source srcset="/media/a.webp 1x, /media/b.webp 2x"><img src="/media/2026/my%20port.jpg" alt="">'
        "</picture>"
    )
    found = body_with_pictures(html, Standing("live", pictures=(PORT,)), BASE)
    assert found == (
        f'<picture><img src="{URL}/1000.jpg" srcset="{JPEG}" sizes="{BODY}" width="1000" height="750" alt=""'
        ' loading="lazy" decoding="async"></picture>'
    )


def test_the_picture_that_is_seen_first_does_not_wait() -> None:
    picture = image(Picture("/media/x", "<A>", rendered=PORT))
    assert picture
    html = tag(picture, "50vw", first=True)
    assert 'alt="&lt;A&gt;" fetchpriority="high" decoding="async"' in html
    assert "lazy" not in html
    assert 'alt="" loading="lazy"' in tag(picture, "50vw", alt="")


@pytest.mark.parametrize(
    ("source", "src"),
    [
        ("https://images.example/crane.jpg?w=1&h=2", "https://images.example/crane.jpg?w=1&h=2"),
        ("/static/my crane.jpg", "/static/my%20crane.jpg"),
        ("javascript:alert(1)", "/javascript:alert(1)"),
    ],
)
def test_a_picture_elsewhere_is_shown_from_there(source: str, src: str) -> None:
    found = image(Picture(source, "alt", "caption"))
    assert found == social(Picture(source, "alt", "caption")) == Image(src, "alt", "caption")
    assert found
    escaped = src.replace("&", "&amp;")
    assert tag(found, "50vw") == f'<img src="{escaped}" alt="alt" loading="lazy" decoding="async">'


def test_there_is_no_image_without_a_picture_or_before_it_is_made() -> None:
    assert [image(None), image(Picture("/media/late.jpg")), social(Picture("/media/late.jpg"))] == [None] * 3


def test_other_sites_get_one_that_they_read_and_not_too_wide() -> None:
    wide = rendered("wide.png", 4000, 3000)
    at = f"/media/wide.png/{wide.hash}/1280.jpg"
    assert social(Picture("/media/wide.png", "A", rendered=wide)) == Image(at, "A", "", 1280, 960, wide)
