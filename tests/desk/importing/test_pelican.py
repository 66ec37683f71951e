"""Pelican sites become articles and standing pages; their settings are read, not run."""

from __future__ import annotations

from tests.desk.importing.sites import Sites

CONFIG = """\
import os
SITENAME = "Quay"
SITEURL = "https://quay.example"
TIMEZONE = "Europe/Paris"
AUTHOR = "Ann Lee"
ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}.html"
SECRET = os.system("touch /tmp/presswork-was-run")
"""
CRANES = """\
Title: Cranes
Date: 2019-03-04 09:30
Modified: 2019-03-05
Category: Harbour
Tags: steel, cranes
Authors: Ben Okri, Zoë Hallam
Summary: They rise
  and fall.
Mood: calm

See [the strike]({filename}../strike.md#talks), [more]({tag}steel) and ![x]({static}/images/crane.png).
"""


def test_a_site_is_taken_over(sites: Sites) -> None:
    sites.write(
        {
            "pelicanconf.py": CONFIG,
            "content/news/cranes.md": CRANES,
            "content/strike.md": "---\ntitle: Strike\ndate: 2019-02-01\nstatus: draft\n---\n## Talks\n",
            "content/old.rst": "Old\n===\n",
            "content/pages/about.md": "Title: About\n\nUs.\n",
            "content/web.html": '<html><head><title>Web</title><meta name="date" content="2019-01-01"></head>'
            "<body><p>Page.</p></body></html>",
            "content/images/crane.png": b"png",
        }
    )

    found = sites.run("pelican")

    assert found.files == {
        "articles/2019-01-01-web.html": """\
---
title: Web
date: '2019-01-01'
authors:
- Ann Lee
aliases:
- /2019/01/web.html
---
<p>Page.</p>
""",
        "articles/2019-02-01-strike.md": """\
---
title: Strike
date: '2019-02-01'
authors:
- Ann Lee
draft: true
aliases:
- /2019/02/strike.html
---
## Talks
""",
        "articles/2019-03-04-cranes.md": """\
---
title: Cranes
date: 2019-03-04 09:30
updated: '2019-03-05'
summary: They rise and fall.
authors:
- Ben Okri
- Zoë Hallam
sections:
- Harbour
topics:
- steel
- cranes
aliases:
- /2019/03/cranes.html
---
See [the strike](/2019/02/strike#s-talks), [more](/topics/steel) and ![x](/media/images/crane.png).
""",
        "media/images/crane.png": "png",
        "pages/about.md": """\
---
title: About
aliases:
- /pages/about.html
---
Us.
""",
        "site.yaml": """\
title: Quay
base_url: https://quay.example
time_zone: Europe/Paris
""",
    }
    assert found.notes("content/news/cranes.md") == [("dropped", "", "fields Mood")]
    assert found.left_out == {"content/old.rst": (".rst cannot be read", True)}
