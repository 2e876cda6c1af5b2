"""Starts a server in a process of its own on a free port of this machine, and ends it by its own process."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests.support.app import KEY

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
SECONDS_TO_START = 30


class Server:
    """A running server: where it listens, and which process it is."""

    def __init__(self, process: subprocess.Popen, port: int):
        self.process, self.port = process, port

    @property
    def pid(self) -> int:
        return self.process.pid


def our_server(url: str, folder: Path):
    """The application as `survey run` serves it, on this database; a context manager."""
    settings = {"SURVEY_INSTANCE": str(folder), "SURVEY_DATABASE_URL": url, "SURVEY_SECRET_KEY": KEY}
    return _running(["-m", "survey", "run"], folder / "ours.log", settings)


def bare_server(url: str, folder: Path, size: int):
    """A Flask application that does next to nothing, with pages of so many bytes; a context manager."""
    command = ["-m", "tests.benchmarks.bare", "--database", url, "--size", str(size)]
    return _running(command, folder / "bare.log", {})


@contextmanager
def _running(arguments: list[str], log: Path, settings: dict):
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")} | settings
    command = [sys.executable, *arguments, "--port", str(port)]
    with log.open("w") as output:
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        process = subprocess.Popen(command, cwd=ROOT, env=own, **streams)
    try:
        wait_until_it_listens(process, port, log)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def wait_until_it_listens(process: subprocess.Popen, port: int, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"The server {process.args[2]} did not start:\n{log.read_text()[-2000:]}")
