from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from survey.missions.models import Mission
from survey.rounds.models import Extension
from tests.answering.examples import report_id
from tests.fieldwork.pages import number_of, set_round
from tests.support.factories import at

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
END = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
SENT = {"until:day": "7", "until:month": "12", "until:year": "2026", "until:time": "17:00"}
UNTIL = "Answers are taken until 7 December 2026, 17:00 (Europe/Zurich)."
PATH = "/rounds/2001/extensions"


@pytest.fixture
def client(sqlite_app, client_for, monkeypatch):
    set_round(sqlite_app, closes_at=END, time_zone="Europe/Zurich")
    at(monkeypatch, NOW)
    return client_for("administrator")


def mission_id(app, name="San José"):
    with app.extensions["database"].reading() as session:
        return session.scalar(select(Mission.public_id).where(Mission.name == name))


def sent(app, **changes):
    return SENT | {"mission": mission_id(app), "reason": "The office was <closed>"} | changes


def test_mission_with_more_time_goes_on_after_the_round_has_closed(
    sqlite_app, client, client_for, monkeypatch
):
    assert client.send(PATH, sent(sqlite_app)).location == PATH
    listing = client.get(PATH).text
    assert UNTIL in listing
    assert "Reason: The office was &lt;closed&gt;" in listing
    assert "1 mission has more time" in client_for("working_group").get("/rounds/2001/board").text
    at(monkeypatch, END)
    staff, own = client_for("mission_staff"), report_id(sqlite_app, 8)
    page = staff.get(f"/reports/{own}").text
    assert UNTIL in page
    assert "Your mission has more time than the others in this round." in page
    saved = staff.send(
        f"/reports/{own}/answers/Q4_LESSONS.lessons",
        {"seen:Q4_LESSONS.lessons": "0", "Q4_LESSONS.lessons": "late, but in time"},
        method="PUT",
    )
    assert saved.json["outcome"] == "saved"


def test_extension_is_changed_and_taken_back(sqlite_app, client, client_for):
    client.send(PATH, sent(sqlite_app))
    form = client.get(f"{PATH}?mission={mission_id(sqlite_app)}").text
    assert 'value="The office was &lt;closed&gt;"' in form
    client.send(PATH, sent(sqlite_app, **{"until:day": "8", "reason": "Flood"}))
    assert number_of(sqlite_app, Extension) == 1
    assert "8 December 2026, 17:00" in client.get(PATH).text
    take_back = f"{PATH}/{mission_id(sqlite_app)}/take-back"
    assert client.send(take_back).location == PATH
    assert number_of(sqlite_app, Extension) == 0
    assert "30 November 2026, 17:00" in client_for("mission_staff").get("/projects").text
    assert client.send(take_back).status_code == 404


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"mission": ""}, "Choose a mission that the round asks."),
        ({"mission": "0123456789abcdef"}, "Choose a mission that the round asks."),
        ({"reason": ""}, "Write the reason; the mission and the board show it."),
        ({"until:month": "11"}, "This time is over already."),
        ({"until:day": "21", "until:month": "11"}, "The round itself takes answers until then."),
    ],
)
def test_extension_that_cannot_be_given_is_said_and_what_was_typed_stays(sqlite_app, client, changes, says):
    answer = client.send(PATH, sent(sqlite_app, **changes))
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{changes.get("until:day", "7")}"' in answer.text
    assert number_of(sqlite_app, Extension) == 0


def test_round_without_an_end_has_no_extensions(sqlite_app, client):
    set_round(sqlite_app, closes_at=None)
    assert "This round has no end yet" in client.get(PATH).text
    assert client.send(PATH, sent(sqlite_app)).status_code == 422
