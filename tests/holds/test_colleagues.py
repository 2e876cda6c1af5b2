"""People who change the same answer at the same time: nobody's text is overwritten in silence."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from tests.holds.house import Browser
from tests.holds.saves import CONFLICT, DONE, Save, both_ways
from tests.support.load import Connection, connect

PART = "Q4_LESSONS.lessons"


@dataclass
class Writer:
    """Somebody who changes one answer often, mostly on the version that they saw last and never on a newer one."""

    name: str
    browser: Browser
    report: str
    seen: int
    way: object
    saved: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def write(self, port: int, times: int) -> None:
        with connect(port) as opened:
            connection = Connection(opened)
            for turn in range(times):
                self.save(connection, f"{self.name} writes {turn}", f"{self.report}{self.name}{turn}")

    def save(self, connection: Connection, text: str, key: str) -> None:
        save = Save(self.report, PART, text, self.seen, key)
        answer = connection.answer_to(self.way.request(self.browser, save))
        outcome = self.way.outcome(answer)
        if outcome == DONE:
            self.saved.append(text)
            self.seen += 1
        else:
            assert outcome == CONFLICT
            self.refused.append((text, self.way.texts(answer)))
            self.seen = self.way.newest(answer, save)


def write_together(served, browsers, way, times):
    """Everybody writes so often; then every text is the answer, or in its history, or was shown as refused."""
    house, server = served
    [report] = house.open_reports()
    first = house.answer(report, PART)
    writers = [
        Writer(f"writer {n}", browser, report, first.version, way) for n, browser in enumerate(browsers)
    ]
    with ThreadPoolExecutor(len(writers)) as pool:
        list(pool.map(lambda writer: writer.write(server.port, times), writers))
    check_history(house, report, first, writers)
    check_losers(first, writers)
    assert sum(len(writer.saved) + len(writer.refused) for writer in writers) == times * len(writers)
    return writers


def check_history(house, report, first, writers):
    rows = house.history(report, PART)
    saved = [row for row in rows if row.outcome == "saved"]
    # each saved text stands on exactly the version before it, so its author had seen what it replaced
    assert [(row.seen, row.version) for row in saved] == [
        (first.version + n, first.version + n + 1) for n in range(len(saved))
    ]
    assert sorted(row.value for row in saved) == sorted(text for w in writers for text in w.saved)
    aside = [row.value for row in rows if row.outcome == "kept_aside"]
    assert sorted(aside) == sorted(text for w in writers for text, _page in w.refused)
    current = house.answer(report, PART)
    assert (current.value, current.version) == (saved[-1].value, saved[-1].version)


def check_losers(first, writers):
    """Whoever was refused saw their own text and the one that had been saved meanwhile."""
    for writer in writers:
        others = [first.value, *(text for other in writers if other is not writer for text in other.saved)]
        for text, page in writer.refused:
            assert text in page
            assert any(other in page for other in others)


@both_ways
def test_two_colleagues_who_write_at_once_overwrite_nothing(served, way):
    house, _server = served
    writers = write_together(served, [house.staff, house.lead], way, 40)
    assert any(writer.refused for writer in writers)


@both_ways
def test_one_person_in_two_tabs_overwrites_nothing(served, way):
    house, _server = served
    write_together(served, [house.staff, house.staff], way, 20)


@pytest.mark.long
@both_ways
@pytest.mark.parametrize("who", ["colleagues", "tabs"])
def test_500_edits_each_overwrite_nothing(served, way, who):
    house, _server = served
    browsers = [house.staff, house.lead if who == "colleagues" else house.staff]
    writers = write_together(served, browsers, way, 500)
    assert any(writer.refused for writer in writers)


@both_ways
def test_edits_in_any_order_overwrite_nothing(served, way):
    """One request after the other, so that it is chance alone that says who knows what."""
    house, server = served
    [report] = house.open_reports()
    first = house.answer(report, PART)
    writers = [
        Writer(name, browser, report, first.version, way)
        for name, browser in (("anna", house.staff), ("bruno", house.lead))
    ]
    chance = random.Random(20011124)
    with connect(server.port) as opened:
        connection = Connection(opened)
        for turn in range(40):
            chance.choice(writers).save(connection, f"turn {turn}", f"{report}{turn}")
    check_history(house, report, first, writers)
    check_losers(first, writers)
