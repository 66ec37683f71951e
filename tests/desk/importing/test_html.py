"""Folders of HTML become articles, with what their pages or `_meta/` tell of them."""

from __future__ import annotations

from tests.desk.importing.sites import Sites

CRANES = """\
<!doctype html><html lang="en-GB"><head><title>Cranes | Quay</title>
<meta name="description" content="They &amp; we">
<meta property="article:published_time" content="2019-03-04T09:30:00Z">
<meta property="article:tag" content="steel"><meta property="article:tag" content="cranes">
<script type="application/ld+json">{"datePublished": "2019-01-01", "author": [{"name": "Ann Lee"}]}</script>
</head><body><nav>Menu</nav><main><h1>Cranes</h1>
<p>See <a href="../strike/index.html#talks">the strike</a> and <a href='/about.html'>us</a>.</p>
<img src="crane.png" alt="A crane" srcset="crane-2x.png 2x"></main></body></html>
"""
STRIKE = """\
{% extends "base.html" %}{% load tags %}
{% block head %}<style>p {}</style>{% endblock %}
{% block content %}<h2 id="talks">Talks</h2>
{% block inner %}<p>{{ tut.title }}</p>{% endblock inner %}
{% endblock %}
"""
META = """\
title: Strike
url: /strike/
author_id: ben
author_id2: zoe
publication_date: 2019-02-01
social_url: https://social.example
---
title: Another
url: /another/
"""


def test_a_site_is_taken_over(sites: Sites) -> None:
    sites.write(
        {
            "_meta/pages.yaml": META,
            "index.html": "<title>Home</title>",
            "news/cranes.html": CRANES,
            "news/crane.png": b"png",
            "strike/en/index.html": STRIKE,
            "about.html": "<title>About</title><p>Latin \xe9.</p>".encode("cp1252"),
        }
    )

    found = sites.run("html", "--url", "https://quay.example")

    assert found.files == {
        "articles/2019-02-01-strike.html": """\
---
title: Strike
date: '2019-02-01'
lang: en
authors:
- ben
- zoe
aliases:
- /strike
- /strike/en
---
<h2 id="talks">Talks</h2>
<p>Strike</p>
""",
        "articles/2019-03-04-cranes.html": """\
---
title: Cranes
date: '2019-03-04T09:30:00Z'
lang: en-GB
summary: They & we
authors:
- Ann Lee
topics:
- steel
- cranes
aliases:
- /news/cranes.html
---
<h1>Cranes</h1>
<p>See <a href="/2019/02/strike#s-talks">the strike</a> and <a href="/about.html">us</a>.</p>
<img src="/media/news/crane.png" alt="A crane">
""",
        "articles/about.html": """\
---
title: About
aliases:
- /about.html
---
<title>About</title><p>Latin é.</p>
""",
        "media/news/crane.png": "png",
        "site.yaml": "base_url: https://quay.example\n",
    }
    assert found.notes("news/cranes.html") == []
    assert found.notes("strike/en/index.html") == [
        ("dropped", "", "template blocks head"),
        ("dropped", "", "fields social_url"),
        ("dropped", "tags that show nothing", "{% block inner %}"),
        ("dropped", "tags that show nothing", "{% endblock inner %}"),
    ]
    assert found.notes("about.html") == [
        ("guessed", "", "the encoding, Windows-1252"),
        ("guessed", "", "the date, which nothing tells: that of its first upload"),
    ]
    assert found.left_out == {
        "index.html": ("Presswork makes the front page, the lists and the page for errors itself", False)
    }
