"""What may be uploaded, told by its key; and the ids of articles and standing pages, which follow from their keys.

| key               | what it is                        | id                       |
|-------------------|-----------------------------------|--------------------------|
| `articles/x/y.md` | an article                        | `x/y.md`                 |
| `pages/about.md`  | a standing page                   | `../pages/about.md`      |
| `authors/ann.yaml`| what readers are told of an author| none: the name tells it  |
| `media/x/port.jpg`| a picture                         | none: its source names it|
| `site.yaml`       | the site's settings               | none                     |

An id is the key as seen from `articles/`. So an article's id never begins as a page's does: an upload whose key would
give it one, `articles/../pages/about.md`, means the page.
"""

from __future__ import annotations

from presswork.article.model import ArticleId

ARTICLES, AUTHORS, MEDIA, PAGES = "articles/", "authors/", "media/", "pages/"
SITE_YAML = "site.yaml"
FOLDERS = (ARTICLES, AUTHORS, MEDIA, PAGES)
"""Whose uploads are looked at once more by a rebuild, in the order of their keys."""

_UP = "../"


def id_of(key: str) -> ArticleId:
    """The id of an article or a standing page by its key."""
    return ArticleId(_UP + key if key.startswith(PAGES) else key.removeprefix(ARTICLES))


def key_of(article: ArticleId) -> str:
    """The key of an article or a standing page by its id."""
    return article.removeprefix(_UP) if is_page(article) else ARTICLES + article


def is_page(article: ArticleId) -> bool:
    """Whether it is a standing page: one that stands in no list, and in the navigation of every page."""
    return article.startswith(_UP + PAGES)


def has_id(key: str) -> bool:
    """Whether it is the key of an article or a standing page."""
    return key.startswith((ARTICLES, PAGES))
