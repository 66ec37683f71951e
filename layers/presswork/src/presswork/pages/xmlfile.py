"""Files of XML, which programs read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from presswork.pages import theme

_NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What no document of XML 1.0 may hold, escaped or not."""


def printed(template: str, values: Mapping[str, object]) -> bytes:
    """Fill a template. All values are escaped; characters that XML cannot hold are left out."""
    return _NOT_IN_XML.sub("", theme.fill(template, values)).encode()
