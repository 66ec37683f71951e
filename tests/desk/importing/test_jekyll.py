"""Jekyll sites become articles, standing pages and authors' files."""

from __future__ import annotations

import pytest

from tests.desk.importing.sites import Sites

CONFIG = """\
title: The Quay
url: https://quay.example
baseurl: /news
timezone: Europe/Berlin
lang: de
defaults:
  - scope: {path: "", type: posts}
    values: {author: ann}
"""
POST = """\
---
layout: post
title: "Cranes: a history"
date: 2019-03-04 09:30:00 +0100
categories: harbour machines
tags: [cranes, steel]
image: /assets/crane.png
redirect_from:
  - /old/cranes/
rating: 5
---
See [the strike]({% post_url 2019-02-01-strike %}#talks), [it again](/news/harbour/2019/02/01/strike.html),
[us]({{ site.baseurl }}{% link about.md %}) and [nothing](/gone.html).

![A crane](../assets/crane.png) {% youtube abc123 %} {% mystery "x" %}

{% highlight ruby %}
puts "{{ kept }}"
{% endhighlight %}

`{{ site.title }}` {% raw %}{{ shown }}{% endraw %} {{ page.title }}
{: .big}
"""


def test_a_site_is_taken_over(sites: Sites) -> None:
    sites.write(
        {
            "_config.yml": CONFIG,
            "_data/authors.yml": "ann:\n  name: Ann Lee\n  bio: Reports.\n  github: annlee\n",
            "_posts/2019-03-04-cranes.md": POST,
            "harbour/_posts/2019-02-01-strike.markdown": "---\ntitle: Strike\n---\n## Talks\n\nText.\n",
            "_drafts/later.md": "---\ntitle: Later\n---\nSoon.\n",
            "about.md": "---\ntitle: About\npermalink: /about/\n---\nUs.\n",
            "index.html": "---\n---\n{% for post in site.posts %}{% endfor %}\n",
            "assets/crane.png": b"png",
            "_layouts/post.html": "{{ content }}",
            "notes.textile": "h1. Old",
        }
    )

    found = sites.run("jekyll")

    assert found.files == {
        "articles/2019-03-04-cranes.md": """\
---
title: 'Cranes: a history'
date: 2019-03-04 09:30:00 +0100
authors:
- Ann Lee
sections:
- harbour
- machines
topics:
- cranes
- steel
image: /media/assets/crane.png
aliases:
- /harbour/machines/2019/03/04/cranes.html
- /old/cranes
---
See [the strike](/2019/02/strike#s-talks), [it again](/2019/02/strike),
[us](/about) and [nothing](https://quay.example/news/gone.html).

![A crane](/media/assets/crane.png) [Video on YouTube](https://www.youtube.com/watch?v=abc123) {% mystery "x" %}


```ruby
puts "{{ kept }}"
```


`{{ site.title }}` {{ shown }} Cranes: a history
""",
        "articles/2019-02-01-strike.md": """\
---
title: Strike
date: '2019-02-01'
authors:
- Ann Lee
sections:
- harbour
aliases:
- /harbour/2019/02/01/strike.html
---
## Talks

Text.
""",
        "articles/later.md": "---\ntitle: Later\ndraft: true\n---\nSoon.\n",
        "pages/about.md": "---\ntitle: About\n---\nUs.\n",
        "authors/ann-lee.yaml": "name: Ann Lee\nbio: Reports.\nlinks:\n  GitHub: https://github.com/annlee\n",
        "media/assets/crane.png": "png",
        "site.yaml": "title: The Quay\nbase_url: https://quay.example/news\nlanguage: de\ntime_zone: Europe/Berlin\n",
    }
    assert found.notes("_posts/2019-03-04-cranes.md") == [
        ("dropped", "", "fields rating"),
        ("kept", "as text what is not understood", '{% mystery "x" %}'),
        ("dropped", "", "attribute lists of kramdown"),
        ("kept", "links to what was not imported", "/gone.html"),
    ]
    assert found.left_out == {
        "index.html": ("Presswork makes the front page, the lists and the page for errors itself", False),
        "notes.textile": (".textile cannot be read", True),
    }
    assert (found.code, found.report["failed"]) == (1, 1)


@pytest.mark.parametrize(
    ("style", "address"),
    [
        ("date", "/harbour/2019/03/04/cranes.html"),
        ("pretty", "/harbour/2019/03/04/cranes"),
        ("ordinal", "/harbour/2019/063/cranes.html"),
        ("weekdate", "/harbour/2019/W10/Mon/cranes.html"),
        ("none", "/harbour/cranes.html"),
        ("/:categories/:short_year-:i_month-:i_day/:slug:output_ext", "/harbour/19-3-4/cranes.html"),
        ("/:unheard_of/:title", None),
    ],
)
def test_every_style_of_permalinks_gives_the_old_address(sites: Sites, style: str, address: str | None) -> None:
    sites.write(
        {
            "_config.yml": f"permalink: {style}\n",
            "_posts/2019-03-04-cranes.md": "---\ntitle: Cranes\ncategory: harbour\n---\nText.\n",
        }
    )

    (told,) = sites.run("jekyll").report["files"]

    assert told["redirects"] == ([address] if address else [])
