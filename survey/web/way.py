"""A download that takes minutes gives way to whoever waits for a page: one process has one interpreter for both."""

import time
from collections.abc import Generator, Iterable
from threading import Lock
from typing import Any

from flask import Flask, current_app

#: how often a download looks whether others are still served, and how long it waits at most after each piece: it goes
#: on, if slowly, although there is always somebody
LOOK, LONGEST = 0.001, 0.03


class Way:
    """Counts the requests that are being answered. A response that is streamed counts until its stream begins."""

    def __init__(self, answer: Any):
        self._answer, self._guard, self._served = answer, Lock(), 0

    def __call__(self, environ, start_response):
        self._count(1)
        try:
            return self._answer(environ, start_response)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._guard:
            self._served += more

    def given(self, pieces: Iterable[bytes]) -> Generator[bytes, None, None]:
        """The same pieces, with a wait after each while others are served."""
        for piece in pieces:
            yield piece
            end = time.monotonic() + LONGEST
            while self._served and time.monotonic() < end:
                time.sleep(LOOK)


def install_way(app: Flask) -> None:
    app.extensions["way"] = way = Way(app.wsgi_app)
    app.wsgi_app = way  # type: ignore[method-assign]


def way() -> Way:
    return current_app.extensions["way"]
