import socket
import threading

import pytest

from tests.benchmarks.slow_line import Way, slow_line
from tests.support.servers import HOST


def test_packet_takes_its_own_time_and_the_delay():
    way = Way(bits_a_second=8_000, delay=0.2)
    assert way.arrival(10, 960) == pytest.approx(10 + 1 + 0.2)


def test_packet_waits_for_the_one_before_it():
    way = Way(bits_a_second=8_000, delay=0.2)
    way.arrival(10, 960)
    assert way.arrival(10.5, 1_960) == pytest.approx(11 + 2 + 0.2)
    assert way.arrival(20, 960) == pytest.approx(21.2)


def test_line_carries_every_byte_both_ways():
    words = bytes(range(256)) * 40
    with (
        socket.create_server((HOST, 0)) as far,
        slow_line(far.getsockname()[1], bits_a_second=1e9, round_trip=0.001) as port,
    ):
        threading.Thread(target=echo, args=(far,), daemon=True).start()
        with socket.create_connection((HOST, port)) as near:
            near.sendall(words)
            near.shutdown(socket.SHUT_WR)
            assert b"".join(iter(lambda: near.recv(4096), b"")) == words


def echo(far):
    connection, _address = far.accept()
    with connection:
        while piece := connection.recv(4096):
            connection.sendall(piece)
