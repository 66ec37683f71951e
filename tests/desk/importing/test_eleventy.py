"""Eleventy sites become articles and standing pages."""

from __future__ import annotations

import pytest

from tests.desk.importing.sites import Sites

CRANES = """\
---json
{"title": "Cranes", "tags": ["posts", "steel"], "layout": "post.njk"}
---
See [the strike]({{ "/posts/strike/" | url }}) by {{ "ann" | person }}.

:::warning Mind
Heads.
:::

{% image "./crane.png" "A crane" %}{# not shown #}

<iframe width="1" src="https://www.youtube.com/embed/abc?rel=0"></iframe>
"""


def test_a_site_is_taken_over(sites: Sites) -> None:
    sites.write(
        {
            "eleventy.config.js": 'export default () => ({ dir: { input: "src" } });\n',
            "README.md": "# Project\n",
            "src/_data/site.json": '{"title": "Quay", "url": "https://quay.example"}',
            "src/index.md": "---\ntitle: Home\n---\n",
            "src/feed.njk": "---\npermalink: /feed.xml\n---\n",
            "src/about.md": "---\ntitle: About\n---\nUs.\n",
            "src/posts/posts.json": '{"author": "Ann Lee", "permalink": "/posts/{{ page.fileSlug }}/"}',
            "src/posts/2019-03-04-cranes.md": CRANES,
            "src/posts/2019-02-01-strike.md": "---\ntitle: Strike\nauthor: Ben Okri\n---\nText.\n",
            "src/posts/crane.png": b"png",
        }
    )

    found = sites.run("eleventy")

    assert found.files == {
        "articles/2019-02-01-strike.md": """\
---
title: Strike
date: '2019-02-01'
authors:
- Ben Okri
aliases:
- /posts/strike
---
Text.
""",
        "articles/2019-03-04-cranes.md": """\
---
title: Cranes
date: '2019-03-04'
authors:
- Ann Lee
topics:
- steel
aliases:
- /posts/cranes
---
See [the strike](/2019/02/strike) by ann.


<blockquote>

**Mind**

Heads.

</blockquote>


![A crane](/media/posts/crane.png)

<a href="https://www.youtube.com/watch?v=abc">Video on YouTube</a>
""",
        "media/posts/crane.png": "png",
        "pages/about.md": """\
---
title: About
---
Us.
""",
        "site.yaml": """\
title: Quay
base_url: https://quay.example
""",
    }
    assert found.notes("src/posts/2019-03-04-cranes.md") == [
        ("dropped", "", "comments"),
        ("guessed", "what a template would show", 'ann for {{ "ann" | person }}'),
        ("dropped", "frames, for links to them", "https://www.youtube.com/embed/abc?rel=0"),
    ]
    assert found.left_out == {
        "src/index.md": ("Presswork makes the front page, the lists and the page for errors itself", False),
        "src/feed.njk": ("it is a template", False),
    }


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("", "/posts/port"),
        ("permalink: /{{ page.date | date('yyyy/MM/dd') }}/{{ title | slugify }}/\n", "/2019/03/04/the-port"),
        ("permalink: \"/{{ page.date | date: '%Y/%m' }}/{{ page.fileSlug }}.html\"\n", "/2019/03/port.html"),
        ("permalink: '{{ page.filePathStem }}.html'\n", "/posts/port.html"),
        ("permalink: '/{{ anything | else }}/'\n", None),
    ],
)
def test_permalinks_that_are_templates_give_the_old_address(sites: Sites, permalink: str, address: str | None) -> None:
    sites.write({"posts/port.md": f"---\ntitle: The Port\ndate: 2019-03-04\n{permalink}---\nText.\n"})

    (told,) = sites.run("eleventy").report["files"]

    assert told["redirects"] == ([address] if address else [])
