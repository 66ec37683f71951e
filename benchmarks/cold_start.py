"""CPU that each function's cold start takes: a whole process that imports the handler and makes its clients.

    python -m benchmarks.cold_start [--python PATH]

Bytecode is there, as it is on Lambda after `make build`; the first run of each makes it, and is not counted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, at_most, machine, parser, run, show

TIMES = 11
GOAL_MS = 600.0
PORTS = {
    "validate": "table uploads proofs wakes bus",
    "images": "table uploads renditions wakes",
    "index": "site wakes",
    "render": "site site_bucket proofs",
    "invalidate": "site_bucket cdn bus table wakes",
    "announce": "table posts",
    "release": "table wakes",
    "rebuild": "table uploads wakes",
    "search": "site",
    "react": "table reactions",
}
"""What each asks `presswork.aws.wiring` for when it handles its first message."""
VARIABLES = [
    "TABLE", "SOURCE_BUCKET", "WORK_BUCKET", "SITE_BUCKET", "DISTRIBUTION", "CACHE_TAGS",
    "UPLOAD_QUEUE", "MEDIA_QUEUE", "INDEX_QUEUE", "RENDER_QUEUE", "REBUILD_QUEUE", "ANNOUNCE_QUEUE", "INDEXNOW",
    "EVENT_BUS", "REACTIONS", "REACTIONS_TABLE",
]  # fmt: skip
FUNCTIONS = Path(__file__).parents[1] / "functions"


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Measures the CPU of cold starts.")
    options.add_argument("--python", default=sys.executable, help="the interpreter, with presswork installed")
    given = options.parse_args(arguments)
    here = machine()
    os.environ |= dict.fromkeys(VARIABLES, "x")
    os.environ |= {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    names = [each.parent.name for each in sorted(FUNCTIONS.glob("*/handler.py"))]
    if unknown := {*names} - PORTS.keys():
        raise SystemExit(f"What do these ask wiring for? Say so in PORTS: {', '.join(sorted(unknown))}")
    figures = [Figure("nothing but Python", _milliseconds(given.python, "pass"), "ms")]
    for name in names:
        code = f"import functions.{name}.handler; from presswork.aws import wiring; "
        code += "; ".join(f"wiring.{port}()" for port in PORTS[name].split())
        figures.append(at_most(name, _milliseconds(given.python, code), "ms", GOAL_MS))
    return show(here, figures, as_json=given.json)


def _milliseconds(python: str, code: str) -> float:
    command = [python, "-c", code]
    run(command)
    return round(median(run(command).cpu_s for _ in range(TIMES)) * 1000)


if __name__ == "__main__":
    sys.exit(main())
