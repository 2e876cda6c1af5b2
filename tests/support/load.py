"""Keeps a server busy: each client sends its next request as soon as the last one is answered.

One thread and prepared bytes, so that the clients cost little beside the server that they measure.
"""

import selectors
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.support.servers import HOST

SECONDS_TO_ANSWER = 30


class Unexpected(Exception):
    """The server answered something that makes the measurement worthless."""


class Closed(Unexpected):
    """The connection ended before the answer was whole."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: bytes
    body: bytes

    @property
    def size(self) -> int:
        """All bytes that came, headers included."""
        return len(self.headers) + len(self.body)


@dataclass
class Reader:
    """A client that opens the same page again and again, and looks whether it has the right size."""

    path: str
    cookie: str
    size: int

    def request(self) -> bytes:
        return get(self.path, self.cookie)

    def take(self, answer: Answer) -> None:
        if (answer.status, len(answer.body)) != (200, self.size):
            found = f"{answer.status} with {len(answer.body)} bytes"
            raise Unexpected(f"{self.path} answered {found}, not 200 with {self.size}")


@dataclass
class Saver:
    """A client that saves a form, each time another; `fields(n)` are those after n acknowledged saves."""

    path: str
    cookie: str
    fields: Callable[[int], dict]
    saved: int = 0

    def request(self) -> bytes:
        return post(self.path, self.cookie, self.fields(self.saved))

    def take(self, answer: Answer) -> None:
        if answer.status != 302:
            raise Unexpected(f"{self.path} answered {answer.status} to a save, not 302")
        self.saved += 1


def get(path: str, cookie: str, more: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{more}\r\n".encode()


def post(path: str, cookie: str, fields: dict, *, method: str = "POST", more: str = "") -> bytes:
    body = urlencode(fields)
    form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n{more}"
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{form}\r\n{body}".encode()


@dataclass
class Connection:
    """A kept-alive connection, and what has come of the next answer so far."""

    socket: socket.socket
    client: Any = None
    pieces: bytearray = field(default_factory=bytearray)

    def ask(self, request: bytes) -> None:
        self.socket.sendall(request)

    def answer_to(self, request: bytes) -> Answer:
        """Sends a request and waits for its answer."""
        self.ask(request)
        while (answer := self.receive()) is None:
            pass
        return answer

    def receive(self) -> Answer | None:
        """Takes what has come; the answer once it is whole."""
        try:
            piece = self.socket.recv(2**18)
        except ConnectionError as fault:
            raise Closed(str(fault)) from fault
        if not piece:
            raise Closed("The server closed the connection.")
        self.pieces += piece
        end = self.pieces.find(b"\r\n\r\n") + 4
        if end < 4:
            return None
        headers = bytes(self.pieces[:end])
        if len(self.pieces) < end + content_length(headers):
            return None
        answer = Answer(int(headers[9:12]), headers, bytes(self.pieces[end:]))
        self.pieces.clear()
        return answer


def content_length(headers: bytes) -> int:
    _before, found, after = headers.lower().partition(b"\r\ncontent-length:")
    if not found:
        raise Unexpected("An answer came without its length.")
    return int(after.partition(b"\r\n")[0])


def connect(port: int) -> socket.socket:
    made = socket.create_connection((HOST, port), timeout=SECONDS_TO_ANSWER)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def ask_once(port: int, request: bytes) -> Answer:
    """One request on a connection of its own."""
    with connect(port) as made:
        return Connection(made).answer_to(request)


def requests_per_second(port: int, clients: list, seconds: float) -> float:
    """How many requests a second the server answers to these clients, all at work at once."""
    with ExitStack() as opened, selectors.DefaultSelector() as selector:
        for client in clients:
            connection = Connection(opened.enter_context(connect(port)), client)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(client.request())
        return _drive(selector, time.perf_counter(), seconds)


def _drive(selector: selectors.BaseSelector, start: float, seconds: float) -> float:
    answered, now = 0, start
    while selector.get_map():
        ready = selector.select(SECONDS_TO_ANSWER)
        if not ready:
            raise Unexpected(f"No answer within {SECONDS_TO_ANSWER} seconds.")
        for key, _events in ready:
            if (answer := key.data.receive()) is None:
                continue
            key.data.client.take(answer)
            answered, now = answered + 1, time.perf_counter()
            if now - start < seconds:
                key.data.ask(key.data.client.request())
            else:
                selector.unregister(key.fileobj)
    return answered / (now - start)
