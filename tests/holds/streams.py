"""Many people who save at once, each their own part again and again, and what was acknowledged to each."""

import selectors
from collections import Counter, deque
from contextlib import ExitStack
from itertools import cycle

from tests.holds.house import PARTS, Browser, House
from tests.holds.saves import DONE, WAYS, Save
from tests.support.load import SECONDS_TO_ANSWER, Answer, Closed, Connection, Unexpected, connect

# who was refused does not try again at once
SECONDS_TO_TRY_AGAIN = 0.05


class Stream:
    """Somebody who saves one text after the other; what is not acknowledged is sent again, with the same key."""

    #: the questionnaire's version that the page shows, where a test minds
    asked: int | None = None

    def __init__(self, browser: Browser, report: str, part: str, version: int, way):
        self.browser, self.report, self.part, self.version, self.way = browser, report, part, version, way
        self.acknowledged: list[str] = []
        self.waiting: Save | None = None
        self.refused: list[tuple[str, Save, Answer]] = []

    def request(self) -> bytes:
        if self.waiting is None:
            number = len(self.acknowledged)
            name = f"{self.report}-{self.part}-{number}".replace(".", "-")
            text = f"text {number} of {self.report}"
            self.waiting = Save(self.report, self.part, text, self.version, name, self.asked)
        return self.way.request(self.browser, self.waiting)

    def take(self, answer: Answer) -> bool:
        """Notes the reply; whether it was an acknowledgement."""
        outcome = self.way.outcome(answer)
        if outcome != DONE:
            self.refused.append((outcome, self.waiting, answer))
            return False
        self.acknowledged.append(self.waiting.text)
        self.version += 1
        self.waiting = None
        return True


def streams_of(house: House, number: int, kind=Stream) -> list[Stream]:
    """So many streams, every other one by script; up to five people write on one report."""
    reports = house.open_reports(-(-number // len(PARTS)))
    places = [(report, part) for report in reports for part in PARTS][:number]
    return [
        kind(house.staff, *place, house.answer(*place).version, way)
        for place, way in zip(places, cycle(WAYS), strict=False)
    ]


class Crowd:
    """All streams at work on kept-alive connections, in one thread; a context manager.

    `at_once` says how many of them wait for a reply at the same moment; the others take turns.
    """

    def __init__(self, port: int, streams: list[Stream], at_once: int | None = None):
        self.port, self.streams, self.at_once = port, streams, at_once or len(streams)
        self.resting, self.refused = False, []
        self.ready, self.under_way = deque(), 0

    def __enter__(self):
        self.opened = ExitStack()
        self.selector = self.opened.enter_context(selectors.DefaultSelector())
        for stream in self.streams:
            connection = Connection(self.opened.enter_context(connect(self.port)), stream)
            self.selector.register(connection.socket, selectors.EVENT_READ, connection)
            self.ready.append(connection)
        self.send()
        return self

    def __exit__(self, *_fault):
        self.opened.close()

    def send(self) -> None:
        while self.ready and self.under_way < self.at_once:
            connection = self.ready.popleft()
            connection.ask(connection.client.request())
            self.under_way += 1

    def step(self) -> bool:
        """Takes the replies that have come and sends what is next; False once nobody waits for a reply."""
        if not self.selector.get_map():
            return False
        ready = self.selector.select(SECONDS_TO_TRY_AGAIN if self.refused else SECONDS_TO_ANSWER)
        if not (ready or self.refused):
            raise Unexpected(f"No answer within {SECONDS_TO_ANSWER} seconds.")
        again, self.refused = self.refused, []
        for key, _events in ready:
            if (answer := key.data.receive()) is not None:
                self.under_way -= 1
                (again if key.data.client.take(answer) else self.refused).append(key.data)
        self.ready.extend(again)
        if self.resting:
            for connection in [*self.ready, *self.refused]:
                self.selector.unregister(connection.socket)
            self.ready.clear()
            self.refused = []
        else:
            self.send()
        return True

    def work_until(self, enough) -> None:
        while not enough():
            self.step()

    def rest(self) -> None:
        """Takes the last replies and sends nothing more."""
        self.resting = True
        while self.step():
            pass

    def mourn(self) -> None:
        """Takes what a server that was killed had still sent."""
        self.resting = True
        for key in list(self.selector.get_map().values()):
            try:
                while (answer := key.data.receive()) is None:
                    pass
                key.data.client.take(answer)
            except Closed:
                continue


def acknowledged(streams: list[Stream]) -> int:
    return sum(len(stream.acknowledged) for stream in streams)


def refusals(streams: list[Stream]) -> Counter:
    return Counter(outcome for stream in streams for outcome, _save, _answer in stream.refused)


def missing(house: House, streams: list[Stream]) -> list[str]:
    """A line for each stream whose history is not exactly what was acknowledged to it, in this order.

    The one save whose reply never came may be there or not, but not twice.
    """
    lines = []
    for stream in streams:
        saved = [row.value for row in house.history(stream.report, stream.part) if row.outcome == "saved"]
        unknown = [stream.waiting.text] if stream.waiting else []
        current = house.answer(stream.report, stream.part)
        whole = saved in (stream.acknowledged, stream.acknowledged + unknown)
        if not whole or (saved and current.value != saved[-1]):
            lines.append(
                f"{stream.report} {stream.part}: acknowledged {stream.acknowledged}, unknown {unknown}, "
                f"history {saved}, now {current.value}"
            )
    return lines
