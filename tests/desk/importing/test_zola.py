"""Zola sites become articles and standing pages."""

from __future__ import annotations

from tests.desk.importing.sites import Sites

CRANES = """\
+++
title = "Cranes"
date = 2019-03-04
aliases = ["old/cranes"]
[taxonomies]
categories = ["Harbour"]
tags = ["steel"]
authors = ["Ann Lee"]
[extra]
cover = "crane.png"
mood = "calm"
+++
See [the strike](@/blog/2019-02-01-strike.md#talks). {{ youtube(id="abc") }} {{ mystery(a=1) }}

{% quote(author="Ben") %}
They *rise*.
{% end %}
"""


def test_a_site_is_taken_over(sites: Sites) -> None:
    sites.write(
        {
            "config.toml": 'base_url = "https://quay.example"\n'
            'title = "Quay"\ndefault_language = "en"\n[languages.fr]\n',
            "content/_index.md": "+++\n+++\n",
            "content/about.md": '+++\ntitle = "About"\npath = "us"\n+++\nUs.\n',
            "content/blog/cranes/index.md": CRANES,
            "content/blog/cranes/crane.png": b"png",
            "content/blog/2019-02-01-strike.md": '+++\ntitle = "Strike"\n+++\n## Talks\n',
            "content/blog/2019-02-01-strike.fr.md": '+++\ntitle = "Grève"\n+++\nTexte.\n',
        }
    )

    found = sites.run("zola")

    assert found.files == {
        "articles/2019-02-01-strike-fr.md": """\
---
title: Grève
date: '2019-02-01'
lang: fr
translation_of: 2019-02-01-strike.md
aliases:
- /fr/blog/strike
---
Texte.
""",
        "articles/2019-02-01-strike.md": """\
---
title: Strike
date: '2019-02-01'
aliases:
- /blog/strike
---
## Talks
""",
        "articles/2019-03-04-cranes.md": """\
---
title: Cranes
date: '2019-03-04'
authors:
- Ann Lee
sections:
- Harbour
topics:
- steel
image: /media/blog/cranes/crane.png
aliases:
- /blog/cranes
- /old/cranes
---
See [the strike](/2019/02/strike#s-talks). [Video on YouTube](https://www.youtube.com/watch?v=abc) {{ mystery(a=1) }}



<blockquote>

They *rise*.

— Ben

</blockquote>
""",
        "media/blog/cranes/crane.png": "png",
        "pages/about.md": """\
---
title: About
aliases:
- /us
---
Us.
""",
        "site.yaml": """\
title: Quay
base_url: https://quay.example
language: en
""",
    }
    assert found.notes("content/blog/cranes/index.md") == [
        ("dropped", "", "fields mood"),
        ("kept", "as text what is not understood", "{{ mystery(a=1) }}"),
    ]
