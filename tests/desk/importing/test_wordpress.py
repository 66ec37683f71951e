"""Exports of WordPress become articles and standing pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.main import main
from tests.desk.importing.sites import Sites


def _item(number: int, kind: str, more: str, status: str = "publish") -> str:
    return (
        f"<item><wp:post_id>{number}</wp:post_id><wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>"
        f"{more}</item>"
    )


def _export(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        "<title>Quay</title><link>https://quay.example</link><language>en-GB</language>"
        "<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://quay.example</wp:base_blog_url>"
        "<wp:author><wp:author_login>ann</wp:author_login>"
        "<wp:author_display_name>Ann Lee</wp:author_display_name></wp:author>"
        f"{''.join(items)}</channel></rss>"
    )


CLASSIC = """<![CDATA[First line
second line of <a href="https://quay.example/2019/02/strike/#talks">talks</a> [sic].

[caption id="a" align="left"]<img src="/wp-content/uploads/2019/crane-300x200.png" /> At rest[/caption]

[gallery ids="9"]

[sourcecode lang="python"]
print("[gallery]")
[/sourcecode]

[youtube abc] [poll id="3"]

<pre>a

b</pre>]]>"""
CRANES = (
    "<title>Cranes &amp;amp; ships</title><link>https://quay.example/2019/03/cranes/</link><dc:creator>ann</dc:creator>"
    f"<content:encoded>{CLASSIC}</content:encoded><excerpt:encoded>They rise.</excerpt:encoded>"
    "<wp:post_name>cranes</wp:post_name><wp:post_date>2019-03-04 01:30:00</wp:post_date>"
    "<wp:post_date_gmt>2019-03-03 23:30:00</wp:post_date_gmt>"
    '<category domain="category" nicename="harbour">Harbour</category>'
    '<category domain="post_tag" nicename="steel">steel</category><category domain="mood">calm</category>'
    "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"
    "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"
)
STRIKE = (
    "<title>Strike</title><link>https://quay.example/2019/02/strike/</link><wp:post_name>strike</wp:post_name>"
    "<content:encoded>&lt;!-- wp:heading --&gt;&lt;h2&gt;Talks&lt;/h2&gt;&lt;!-- /wp:heading --&gt;</content:encoded>"
    "<wp:post_date>2019-02-01 10:00:00</wp:post_date><wp:post_date_gmt>2019-02-01 10:00:00</wp:post_date_gmt>"
)
PLAN = (
    "<title>Plan</title><link>https://quay.example/?p=5</link><content:encoded>Soon.</content:encoded>"
    "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
)


def test_a_site_is_taken_over(sites: Sites) -> None:
    picture = (
        "<title>A crane</title>"
        "<wp:attachment_url>https://quay.example/wp-content/uploads/2019/crane.png</wp:attachment_url>"
    )
    sites.write(
        {
            "quay.xml": _export(
                _item(1, "post", CRANES),
                _item(2, "post", STRIKE, status="private"),
                _item(3, "page", "<title>About</title><link>https://quay.example/about/</link>"
                      "<wp:post_name>about</wp:post_name><content:encoded>Us.</content:encoded>"),
                _item(5, "post", PLAN, status="draft"),
                _item(6, "post", "<title>Gone</title>", status="trash"),
                _item(7, "nav_menu_item", ""),
                _item(9, "attachment", picture, status="inherit"),
            ),
            "wp-content/uploads/2019/crane.png": b"png",
        }
    )  # fmt: skip

    found = sites.run("wordpress")

    assert found.files == {
        "articles/2019-02-01-strike.html": """\
---
title: Strike
date: '2019-02-01 10:00:00Z'
draft: true
---
<!-- wp:heading --><h2>Talks</h2><!-- /wp:heading -->
""",
        "articles/2019-03-04-cranes.html": """\
---
title: Cranes & ships
date: '2019-03-03 23:30:00Z'
authors:
- Ann Lee
sections:
- Harbour
topics:
- steel
image: /media/wp-content/uploads/2019/crane.png
---
<p>First line<br>
second line of <a href="/2019/02/strike#s-talks">talks</a> [sic].</p>
<figure><img src="/media/wp-content/uploads/2019/crane.png" /><figcaption>At rest</figcaption></figure>
<figure><img src="/media/wp-content/uploads/2019/crane.png" alt="A crane"></figure>
<pre><code class="language-python">print("[gallery]")</code></pre>
<p><a href="https://www.youtube.com/watch?v=abc">Video on YouTube</a> [poll id="3"]</p>
<pre>a

b</pre>
""",
        "articles/plan.html": """\
---
title: Plan
draft: true
---
<p>Soon.</p>
""",
        "media/wp-content/uploads/2019/crane.png": "png",
        "pages/about.html": """\
---
title: About
---
<p>Us.</p>
""",
        "site.yaml": """\
title: Quay
base_url: https://quay.example
language: en-GB
""",
    }
    assert found.notes("post 1 cranes") == [
        ("dropped", "", "1 comment"),
        ("dropped", "", "terms of mood"),
        ("kept", "as text what is not understood", '[poll id="3"]'),
    ]
    assert found.notes("post 2 strike") == [
        ("guessed", "", "that it is a draft, since it was private or had a password")
    ]
    assert found.left_out == {
        "post 6": ("its status is trash", False),
        "nav_menu_item 7": ("nav_menu_item is no article and no page", False),
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<rss><channel></channel></rss>",
        "<rss><channel>",
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title></channel></rss>',
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "quay.xml").write_text(text)

    code = main(["import", "wordpress", str(tmp_path / "old"), str(tmp_path / "new")])

    assert (code, capsys.readouterr().err.splitlines()[-1].startswith("presswork: quay.xml ")) == (2, True)
    assert not (tmp_path / "new").exists()
