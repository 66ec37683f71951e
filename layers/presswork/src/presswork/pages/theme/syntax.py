"""How templates are read, ours and those of a site's own alike: both engines are made with this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import StrictUndefined

from presswork.pages import pictures

OPTIONS: Mapping[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "auto_reload": False,
}
"""Of Jinja2's Environment."""
GLOBALS: Mapping[str, Callable[..., str]] = {"picture": pictures.tag}
"""Functions that every template may call."""
