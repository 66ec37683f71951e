"""`presswork open`: a page of the site in the browser."""

from __future__ import annotations

import sys
import webbrowser
from urllib.parse import quote

from msgspec import Struct

from desk.connect import Target, connected
from desk.console import Console, DeskError
from presswork.article.model import Address


class Opened(Struct, frozen=True):
    """Where readers find the page, for machines."""

    url: str
    stands: bool
    """Whether there is anything at the address."""


def visit(address: str, target: Target, *, browser: bool, console: Console) -> int:
    """Print the page's URL, and open it if there is a person to see it. Returns the exit code. DeskError.

    1 if nothing stands there.
    """
    if not address.startswith("/"):
        raise DeskError(f"{address} is no address. Write one like /2026/11/port-strike-ends, or / for the front page.")
    with connected(target, console) as deployment:
        if not deployment.url:
            raise DeskError("Nobody serves this site: it is a presswork dev --once. Start one without --once.")
        stands = deployment.site.at(Address(address)) is not None
    url = deployment.url.rstrip("/") + quote(address)
    console.answer(Opened(url, stands), [url])
    if not stands:
        console.problem(f"Nothing stands at {address}: presswork plan and status say why.")
        return 1
    if browser and sys.stdout.isatty():
        webbrowser.open(url)
    return 0
