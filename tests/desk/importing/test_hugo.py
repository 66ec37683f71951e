"""Hugo sites, in YAML and TOML, become articles and standing pages."""

from __future__ import annotations

import pytest

from tests.desk.importing.sites import Sites

CRANES = """\
+++
title = "Cranes"
date = 2019-03-04T09:30:00+01:00
publishDate = 2019-03-05T00:00:00Z
categories = ["Harbour"]
tags = ["steel"]
aliases = ["/old/cranes/", "cranes-2018"]
weight = 3
series = ["Machines"]
+++
See [the strike]({{< ref "strike.md#talks" >}}) and [it again]({{< relref "/posts/strike" >}}).

{{< figure src="crane.png" title="At rest" alt="A crane" >}}

{{< highlight go >}}
fmt.Println("{{< ref >}}")
{{< /highlight >}}

{{% notice tip %}}
**Look** up.
{{% /notice %}}

{{</* youtube abc */>}} {{< youtube id="abc" >}} {{< mystery >}}
"""


def test_fields_below_params_are_read_as_those_at_the_top(sites: Sites) -> None:
    matter = "title = 'Port'\n[params]\nauthor = 'Ann Lee'\ntitle = 'No'\nmood = 'grey'"
    sites.write({"content/posts/port.md": f"+++\n{matter}\n+++\nText.\n"})

    found = sites.run("hugo")

    assert "title: Port\nauthors:\n- Ann Lee\n" in found.files["articles/port.md"]
    assert ("dropped", "", "fields mood") in found.notes("content/posts/port.md")


def test_a_site_is_taken_over(sites: Sites) -> None:
    sites.write(
        {
            "hugo.toml": 'title = "Quay"\nbaseURL = "https://quay.example/"\nlanguageCode = "en-gb"\n'
            '[permalinks]\nposts = "/:year/:month/:slug/"\n[languages.en]\n[languages.fr]\n',
            "content/_index.md": "---\ntitle: Home\n---\n",
            "content/about.md": "---\ntitle: About\n---\nSee [cranes](/2019/03/cranes/).\n",
            "content/posts/cranes/index.md": CRANES,
            "content/posts/cranes/crane.png": b"png",
            "content/posts/2019-02-01-strike.md": "---\nslug: strike\ntitle: Strike\ndraft: true\n---\n## Talks\n",
            "content/posts/2019-02-01-strike.fr.md": "---\nslug: strike\ntitle: Grève\n---\n![x](/img/a.jpg)\n",
            "content/posts/strike.md": "---\ntitle: Strike, again\ndate: 2019-02-09\n---\nText.\n",
            "static/img/a.jpg": b"jpg",
        }
    )

    found = sites.run("hugo")

    assert found.files == {
        "articles/2019-02-01-strike-fr.md": """\
---
title: Grève
date: '2019-02-01'
lang: fr
translation_of: 2019-02-01-strike.md
aliases:
- /fr/2019/02/strike
---
![x](/media/img/a.jpg)
""",
        "articles/2019-02-01-strike.md": """\
---
title: Strike
date: '2019-02-01'
draft: true
---
## Talks
""",
        "articles/2019-02-09-strike-2.md": """\
---
title: Strike, again
date: '2019-02-09'
aliases:
- /2019/02/strike-again
---
Text.
""",
        "articles/2019-03-05-cranes.md": """\
---
title: Cranes
date: '2019-03-05T00:00:00+00:00'
sections:
- Harbour
topics:
- steel
aliases:
- /old/cranes
- /2019/03/cranes-2018
---
See [the strike](/2019/02/strike-2#s-talks) and [it again](/2019/02/strike-2).

![A crane](/media/posts/cranes/crane.png "At rest")


```go
fmt.Println("{{< ref >}}")
```




<blockquote>

**Tip**

**Look** up.

</blockquote>



{{< youtube abc >}} [Video on YouTube](https://www.youtube.com/watch?v=abc) {{< mystery >}}
""",
        "media/img/a.jpg": "jpg",
        "media/posts/cranes/crane.png": "png",
        "pages/about.md": """\
---
title: About
---
See [cranes](/2019/03/cranes).
""",
        "site.yaml": """\
title: Quay
base_url: https://quay.example
language: en-GB
""",
    }
    assert found.notes("content/posts/cranes/index.md") == [
        (
            "guessed",
            "",
            "that it appears on its publishDate, 2019-03-05T00:00:00+00:00, not on its date, 2019-03-04T09:30:00+01:00",
        ),
        ("dropped", "", "fields series"),
        ("kept", "as text what is not understood", "{{< mystery >}}"),
    ]
    assert found.left_out == {
        "content/_index.md": ("it is the text of a list, and Presswork makes the lists itself", False),
    }


@pytest.mark.parametrize(
    ("settings", "front", "address"),
    [
        ("", "", "/posts/port"),
        ("", "slug: quay\n", "/posts/quay"),
        ("", "url: /somewhere/else.html\n", "/somewhere/else.html"),
        ("uglyURLs: true\n", "", "/posts/port.html"),
        ("permalinks:\n  page:\n    posts: /:sections/:year/:monthname/:day/:contentbasename/\n", "",
         "/posts/2019/march/04/port"),
        ("permalinks: {posts: '/:yearday/:title/'}\n", "", "/63/the-port"),
    ],
)  # fmt: skip
def test_permalinks_slug_and_url_give_the_old_address(sites: Sites, settings: str, front: str, address: str) -> None:
    sites.write(
        {
            "config.yaml": settings + "title: Quay\n",
            "content/posts/Port.md": f"---\ntitle: The Port\ndate: 2019-03-04\n{front}---\nText.\n",
        }
    )

    (told,) = sites.run("hugo").report["files"]

    assert told["redirects"] == [address]
