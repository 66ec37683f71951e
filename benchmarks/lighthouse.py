"""What Lighthouse says of a front page and of an article, on a telephone: the example newspaper in the preview.

python -m benchmarks.lighthouse
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import json

from benchmarks.figures import Figure, machine, parser, show
from tests.browser.conftest import CHROMIUM, MODULES
from tests.browser.sites import ROOT, built, served

PAGES = {"front page": "/", "article": "/2026/11/port-strike-ends"}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
GOAL = 100
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"


def main(arguments: Sequence[str] | None = None) -> int:
    """Each page once, in a browser of its own, as a slow telephone on a slow network would have it."""
    given = parser("Asks Lighthouse about two pages.").parse_args(arguments)
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None or not (MODULES / "lighthouse").is_dir():
        sys.exit("Lighthouse, or chromium, is not there: run make setup-browser.")
    here = machine()
    with served(built(ROOT / "examples")) as site:
        figures = [each for name, path in PAGES.items() for each in scores(name, site.url + path, Path(chromium))]
    return show(here, figures, as_json=given.json)


def scores(name: str, url: str, chromium: Path) -> Iterator[Figure]:
    """Of 100, by category; then what took points."""
    command: list[str | Path] = [
        MODULES / ".bin" / "lighthouse",
        url,
        "--output=json",
        "--quiet",
        "--no-enable-error-reporting",
    ]
    done = subprocess.run(
        [*command, f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"],
        env={**os.environ, "CHROME_PATH": str(chromium)},
        stdout=subprocess.PIPE,
        check=True,
    )
    report = json.decode(done.stdout)
    for each in CATEGORIES:
        category = report["categories"][each]
        score = round(100 * (category["score"] or 0))
        yield Figure(f"{name}: {category['title'].lower()}", score, "of 100", f"{GOAL}", score >= GOAL)
        for audit in category["auditRefs"]:
            said = report["audits"][audit["id"]]
            if audit["weight"] and said["score"] is not None and said["score"] < 1:
                yield Figure(f"  {said['title']}", round(100 * said["score"]), "of 100")


if __name__ == "__main__":
    sys.exit(main())
