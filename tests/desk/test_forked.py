"""Work that many processes share comes back as if one had done it. In a process of its own: pytest has threads."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest

from desk.forked import BATCH, forked


def alone(*lines: str) -> subprocess.CompletedProcess[str]:
    """What a program says that begins with two processors and the few names that it needs."""
    begin = "import os, threading\nfrom desk.forked import BATCH, forked\nos.cpu_count = lambda: 2\n"
    program = begin + dedent("\n".join(lines))
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)


needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")


@needs_fork
def test_results_come_in_the_order_of_the_things_from_other_processes_that_see_what_is_in_memory() -> None:
    said = alone(
        "known = {number: -number for number in range(1000)}",
        "found = list(forked(lambda number: (known[number], os.getpid()), range(1000)))",
        "print([each for each, _ in found] == list(known.values()), os.getpid() in {pid for _, pid in found})",
    )
    assert (said.stdout, said.stderr) == ("True False\n", "")


@needs_fork
def test_what_is_raised_there_is_raised_here() -> None:
    said = alone(
        "def fails(number):",
        "    if number == 500: raise KeyError(number)",
        "    return number",
        "try:",
        "    list(forked(fails, range(1000)))",
        "except KeyError as error:",
        "    print('raised', error)",
    )
    assert (said.stdout, said.stderr) == ("raised 500\n", "")


def test_few_things_are_done_here() -> None:
    here: list[int] = []
    assert list(forked(here.append, range(2 * BATCH))) == [None] * (2 * BATCH)
    assert here == list(range(2 * BATCH))


def test_beside_another_thread_all_is_done_here() -> None:
    said = alone(
        "over = threading.Event()",
        "other = threading.Thread(target=over.wait)",
        "other.start()",
        "print({os.getpid()} == set(forked(lambda _: os.getpid(), range(1000))))",
        "over.set()",
    )
    assert (said.stdout, said.stderr) == ("True\n", "")
