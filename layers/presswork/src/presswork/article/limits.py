"""How much an upload may hold. The models in `frontmatter` and `sitefile` say of which field."""

from __future__ import annotations

UPLOAD_BYTES = 2 * 1024 * 1024
KEY_BYTES = 512
FRONT_MATTER_BYTES = 64 * 1024
BODY_CHARACTERS = 4 * 1024 * 1024
"""Of HTML, after Markdown, where two characters of a table can become a thousand."""

TITLE = 300
SUMMARY = 2_000
NAME = 100
"""Characters of a section, a topic or an author."""
NOTE = 2_000
"""Characters of a caption, an alternative text or a correction."""
LANGUAGE = 35
"""Characters of a language tag; none that is in use is longer."""
ADDRESS_BYTES = 700
"""As text. It is the key of an object, too, which S3 gives 1,024 bytes."""
ENCODED_ADDRESS_BYTES = 1_500
"""Percent-encoded. A redirect's `location` is metadata of an object, which S3 gives 2 KB in all."""
SLUG_BYTES = 200
URL = 2_000
INDEXNOW_KEY = 128
WORDS_A_MINUTE = range(50, 2_001)

SECTIONS = 20
TOPICS = 50
AUTHORS = 30
ALIASES = 20
CORRECTIONS = 100
ORDER = range(-9_999, 10_000)
"""Of a standing page in the navigation."""
RELATED = 20
"""Of `related`, and of `blocked`."""

PICTURES = 100
"""Pictures of `media/` that an article shows; more are left out."""
PICTURE_BYTES = 25 * 1024 * 1024
PIXELS = 50_000_000
"""Of a picture, before it is decoded: a file of a few KB can ask for gigabytes."""
FRAMES = 1_000
MOVING_PIXELS = 100_000_000
"""Of all frames of a moving picture together."""
RENDITION_HEIGHT = 16_000
"""Pixels; WebP has 16,383 at most."""

LINKS = 100
"""Links to other articles of the site that are remembered; more are not known to be there."""
ARTICLE_BYTES = 128 * 1024
"""Of all that is known of an article but its body. A row of the table holds 400 KB, and other things as well."""
PROBLEMS = 100
"""Told of one upload; the rest are counted."""

KEYS = 100
"""Of one map in the front matter."""
NESTING = 20
"""Lists and maps inside each other, in YAML, TOML and JSON."""
REFERENCES = 20
"""Uses of YAML's `*name`: few, so that they cannot multiply into gigabytes."""
BODY_NESTING = 200
"""Elements inside each other, in HTML and Markdown."""
ATTRIBUTES = 64
"""Attributes of one element; more are dropped."""

PROFILE_LINKS = 10
"""Of `links` in an author's file, and of `same_as`."""

YEARS = range(1000, 10_000)
