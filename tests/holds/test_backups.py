"""Backups while many people save: each is whole, of one moment, and holds all that was acknowledged before it began."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Answer, AnswerHistory, Report
from survey.data.engine import Database
from survey.installation.moving.services import back_up, restore, verify
from survey.installation.queries import database_faults
from survey.questionnaire.models import RegisteredPart
from tests.holds.streams import Crowd, Stream, acknowledged, missing, streams_of
from tests.support.app import KEY


def back_up_while_saving(house, streams, number):
    """So many backups one after the other; each with what was acknowledged to every stream before it began."""
    made = []
    own = Database(house.url)
    with house.serve() as server, ThreadPoolExecutor(1) as pool, Crowd(server.port, streams) as crowd:
        for n in range(number):
            enough = acknowledged(streams) + len(streams)
            crowd.work_until(lambda enough=enough: acknowledged(streams) >= enough)
            known = [list(stream.acknowledged) for stream in streams]
            path = house.folder / f"backup-{n}.zip"
            under_way = pool.submit(back_up, own, path, key=KEY)
            crowd.work_until(under_way.done)
            under_way.result()
            made.append((path, known))
        crowd.rest()
    own.close()
    return made


def wrong_in(url, streams, known):
    """What does not fit in a restored backup, as sentences."""
    database = Database(url)
    wrong = database_faults(database)
    with database.reading() as session:
        for stream, texts in zip(streams, known, strict=True):
            saved = history_of(session, stream)
            numbers = [version for version, _text in saved]
            if numbers != list(range(stream.first + 1, stream.first + 1 + len(saved))):
                wrong.append(f"{stream.report} {stream.part}: versions {numbers}")
            if [text for _version, text in saved[: len(texts)]] != texts:
                wrong.append(f"{stream.report} {stream.part}: not all of {texts} is there")
            if saved and answer_of(session, stream) != saved[-1]:
                wrong.append(f"{stream.report} {stream.part}: the answer is not what was saved last")
    database.close()
    return wrong


def history_of(session, stream):
    own = (
        AnswerHistory.outcome == "saved",
        Report.public_id == stream.report,
        RegisteredPart.code == stream.part,
    )
    rows = select(AnswerHistory.version, AnswerHistory.value).join(Report).join(RegisteredPart).where(*own)
    return [tuple(row) for row in session.execute(rows.order_by(AnswerHistory.id))]


def answer_of(session, stream):
    own = Report.public_id == stream.report, RegisteredPart.code == stream.part
    row = select(Answer.version, Answer.value).join(Report).join(RegisteredPart).where(*own)
    return tuple(session.execute(row).one())


class Remembering(Stream):
    """A stream that knows on which version it began."""

    def __init__(self, browser, report, part, version, way):
        super().__init__(browser, report, part, version, way)
        self.first = version


def check_backups(house, databases, kind, streams, number):
    found = []
    for path, known in back_up_while_saving(house, streams, number):
        verify(path)
        url = databases.empty(kind, house.folder)
        restore(path, url)
        found += wrong_in(url, streams, known)
        databases.drop(url)
        path.unlink()
    assert found == []
    assert missing(house, streams) == []


@pytest.mark.parametrize(
    "database_kind", ["sqlite", pytest.param("postgres", marks=(pytest.mark.postgres, pytest.mark.long))]
)
def test_backups_under_load_are_whole(house, database_kind, databases):
    check_backups(house, databases, database_kind, streams_of(house, 8, Remembering), 1)


@pytest.mark.long
def test_50_backups_under_load_of_50_streams_are_whole(house, database_kind, databases):
    check_backups(house, databases, database_kind, streams_of(house, 50, Remembering), 50)
