"""A round that is still to open: its reports can be read, and answered on no way."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select, update

from survey.answering.models.reports import Report
from survey.answering.services.answers import save_answers
from survey.data import clock
from survey.missions.models import Mission
from survey.rounds.models import Extension
from survey.rounds.queries import round_by_code
from tests.answering.examples import answer_of, change, history_of, person_of, report_id, report_number
from tests.support.app import writing
from tests.support.factories import at

LESSONS = "Q4_LESSONS.lessons"
OPENS = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
WORDS = "The round opens on 1 October 2026, 09:00 (Europe/Zurich)."
SIGNATURE = {"name": "A. Lead", "function": "Chief of Mission", "sure": "y"}


@pytest.fixture
def sqlite_app(sqlite_app, monkeypatch):
    """The sample, its round still to open, and one text that was written before the opening was moved."""
    with writing(sqlite_app) as session:
        own = {"person": person_of(session, "mission_staff"), "language": "en"}
        save_answers(session, report=report_number(session, 8), changes=[change(LESSONS, "early", 0)], **own)
        round = round_by_code(session, "2001")
        round.opens_at, round.closes_at, round.time_zone = OPENS, CLOSES, "Europe/Zurich"
        session.commit()
    real = clock.now()
    moved = OPENS - timedelta(minutes=1) - real
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + moved)
    return sqlite_app


def ways(own):
    """Every request by which a mission changes a report: method, path and fields."""
    question = f"/reports/{own}/questions/Q4_LESSONS"
    fields = {f"seen:{LESSONS}": "1", LESSONS: "mine", "key": "k1"}
    evidence = {"address": "https://example.org/report", "about": ""}
    file = {"file": (BytesIO(b"nothing"), "form.docx")}
    return [
        ("POST", question, fields),
        ("PUT", f"/reports/{own}/answers/{LESSONS}", fields),
        ("POST", f"/reports/{own}/parts/{LESSONS}/restore", {"entry": "1", "seen": "1"}),
        ("POST", f"/reports/{own}/parts/{LESSONS}/evidence", evidence),
        ("POST", f"/reports/{own}/paper/upload", file),
        ("POST", f"/reports/{own}/paper/take", {"filled": "{}"}),
        ("POST", f"/reports/{own}/hand-over", {}),
        ("POST", f"/reports/{own}/sign", SIGNATURE),
    ]


@pytest.mark.parametrize("way", range(8))
def test_nothing_is_saved_before_the_opening_and_the_page_says_when_that_is(sqlite_app, client_for, way):
    method, path, fields = ways(report_id(sqlite_app, 8))[way]
    answer = client_for("mission_lead").send(path, fields, method=method)
    assert answer.status_code == 409
    assert WORDS in answer.text
    assert (
        "closed" not in answer.json["says"] if answer.is_json else "its round has closed" not in answer.text
    )
    assert answer_of(sqlite_app, 8, LESSONS).value == "early"
    with writing(sqlite_app) as session:
        assert report_number(session, 8).state == "draft"


@pytest.mark.parametrize("way", [0, 1])
def test_text_that_came_too_early_is_kept_in_the_history(sqlite_app, client_for, way):
    method, path, fields = ways(report_id(sqlite_app, 8))[way]
    client_for("mission_staff").send(path, fields, method=method)
    assert history_of(sqlite_app, 8, LESSONS) == [("saved", "early"), ("kept_aside", "mine")]


def test_pages_say_when_the_round_opens_and_offer_no_form(sqlite_app, client_for):
    staff, own = client_for("mission_staff"), report_id(sqlite_app, 8)
    home, report = staff.get("/projects").text, staff.get(f"/reports/{own}").text
    assert WORDS in home
    assert WORDS in report
    answers = staff.get(f"/reports/{own}/answers").text
    assert WORDS in answers
    assert "Hand over" not in answers
    assert staff.get(f"/reports/{own}/questions/Q4_LESSONS").status_code == 302
    assert "has closed" not in report


def test_at_the_opening_minute_answers_are_taken(sqlite_app, client_for, monkeypatch):
    method, path, fields = ways(report_id(sqlite_app, 8))[1]
    staff = client_for("mission_staff")
    at(monkeypatch, OPENS)
    assert staff.send(path, fields, method=method).json == {"outcome": "saved", "version": 2}
    until = "Answers are taken until 30 November 2026, 17:00 (Europe/Zurich)."
    assert until in staff.get("/projects").text
    assert until in staff.get(f"/reports/{report_id(sqlite_app, 8)}").text


def test_at_the_closing_minute_they_no_longer_are(sqlite_app, client_for, monkeypatch):
    method, path, fields = ways(report_id(sqlite_app, 8))[1]
    at(monkeypatch, CLOSES)
    staff = client_for("mission_staff")
    assert staff.send(path, fields, method=method).status_code == 409
    assert "Answers were taken until 30 November 2026, 17:00 (Europe/Zurich)." in staff.get("/projects").text


def test_mission_reads_why_it_has_more_time(sqlite_app, client_for, monkeypatch):
    more = datetime(2026, 12, 7, 16, 0, tzinfo=UTC)
    with writing(sqlite_app) as session:
        mission_id = session.scalar(select(Mission.id).where(Mission.name == "San José"))
        extension = {"closes_at": more, "reason": "The office was <closed>.", "given_at": OPENS}
        round = round_by_code(session, "2001")
        session.add(Extension(round_id=round.id, mission_id=mission_id, **extension))
        session.execute(update(Report).values(closes_at=more))
        session.commit()
    at(monkeypatch, CLOSES)
    page = client_for("mission_staff").get(f"/reports/{report_id(sqlite_app, 8)}").text
    assert "Answers are taken until 7 December 2026, 17:00 (Europe/Zurich)." in page
    assert "Reason: The office was &lt;closed&gt;." in page
