"""Starts servers on a free port of this machine, in a process of their own or in this one, and ends just these."""

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from waitress import wasyncore
from waitress.server import create_server

from tests.support.app import KEY

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
SECONDS_TO_START = 30
#: stands for the port in a server's arguments
PORT = "{port}"


class Server:
    """A running server: where it listens, and which process it is."""

    def __init__(self, process: subprocess.Popen, port: int):
        self.process, self.port = process, port

    @property
    def pid(self) -> int:
        return self.process.pid


class ServerHere:
    """An application behind a server in this process, with whatever a test has changed in it."""

    def __init__(self, app):
        self.server = create_server(app, host=HOST, port=0, threads=4)
        self.port: int = self.server.effective_port
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """Lets what is under way end first; the server's own thread closes what it listens to."""
        self.server.task_dispatcher.shutdown()
        self.server.trigger.pull_trigger(lambda: wasyncore.close_all(self.server._map))
        self.thread.join(timeout=5)


def our_server(url: str, folder: Path, **environment: str):
    """The application as `survey run` serves it, on this database; a context manager."""
    command = ["-m", "survey", "run", "--port", PORT]
    return running(command, folder / "ours.log", settings_of(url, folder) | environment)


def gunicorn_server(url: str, folder: Path, workers: int, threads: int, **environment: str):
    """The application as an institution serves it; a context manager."""
    command = ["-m", "gunicorn", "--bind", f"{HOST}:{PORT}", "--graceful-timeout", "5"]
    command += ["--workers", str(workers), "--threads", str(threads), "survey.app:create_app()"]
    own = {"SURVEY_MODE": "development", "SURVEY_BASE_URL": "http://localhost"}
    return running(command, folder / "gunicorn.log", settings_of(url, folder) | own | environment)


def settings_of(url: str, folder: Path) -> dict[str, str]:
    """What a command of ours finds in its environment."""
    return {"SURVEY_INSTANCE": str(folder), "SURVEY_DATABASE_URL": url, "SURVEY_SECRET_KEY": KEY}


@contextmanager
def running(arguments: list[str], log: Path, settings: dict[str, str]):
    """A Python program with these arguments, in which PORT is a free one; ended afterwards, if it still runs."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")} | settings
    command = [sys.executable, *(argument.replace(PORT, str(port)) for argument in arguments)]
    with log.open("w") as output:
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        process = subprocess.Popen(command, cwd=ROOT, env=own, **streams)
    try:
        wait_until_it_listens(process, port, log)
        yield Server(process, port)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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
