"""P1 and P2 on the real steps: random histories come to what a full build gives, and each rule of the protocol counts.

The rules that are broken here on purpose, each of which the histories must notice:

- `no-cas`: validate writes whether or not the record is still the one it has read
- `no-write-ahead`: index does not note as pending what it is about to write
- `no-hints`: index does not tell newer articles that their windows have changed
- `commit-first`: index commits before it has woken the pages
- `forget-addresses`: the record forgets the addresses that the article has left
- `stale-edge`: render writes pages without an event, so nobody invalidates them
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from presswork.steps import index as index_step
from presswork.steps import validate as validate_step
from tests import histories
from tests.world import PausingTable, SiteBucket, Wakes

HISTORIES = int(os.environ.get("HISTORIES", "300"))
FIRST = int(os.environ.get("SEED", "1"))
SHARDS = 20


@pytest.mark.parametrize("shard", range(SHARDS))
def test_after_any_history_the_site_is_what_a_full_build_gives(shard: int) -> None:
    for seed in range(FIRST + shard, FIRST + HISTORIES, SHARDS):
        wrong = histories.divergence(histories.play(seed))
        assert wrong is None, f"seed {seed}: {wrong}"
