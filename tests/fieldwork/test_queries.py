from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from survey.answering.models.reports import Report
from survey.fieldwork.queries import board_lines, open_reports
from survey.missions.models import Mission
from survey.rounds.models import AskedProject, Round
from survey.rounds.queries import round_by_code
from tests.support.factories import OPENED

NOW = datetime(2001, 11, 5, 12, 0, tzinfo=UTC)
END = datetime(2001, 11, 30, 16, 0, tzinfo=UTC)
BEGUN = {5: "draft", 7: "with_lead", 8: "not_started"}


@pytest.fixture
def round_id(session):
    """The round of 2001 with an end; its reports 1 and 2 are without any saving, 5, 7 and 8 in work."""
    round = round_by_code(session, "2001")
    round.closes_at, round.time_zone = END, "Europe/Zurich"
    untouched = {"state": "draft", "saved_at": None, "submitted_at": None}
    session.execute(update(Report).where(Report.id.in_(_reports(session, 1, 2))).values(untouched))
    return round.id


def _reports(session, *numbers):
    own = select(Report.id).join(AskedProject).where(AskedProject.number.in_(numbers))
    return list(session.scalars(own.order_by(AskedProject.number)))


def _close(session, number, closes_at):
    own = update(Report).where(Report.id.in_(_reports(session, number)))
    session.execute(own.values(closes_at=closes_at))


def numbers_open(session, round_id, now=NOW):
    return [int(report.project_code[-2:]) for report in open_reports(session, round_id, now)]


def test_open_reports_are_those_that_were_never_signed(session, round_id):
    assert numbers_open(session, round_id) == [1, 2, 5, 7, 8]
    found = {report.project_code: report for report in open_reports(session, round_id, NOW)}
    mission_id = session.scalar(select(Mission.id).where(Mission.name == "San José"))
    begun, first = found["2001-05"], found["2001-01"]
    assert (begun.mission, begun.mission_id) == ("San José", mission_id)
    assert (begun.state, begun.is_supplement, begun.closes_at, begun.time_zone) == (
        "draft",
        False,
        END,
        "Europe/Zurich",
    )
    assert begun.last_activity is not None
    assert (first.state, first.last_activity) == ("not_started", None)


def test_nothing_is_open_before_the_opening_and_from_the_end_on(session, round_id):
    assert numbers_open(session, round_id, OPENED - timedelta(seconds=1)) == []
    assert numbers_open(session, round_id, OPENED) == [1, 2, 5, 7, 8]
    assert numbers_open(session, round_id, END - timedelta(seconds=1)) == [1, 2, 5, 7, 8]
    assert numbers_open(session, round_id, END) == []


def test_own_end_of_a_report_is_what_counts(session, round_id):
    _close(session, 1, END + timedelta(days=7))
    _close(session, 2, NOW)
    assert numbers_open(session, round_id) == [1, 5, 7, 8]
    assert numbers_open(session, round_id, END) == [1]


def test_round_without_an_end_stays_open(session, round_id):
    session.execute(update(Round).values(closes_at=None))
    assert numbers_open(session, round_id, END + timedelta(days=9999)) == [1, 2, 5, 7, 8]


def test_supplement_of_a_signed_report_is_open_until_its_own_end(session, round_id):
    asked, signed = session.execute(
        select(Report.asked_project_id, Report.id).where(Report.id.in_(_reports(session, 3)))
    ).one()
    version_id = session.scalar(select(Round.version_id).where(Round.id == round_id))
    session.add(
        Report(
            asked_project_id=asked, version_id=version_id, supplements_id=signed, closes_at=NOW + timedelta(1)
        )
    )
    session.flush()
    added = [report for report in open_reports(session, round_id, NOW) if report.is_supplement]
    assert [(report.project_code, report.state) for report in added] == [("2001-03", "not_started")]
    assert numbers_open(session, round_id, END) == []


def test_board_lines_are_all_reports_whatever_their_state(session, round_id):
    _close(session, 8, END + timedelta(days=7))
    lines = board_lines(session, round_id)
    assert [line.number for line in lines] == list(range(1, 9))
    assert {line.number: line.state for line in lines if not line.received} == {
        1: "not_started",
        2: "not_started",
        **BEGUN,
    }
    assert [line.own_end for line in lines] == [False] * 7 + [True]
    assert (lines[7].closes_at, lines[6].closes_at) == (END + timedelta(days=7), END)
