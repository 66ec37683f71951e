"""Work that many processes share comes back as if one had done it. In a process of its own: pytest has threads."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest

from desk.forked import BATCH, forked


def alone(*lines: str) -> subprocess.CompletedProcess[str]:
    """What a program says that begins with two processors and the few names that it needs.

    What calls `both` with each number has the first two batches done by two processes: each waits for the other.
    """
    begin = """
import multiprocessing, os, threading
from desk.forked import BATCH, forked
os.cpu_count = lambda: 2
here = os.getpid()
met = multiprocessing.get_context("fork").Barrier(2)
def both(number):
    if number in (0, BATCH): met.wait()
"""
    program = begin + dedent("\n".join(lines))
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)


needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")


@needs_fork
def test_results_come_in_the_order_of_the_things_from_processes_that_see_what_is_in_memory() -> None:
    said = alone(
        "known = {number: -number for number in range(1000)}",
        "found = list(forked(lambda number: (both(number), known[number], os.getpid()), range(1000)))",
        "pids = {pid for _, _, pid in found}",
        "print([each for _, each, _ in found] == list(known.values()), here in pids, len(pids))",
    )
    assert (said.stdout, said.stderr) == ("True True 2\n", "")


@needs_fork
def test_things_are_as_many_as_one_likes() -> None:
    said = alone("print(list(forked(abs, range(300_001))) == list(range(300_001)))")
    assert (said.stdout, said.stderr) == ("True\n", "")


@needs_fork
def test_what_is_raised_there_is_raised_here_and_says_where() -> None:
    said = alone(
        "def fails(number):",
        "    both(number)",
        "    if os.getpid() != here: raise KeyError(number)",
        "try:",
        "    list(forked(fails, range(1000)))",
        "except KeyError as error:",
        "    print('raised', error.args[0] in (0, BATCH), 'in fails' in error.__notes__[0])",
    )
    assert (said.stdout, said.stderr) == ("raised True True\n", "")


@needs_fork
def test_a_process_that_is_ended_from_outside_is_told() -> None:
    said = alone(
        "def dies(number):",
        "    both(number)",
        "    if os.getpid() != here: os.kill(os.getpid(), 9)",
        "try:",
        "    list(forked(dies, range(1000)))",
        "except Exception as error:",
        "    print(repr(error))",
    )
    message = "A process of the build was ended, perhaps as memory ran out. Make room, then build again."
    assert (said.stdout, said.stderr) == (f"DeskError('{message}')\n", "")


@needs_fork
def test_no_process_outlives_the_one_that_has_started_it() -> None:
    """The program's output is at its end when the last process that may write there has ended."""
    said = alone(
        "def dies(number):",
        "    both(number)",
        "    if os.getpid() == here: os.kill(here, 9)",
        "    return bytes(1 << 20)",
        "list(forked(dies, range(1000)))",
    )
    assert (said.returncode, said.stdout, said.stderr) == (-9, "", "")


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
