"""Requests that reach the server at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

from tests.support.load import Connection, connect


class Senders:
    """So many connections that send at the same moment; a context manager."""

    def __init__(self, port, number):
        self.port, self.number = port, number

    def __enter__(self):
        self.opened = ExitStack()
        self.connections = [
            Connection(self.opened.enter_context(connect(self.port))) for _ in range(self.number)
        ]
        self.pool = self.opened.enter_context(ThreadPoolExecutor(self.number))
        return self

    def __exit__(self, *_fault):
        self.opened.close()

    def send(self, requests):
        """The answers to one request on each connection."""
        start = Barrier(self.number)

        def ask(connection, request):
            start.wait()
            return connection.answer_to(request)

        return list(self.pool.map(ask, self.connections, requests))
