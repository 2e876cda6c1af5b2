"""A slow line between a browser and a server of this machine: so many bits a second each way, so long a round trip.

Browsers can slow themselves down, but then opening a connection costs nothing, while on a real line it costs a round
trip, and one more where the connection is encrypted.
"""

import asyncio
import threading
from contextlib import contextmanager
from dataclasses import dataclass

from tests.support.servers import HOST

PACKET, HEADERS = 1_420, 40
PLAIN, ENCRYPTED = 1, 2


@dataclass
class Way:
    """One direction of a line that all connections share."""

    bits_a_second: float
    delay: float
    free_at: float = 0.0

    def arrival(self, now: float, size: int) -> float:
        """When a packet of so many bytes that is handed over `now` has come through, in seconds."""
        self.free_at = max(now, self.free_at) + 8 * (size + HEADERS) / self.bits_a_second
        return self.free_at + self.delay


class Line:
    """The line itself; `port` is where its near end listens."""

    def __init__(self, far_port: int, *, bits_a_second: float, round_trip: float, setting_up: int):
        self.far_port, self.wait = far_port, setting_up * round_trip
        self.up, self.down = (Way(bits_a_second, round_trip / 2) for _ in range(2))
        self.loop = asyncio.new_event_loop()
        self.port = 0

    async def listen(self) -> asyncio.Server:
        server = await asyncio.start_server(self.connected, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def connected(self, near_reader, near_writer) -> None:
        """A new connection: nothing passes before it is set up."""
        far_reader, far_writer = await asyncio.open_connection(HOST, self.far_port)
        ways = (near_reader, far_writer, self.up), (far_reader, near_writer, self.down)
        try:
            await asyncio.sleep(self.wait)
            await asyncio.gather(*(self.carry(*way) for way in ways))
        except (OSError, asyncio.CancelledError):
            # either end has left, or the line comes to its end
            pass
        finally:
            near_writer.close()
            far_writer.close()

    async def carry(self, reader, writer, way: Way) -> None:
        under_way: asyncio.Queue = asyncio.Queue()
        delivering = asyncio.ensure_future(self.deliver(under_way, writer))
        while packet := await reader.read(PACKET):
            under_way.put_nowait((way.arrival(self.loop.time(), len(packet)), packet))
        under_way.put_nowait((self.loop.time() + way.delay, b""))
        await delivering

    async def deliver(self, under_way: asyncio.Queue, writer) -> None:
        while True:
            at, packet = await under_way.get()
            await asyncio.sleep(max(0, at - self.loop.time()))
            if not packet:
                break
            writer.write(packet)
        writer.write_eof()


@contextmanager
def slow_line(far_port: int, *, bits_a_second: float, round_trip: float, setting_up: int = PLAIN):
    """The port of this machine behind which `far_port` is that far away.

    `round_trip` is in seconds; `setting_up` says how many of them a new connection costs.
    """
    line = Line(far_port, bits_a_second=bits_a_second, round_trip=round_trip, setting_up=setting_up)
    server = line.loop.run_until_complete(line.listen())
    thread = threading.Thread(target=line.loop.run_forever, daemon=True)
    thread.start()
    try:
        yield line.port
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), line.loop).result(timeout=5)
        line.loop.call_soon_threadsafe(line.loop.stop)
        thread.join(timeout=5)
        line.loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
