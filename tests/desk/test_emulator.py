"""The emulator's life: it answers while it is wanted, and nothing of it is left then, whatever happened."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.emulator import HOST, EmulatorError, emulator

SECONDS = 20.0
PARENT = """
from desk.emulator import emulator
with emulator() as gateway:
    print(gateway.port, gateway.log.parent, flush=True)
    input()
"""


def answers(port: int, host: str = HOST) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def group_of(port: int, folder: Path) -> int:
    """The process group of an emulator and its functions, by the file in which ministack leaves its number."""
    return int((folder / f"ministack-{port}.pid").read_text())


def is_empty(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


def test_it_answers_on_this_machine_only_until_the_block_is_left() -> None:
    with emulator() as gateway:
        folder = gateway.log.parent
        group = group_of(gateway.port, folder)
        with urllib.request.urlopen(f"{gateway.url}/_ministack/health") as answer:
            status = answer.status
        elsewhere = answers(gateway.port, "127.0.0.2")
    assert (status, elsewhere) == (200, False)
    assert (answers(gateway.port), is_empty(group), folder.exists()) == (False, True, False)


def test_it_stops_when_the_block_is_interrupted() -> None:
    block = emulator()
    gateway = block.__enter__()
    folder = gateway.log.parent
    group = group_of(gateway.port, folder)
    assert not block.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert (answers(gateway.port), is_empty(group), folder.exists()) == (False, True, False)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_its_parent_however_that_ends(how: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        port, folder = parent.stdout.readline().split()
        group = group_of(int(port), Path(folder))
        parent.send_signal(how)
    assert eventually(lambda: is_empty(group) and not Path(folder).exists())
    assert not answers(int(port))


def test_a_port_that_is_taken_is_a_clear_error() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(EmulatorError) as caught, emulator(port):
            pass
    assert str(caught.value) == (
        f"Port {port} cannot be had: Address already in use. Choose another one, or stop what uses it."
    )


def test_one_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(EmulatorError, match="The emulator ended as it started"), emulator():
        pass


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux shows a process's environment")
def test_it_knows_no_real_account_and_no_place_but_its_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "newsroom")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "secret")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://elsewhere.example")
    with emulator() as gateway:
        group = group_of(gateway.port, gateway.log.parent)
        given = Path(f"/proc/{group}/environ").read_text().split("\0")
    variables = dict(entry.split("=", 1) for entry in given if entry)
    assert {name for name in variables if name.startswith("AWS_")} == {"AWS_EC2_METADATA_DISABLED"}
    places = ("HOME", "TMPDIR", "STATE_DIR", "S3_DATA_DIR")
    assert [variables[name] for name in places] == [str(gateway.log.parent)] * len(places)
