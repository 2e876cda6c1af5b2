"""The disk takes nothing more: whoever saves is told so and keeps their text, and later all goes on by itself."""

import random
import tempfile
from contextlib import ExitStack, contextmanager
from html import unescape
from itertools import cycle
from pathlib import Path

import pytest

from survey.data.engine import sqlite_file
from tests.holds import limits
from tests.holds.house import House
from tests.holds.saves import DONE, FORM, UNAVAILABLE, WAYS, Save
from tests.support import postgres
from tests.support.app import prepare_sample
from tests.support.load import Connection, connect

PART = "Q7_SUCCESS.why"
SENTENCE = "Nothing that was saved before is lost; what you sent just now is not saved yet."
# three bytes a letter, so that a few saves fill what is left
LETTERS, LONG = [chr(code) for code in range(0x4E00, 0x9FFF)], 15_000
# its largest file at the start, and a file of its log, are smaller
ENOUGH_FOR_POSTGRES = 5 * 2**18


def text(number):
    """A long text that is another one for each number and that no database can pack."""
    return f"{number} {''.join(random.Random(number).choices(LETTERS, k=LONG))}"


class Person:
    """Somebody who saves long texts one after the other, in either way, and notes which were acknowledged."""

    def __init__(self, house, connection):
        self.house, self.connection = house, connection
        [self.report] = house.open_reports()
        self.acknowledged, self.ways = [], cycle(WAYS)

    def save(self):
        """The outcome, having looked that a refusal is clear and comes with the text."""
        number, way = len(self.acknowledged), next(self.ways)
        save = Save(self.report, PART, text(number), number, f"{self.report}{number}")
        answer = self.connection.answer_to(way.request(self.house.staff, save))
        outcome = way.outcome(answer)
        if outcome == DONE:
            self.acknowledged.append(save.text)
        else:
            page = unescape(answer.body.decode())
            assert SENTENCE in page
            # a script leaves the text where it was typed
            assert way is not FORM or page.count(save.text) == 2
        return outcome

    def save_until(self, outcome, most):
        """Saves until this comes; some saves may still fit on a full disk."""
        for _ in range(most):
            if self.save() == outcome:
                return
        raise AssertionError(f"{most} saves, and none was {outcome}")

    def check(self):
        rows = self.house.history(self.report, PART)
        assert [row.value for row in rows] == self.acknowledged
        assert self.house.answer(self.report, PART).value == self.acknowledged[-1]


def go_through(house, server, fill, make_room):
    """Saves, with the disk full and afterwards; everything that was acknowledged is there."""
    with connect(server.port) as opened:
        person = Person(house, Connection(opened))
        for _ in range(3):
            assert person.save() == DONE
        fill()
        person.save_until(UNAVAILABLE, 600)
        assert [person.save() for _ in range(3)] == [UNAVAILABLE] * 3
        make_room()
        person.save_until(DONE, 600)
        assert [person.save() for _ in range(5)] == [DONE] * 5
    person.check()
    assert house.faults() == []


def limited(house, server, size):
    """Limits whoever writes the database's files."""
    if house.postgres:
        limits.limit(limits.family(house.postgres.pid), size, **house.postgres.as_owner())
    else:
        limits.limit([server.pid], size)


def test_files_that_may_not_grow_lose_nothing(durable_house):
    if reason := limits.why_unlimited():
        pytest.skip(reason)
    house = durable_house
    largest = (
        ENOUGH_FOR_POSTGRES if house.postgres else sqlite_file(house.database.url).stat().st_size + 2**16
    )
    with house.serve() as server:
        try:
            go_through(
                house,
                server,
                lambda: limited(house, server, largest),
                lambda: limited(house, server, None),
            )
        finally:
            limited(house, server, None)


@pytest.mark.long
def test_full_disk_loses_nothing_on_sqlite(databases, tmp_path):
    with small_disk_or_skip(tmp_path / "disk", 3) as disk:
        house = House(databases.copy("sqlite", prepare_sample, disk), tmp_path)
        with house.serve() as server:
            go_through(house, server, lambda: limits.fill(disk), (disk / "filler").unlink)
        house.close()


@pytest.mark.long
def test_full_disk_loses_nothing_on_postgres(tmp_path):
    """Without room for its log PostgreSQL ends; once there is room and it runs again, the service goes on."""
    with tempfile.TemporaryDirectory(prefix="survey-disk-") as folder:
        Path(folder).chmod(0o755)
        with small_disk_or_skip(Path(folder) / "disk", 600) as disk:
            database = postgres.Server(postgres.DURABLE, place=disk, initdb=["--wal-segsize=1"])
            try:
                prepare_sample(url := postgres.create_database(database.url, "survey"))
                house = House(url, tmp_path)
                with house.serve() as server:
                    go_through(house, server, lambda: limits.fill(disk), lambda: restart(disk, database))
                house.close()
            finally:
                database.stop()


def restart(disk, database):
    (disk / "filler").unlink()
    database.end()
    database.start()


@contextmanager
def small_disk_or_skip(folder, megabytes):
    with ExitStack() as mounted:
        try:
            disk = mounted.enter_context(limits.small_disk(folder, megabytes))
        except OSError as reason:
            pytest.skip(str(reason))
        yield disk
