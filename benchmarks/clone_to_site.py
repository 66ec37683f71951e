"""How long it takes from `git clone` to the site on this machine, with nothing cached: `make run` in a fresh clone.

    python -m benchmarks.clone_to_site [REPOSITORY]

What it downloads comes from PyPI, so the network counts. It clones what is committed.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, machine, parser, show
from desk.emulator import HOST


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Measures the way from a clone to the site.")
    options.add_argument("repository", nargs="?", default=str(Path(__file__).parents[1]), help="this one")
    given = options.parse_args(arguments)
    here = machine()
    with TemporaryDirectory(prefix="presswork-benchmark-") as place:
        started = time.monotonic()
        checkout = Path(place, "presswork")
        subprocess.run(["git", "clone", "--quiet", given.repository, str(checkout)], check=True)
        cloned = time.monotonic()
        environment = _without_caches(Path(place, "home"))
        _run(["make", "setup"], checkout, environment)
        made = time.monotonic()
        served = _serve(checkout, environment)
    figures = [
        Figure("git clone", round(cloned - started, 1), "s"),
        Figure("make setup", round(made - cloned, 1), "s"),
        Figure("make run, until all is live and served", round(served - made, 1), "s"),
        Figure("from git clone to the site", round(served - started, 1), "s"),
    ]
    return show(here, figures, as_json=given.json)


def _without_caches(home: Path) -> Mapping[str, str]:
    """Of uv, pip and Python there is nothing in a new home, nor in the environment that we run in."""
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    for name in [each for each in kept if each.startswith(("UV_CACHE", "XDG_", "MAKE", "MFLAGS"))]:
        del kept[name]
    return {**kept, "HOME": str(home), "UV_CACHE_DIR": str(home / "uv"), "PIP_CACHE_DIR": str(home / "pip")}


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Says nothing, unless it fails."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    if done.returncode:
        sys.stderr.buffer.write(done.stdout + done.stderr)
        raise SystemExit(f"{' '.join(command)} failed.")


def _serve(checkout: Path, environment: Mapping[str, str]) -> float:
    """Runs it until it serves the whole newspaper. Returns that moment."""
    port = _free_port()
    said: list[bytes] = []
    with subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as child:
        try:
            for line in child.stdout or ():
                if b"The site is at" in line:
                    return _read(port)
                said.append(line)
            sys.stderr.buffer.writelines(said)
            raise SystemExit("make run ended before the site was there.")
        finally:
            os.killpg(child.pid, signal.SIGTERM)
            child.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _read(port: int) -> float:
    """The moment at which a reader has the front page. Raises if there is none."""
    with urllib.request.urlopen(f"http://{HOST}:{port}/") as answer:
        answer.read()
    return time.monotonic()


if __name__ == "__main__":
    sys.exit(main())
