"""What may be uploaded, told by its key."""

from __future__ import annotations

ARTICLES, MEDIA = "articles/", "media/"
FOLDERS = (ARTICLES, MEDIA)
"""Whose uploads are looked at once more by a rebuild, in the order of their keys."""
