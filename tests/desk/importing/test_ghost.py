"""Exports of Ghost become articles, standing pages and authors' files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.main import main
from tests.desk.importing.sites import Sites

EXPORT = {
    "db": [
        {
            "meta": {"version": "5.0.0"},
            "data": {
                "posts": [
                    {
                        "id": "p1", "title": "Cranes", "slug": "cranes", "status": "published", "visibility": "public",
                        "html": '<p>See <a href="__GHOST_URL__/strike/#talks">it</a>.</p>\n'
                        '<iframe src="https://player.vimeo.com/video/7">'
                        '</iframe>\n<img src="__GHOST_URL__/content/images/2019/crane.png" srcset="a.png 600w">',
                        "feature_image": "__GHOST_URL__/content/images/2019/crane.png",
                        "published_at": "2019-03-04T09:30:00.000Z", "custom_excerpt": "They rise.",
                        "type": "post", "codeinjection_head": "<style></style>",
                    },
                    {
                        "id": "p2", "title": "Strike", "slug": "strike", "status": "published", "visibility": "paid",
                        "html": "<h2>Talks</h2>", "published_at": "2019-02-01T10:00:00.000Z", "type": "post",
                    },
                    {"id": "p3", "title": "About", "slug": "about", "status": "draft", "html": "<p>Us.</p>",
                     "type": "page"},
                    {"id": "p4", "title": "New", "slug": "new", "status": "draft", "html": None, "lexical": "{}"},
                ],
                "posts_meta": [
                    {"post_id": "p1", "feature_image_alt": "A crane", "feature_image_caption": "<b>At</b> rest"}
                ],
                "tags": [{"id": "t1", "name": "Steel"}, {"id": "t2", "name": "#hidden"}],
                "posts_tags": [
                    {"post_id": "p1", "tag_id": "t2", "sort_order": 1},
                    {"post_id": "p1", "tag_id": "t1", "sort_order": 0},
                ],
                "users": [{"id": "u1", "name": "Ann Lee", "bio": "Reports.", "website": "https://ann.example"}],
                "posts_authors": [{"post_id": "p1", "author_id": "u1"}],
                "settings": [
                    {"key": "title", "value": "Quay"}, {"key": "timezone", "value": "Europe/Oslo"},
                    {"key": "locale", "value": "nb"}, {"key": "codeinjection_head", "value": "<script>"},
                ],
            },
        }
    ]
}  # fmt: skip


def test_an_export_that_is_named_itself_is_read_with_its_pictures_and_nothing_else_beside_it(sites: Sites) -> None:
    sites.write({"quay.json": json.dumps(EXPORT), "content/images/2019/crane.png": b"png", "other/notes.md": "Mine."})
    (sites.old / "link").symlink_to(sites.old)
    sites.new = sites.old / "paper"

    first = sites.run("ghost", source="quay.json")
    again = sites.run("ghost", source="quay.json")

    assert first.files == again.files
    assert [name for name in first.files if name.startswith("media/")] == ["media/images/2019/crane.png"]
    assert list(first.left_out) == ["post new"]


@pytest.mark.parametrize("folder", [".", "content/paper", ".."])
def test_an_export_is_not_imported_over_itself_or_into_its_pictures(
    sites: Sites, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    sites.write({"quay.json": json.dumps(EXPORT)})

    assert main(["import", "ghost", str(sites.old / "quay.json"), str(sites.old / folder)]) == 2
    assert "lie in each other" in capsys.readouterr().err


def test_a_site_is_taken_over(sites: Sites) -> None:
    sites.write({"quay.json": json.dumps(EXPORT), "content/images/2019/crane.png": b"png"})

    found = sites.run("ghost", "--url", "https://quay.example")

    assert found.files == {
        "articles/2019-02-01-strike.html": """\
---
title: Strike
date: '2019-02-01T10:00:00.000Z'
draft: true
aliases:
- /strike
---
<h2>Talks</h2>
""",
        "articles/2019-03-04-cranes.html": """\
---
title: Cranes
date: '2019-03-04T09:30:00.000Z'
summary: They rise.
authors:
- Ann Lee
topics:
- Steel
image:
  src: /media/images/2019/crane.png
  alt: A crane
  caption: At rest
aliases:
- /cranes
---
<p>See <a href="/2019/02/strike#s-talks">it</a>.</p>
<a href="https://vimeo.com/7">Video on Vimeo</a>
<img src="/media/images/2019/crane.png">
""",
        "authors/ann-lee.yaml": """\
name: Ann Lee
bio: Reports.
links:
  Website: https://ann.example
""",
        "media/images/2019/crane.png": "png",
        "pages/about.html": """\
---
title: About
draft: true
---
<p>Us.</p>
""",
        "site.yaml": """\
title: Quay
language: nb
time_zone: Europe/Oslo
base_url: https://quay.example
""",
    }
    assert found.notes("post cranes") == [
        ("dropped", "", "internal tags #hidden"),
        ("dropped", "", "fields codeinjection_head"),
        ("dropped", "frames, for links to them", "https://player.vimeo.com/video/7"),
    ]
    assert found.notes("post strike") == [("guessed", "", "that it is a draft, since only paid could read it")]
    assert found.left_out == {
        "post new": ("It has no HTML, only what Ghost's editor reads. Publish it there, and export again.", True)
    }


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"db": []}', '{"db": [{"data": {"posts": 1}}]}', "[" * 100_000])
def test_what_is_no_export_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (tmp_path / "quay.json").write_text(text)

    code = main(["import", "ghost", str(tmp_path / "quay.json"), str(tmp_path / "new" / "deep")])

    assert (code, capsys.readouterr().err.splitlines()[-1].startswith("presswork: ")) == (2, True)
