"""The long run of random histories: `make soak HISTORIES=10000 SEED=1`. Exit 1 if there is a divergence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.histories import wrong_after

SHOWN = 3
TOLD = 500


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("histories", type=int)
    parser.add_argument("seed", type=int, help="of the first; each history can be played again by its seed")
    given = parser.parse_args(arguments)
    divergences = 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        seeds = range(given.seed, given.seed + given.histories)
        for number, wrong in enumerate(pool.map(wrong_after, seeds, chunksize=10), 1):
            if wrong:
                divergences += 1
                if divergences <= SHOWN:
                    print(f"seed {seeds[number - 1]}: {wrong[:1000]}", file=sys.stderr)
            if number % TOLD == 0:
                print(f"{number} of {given.histories}", file=sys.stderr)
    print(f"{given.histories} histories, {divergences} divergences")
    return int(divergences > 0)


if __name__ == "__main__":
    sys.exit(main())
