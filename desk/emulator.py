"""An AWS on this machine: ministack as a child process that never outlives us, on 127.0.0.1, in memory.

The child reads its standard input, a pipe that we hold and never write to. However we end, the pipe ends too,
and the child goes, with the functions' processes and its temporary folder. That works wherever there are pipes,
also when we are killed outright.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

HOST = "127.0.0.1"
START_SECONDS = 60.0
STOP_SECONDS = 10.0


class EmulatorError(Exception):
    """The emulator cannot run here. The message says why, and what to do."""


class Gateway(Struct, frozen=True):
    """Where the emulator answers for every AWS service."""

    port: int
    log: Path
    """What the emulator itself says; functions log to CloudWatch. It goes when the emulator stops."""
    host: str = HOST

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


@contextmanager
def emulator(port: int = 0, *, auth: bool = False, host: str = HOST) -> Iterator[Gateway]:
    """A running emulator, empty. It stops when the block is left, or when this process ends in any other way.

    `port`: 0 takes any free one. `auth`: check each call against IAM policies. `host`: this machine's address for
    others than its own processes. Raises EmulatorError.
    """
    folder = Path(tempfile.mkdtemp(prefix="presswork-emulator-"))
    try:
        gateway = Gateway(_free(host, port), folder / "emulator.log", host)
        child = _start(gateway, folder, auth=auth)
        try:
            _await_health(child, gateway)
            yield gateway
        finally:
            _stop(child)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free(host: str, port: int) -> int:
    """The port itself if nobody has it, or any free one for 0. Raises EmulatorError."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise EmulatorError(
                f"Port {port} cannot be had: {error.strerror}. Choose another one, or stop what uses it."
            ) from error
        free: int = probe.getsockname()[1]
        return free


def _start(gateway: Gateway, folder: Path, *, auth: bool) -> subprocess.Popen[bytes]:
    # Nothing else of ours goes in: no credentials, profile or endpoint of a real account reaches a function.
    inherited = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    environment = {
        "BIND_HOST": gateway.host,
        "MINISTACK_HOST": gateway.host,
        "GATEWAY_PORT": str(gateway.port),
        "AUTH": str(auth).lower(),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "STATE_DIR": str(folder),
        "S3_DATA_DIR": str(folder),
        "DOCKER_HOST": "unix:///nonexistent",  # functions run as processes
        "IOT_MTLS_ENABLED": "0",  # no port but the gateway's
        "SFTP_ENABLED": "0",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    with gateway.log.open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "desk.emulator", str(folder)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=inherited | environment,
            start_new_session=True,  # Ctrl-C is for us alone, and the functions' processes are in its group
        )


def _await_health(child: subprocess.Popen[bytes], gateway: Gateway) -> None:
    """Returns when the gateway answers. Raises EmulatorError if the child has ended, or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise EmulatorError(f"The emulator ended as it started. Its log:\n{_tail(gateway.log)}")
        if _answers(gateway):
            return
        time.sleep(0.02)
    raise EmulatorError(f"The emulator did not answer in {START_SECONDS:.0f} s. Its log:\n{_tail(gateway.log)}")


def _answers(gateway: Gateway) -> bool:
    connection = http.client.HTTPConnection(gateway.host, gateway.port, timeout=5)
    try:
        connection.request("GET", "/_ministack/health")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Lets go of the pipe: see `serve`. What does not end by itself then is ended."""
    if child.stdin is not None:
        child.stdin.close()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        _signal_group(child.pid, signal.SIGKILL)
        child.wait()


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return


def serve(folder: Path) -> None:
    """Be the child: run ministack until our parent lets go of the pipe, then leave nothing behind."""
    signal.signal(signal.SIGTERM, lambda *_: None)  # until ministack sets its own, `_end_with_parent` is enough
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    try:
        from ministack.app import main

        sys.argv[1:] = []
        main()
    finally:
        _leave(folder)


def _end_with_parent(folder: Path) -> None:
    sys.stdin.buffer.read()
    _signal_group(os.getpgrp(), signal.SIGTERM)
    _leave(folder)


def _leave(folder: Path) -> None:
    """Waits for nothing: there is no state to save."""
    shutil.rmtree(folder, ignore_errors=True)
    _signal_group(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
