"""Somebody else holds the database for long: whoever saves is told so after ten seconds and keeps their text."""

from contextlib import contextmanager
from html import unescape

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Report
from survey.data import engine
from survey.data.base import table_of
from tests.holds.house import House
from tests.holds.saves import DONE, FORM, UNAVAILABLE, WAYS, Save
from tests.holds.senders import Senders
from tests.support.app import prepare_sample

PART = "Q7_SUCCESS.why"
SENTENCE = "Nothing that was saved before is lost; what you sent just now is not saved yet."


@contextmanager
def held(house, report):
    """The lock that a save of this report needs; on SQLite a writing session holds the whole database."""
    row = table_of(Report)
    with house.database.writing() as session:
        session.execute(select(row.c.id).where(row.c.public_id == report).with_for_update())
        yield


def save_while_held(house, port):
    [report] = house.open_reports()
    saves = [Save(report, PART, f"from {way.name}", 0, f"{report}{way.name}") for way in WAYS]
    with Senders(port, len(WAYS)) as senders:
        requests = [way.request(house.staff, save) for way, save in zip(WAYS, saves, strict=True)]
        with held(house, report):
            answers = senders.send(requests)
        assert [way.outcome(answer) for way, answer in zip(WAYS, answers, strict=True)] == [UNAVAILABLE] * 2
        pages = [unescape(answer.body.decode()) for answer in answers]
        assert all(SENTENCE in page for page in pages)
        assert pages[0].count(saves[0].text) == 2
        # what was refused left nothing behind, and the same request is taken now
        assert house.history(report, PART) == []
        again = senders.send([requests[0]] * 2)
    assert [FORM.outcome(answer) for answer in again] == [DONE] * 2
    assert [row.value for row in house.history(report, PART)] == [saves[0].text]


@pytest.mark.long
def test_save_that_waits_for_ten_seconds_is_answered_with_a_clear_page(served):
    house, server = served
    save_while_held(house, server.port)


def test_save_that_waits_for_too_long_is_answered_with_a_clear_page(
    database_kind, prepared_database, tmp_path, monkeypatch
):
    """The same with a second, in a server of this process."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    house = House(prepared_database(database_kind, prepare_sample), tmp_path)
    with house.serve_here() as port:
        save_while_held(house, port)
    house.close()
