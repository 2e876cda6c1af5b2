from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Report
from survey.rounds.models import AskedProject, Round
from tests.answering.examples import report_id
from tests.fieldwork.pages import NEW, last_actions, number_of, round_of, set_round
from tests.support.factories import at

NOW = datetime(2026, 11, 20, 9, 30, 40, tzinfo=UTC)
END = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
AGAIN = {"again:day": "15", "again:month": "12", "again:year": "2026", "again:time": "17:00"}


@pytest.fixture
def client(sqlite_app, client_for, monkeypatch):
    """An administrator, on a day at which the round of 2001 is still open."""
    set_round(sqlite_app, closes_at=END, time_zone="Europe/Zurich")
    at(monkeypatch, NOW)
    return client_for("administrator")


@pytest.fixture
def version(client):
    """What stands for the newest version in the form."""
    page = client.get("/rounds/new").text
    return page.split('<select id="version"')[1].split('<option value="')[1].split('"')[0]


def test_round_is_made_to_the_minute_of_its_zone(sqlite_app, client, version):
    answer = client.send("/rounds/new", NEW | {"version": version})
    assert (answer.status_code, answer.location) == (302, "/rounds/2026/projects/choose")
    made = round_of(sqlite_app, "2026")
    assert (made.title, made.opens_at, made.closes_at, made.time_zone) == (
        "2026",
        datetime(2026, 10, 1, 7, 0, tzinfo=UTC),
        END,
        "Europe/Zurich",
    )
    assert made.version_id == round_of(sqlite_app).version_id
    assert last_actions(sqlite_app)[0][0] == "create round"


def test_faults_are_said_and_what_was_typed_stays(sqlite_app, client, version):
    changes = {
        "code": "2001",
        "title": "Round <b>",
        "closes:day": "29",
        "closes:month": "3",
        "closes:year": "2027",
    }
    answer = client.send("/rounds/new", NEW | changes | {"closes:time": "02:30", "version": version})
    assert answer.status_code == 422
    assert "There is a round with this code already." in answer.text
    assert 'value="Round &lt;b&gt;"' in answer.text
    assert 'value="02:30"' in answer.text
    assert "<option selected>Europe/Zurich</option>" in answer.text
    assert number_of(sqlite_app, Round) == 1


def test_time_that_the_clocks_skip_is_said(client, version):
    skipped = {"closes:day": "28", "closes:month": "3", "closes:year": "2027", "closes:time": "02:30"}
    answer = client.send("/rounds/new", NEW | skipped | {"version": version})
    assert answer.status_code == 422
    assert "There is no 02:30 on this day in Europe/Zurich" in answer.text


@pytest.mark.parametrize("text", ["\0", "\ud800", "9" * 5000, "²", "<script>"])
def test_whatever_comes_in_is_answered_with_the_form(client, text):
    encoded = text.encode("utf-8", "surrogatepass")
    names = (*NEW, "again:day", "same")
    answer = client.send("/rounds/new", dict.fromkeys(names, encoded))
    assert answer.status_code == 422
    assert client.send("/rounds/2001/edit", dict.fromkeys(names, encoded)).status_code == 422
    assert (
        client.send("/rounds/2001/extensions", dict.fromkeys((*names, "mission"), encoded)).status_code == 422
    )


def test_round_is_changed(sqlite_app, client):
    page = client.get("/rounds/2001/edit").text
    assert 'name="version"' not in page
    assert 'value="17:00"' in page
    fields = NEW | {"title": "2001, first", "opens:year": "2025", "closes:time": "18:15"}
    assert client.send("/rounds/2001/edit", fields).location == "/rounds/2001/edit"
    changed = round_of(sqlite_app)
    assert (changed.title, changed.code, changed.closes_at) == (
        "2001, first",
        "2001",
        END + timedelta(minutes=75),
    )
    assert last_actions(sqlite_app)[0][0] == "change round"


def test_version_is_chosen_until_somebody_is_asked(sqlite_app, client, version):
    client.send("/rounds/new", NEW | {"version": version})
    other = version.rpartition(":")[0] + ":1"
    assert 'name="version"' in client.get("/rounds/2026/edit").text
    client.send("/rounds/2026/edit", NEW | {"version": other})
    assert round_of(sqlite_app, "2026").version_id != round_of(sqlite_app).version_id


def test_round_is_closed_with_this_minute_and_opened_again(sqlite_app, client, client_for):
    client.send("/rounds/2001/close")
    assert round_of(sqlite_app).closes_at == NOW.replace(second=0)
    staff, own = client_for("mission_staff"), report_id(sqlite_app, 8)
    assert "The round has closed." in staff.get(f"/reports/{own}").text
    assert "Open the round again" in client.get("/rounds/2001/edit").text
    refused = client.send("/rounds/2001/reopen", AGAIN | {"again:month": "1"})
    assert refused.status_code == 422
    assert "This time is over already." in refused.text
    assert 'value="15"' in refused.text
    client.send("/rounds/2001/reopen", AGAIN)
    assert round_of(sqlite_app).closes_at == datetime(2026, 12, 15, 16, 0, tzinfo=UTC)
    assert "The round has closed." not in staff.get(f"/reports/{own}").text
    actions = [action for action, _details in last_actions(sqlite_app, 3)]
    assert actions == ["close round", "sign in", "reopen round"]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("close", {"closes_at": NOW}),
        ("close", {"opens_at": NOW + timedelta(days=1)}),
        ("reopen", {}),
        ("reopen", {"closes_at": None}),
    ],
)
def test_what_does_not_fit_the_state_of_the_round_changes_nothing(sqlite_app, client, path, values):
    set_round(sqlite_app, **values)
    before = round_of(sqlite_app).closes_at
    answer = client.send(f"/rounds/2001/{path}", AGAIN, follow_redirects=True)
    assert "so nothing was changed." in answer.text
    assert round_of(sqlite_app).closes_at == before


def test_next_round_is_a_copy_a_year_on(sqlite_app, client):
    page = client.get("/rounds/2001/copy").text
    assert 'value="2027"' in page
    assert "Ask the same 8 projects as before" in page
    fields = NEW | {"title": "2027", "code": "2027", "version": "", "same": "yes"}
    assert client.send("/rounds/2001/copy", fields).status_code == 422
    fields["version"] = page.split('<select id="version"')[1].split('<option value="')[1].split('"')[0]
    answer = client.send("/rounds/2001/copy", fields)
    assert answer.location == "/rounds/2027/board"
    with sqlite_app.extensions["database"].reading() as session:
        own = select(AskedProject.number, Report.state).join(
            Report, Report.asked_project_id == AskedProject.id
        )
        rows = session.execute(
            own.join(Round).where(Round.code == "2027").order_by(AskedProject.number)
        ).all()
    assert rows == [(number, "draft") for number in range(1, 9)]


def test_round_that_asks_nobody_can_be_removed_and_no_other(sqlite_app, client, version):
    client.send("/rounds/new", NEW | {"version": version})
    assert client.send("/rounds/2026/remove").location == "/rounds"
    assert round_of(sqlite_app, "2026") is None
    answer = client.send("/rounds/2001/remove", follow_redirects=True)
    assert "This round asks projects already, so it stays." in answer.text
    assert round_of(sqlite_app) is not None


def test_administrator_finds_the_ways_to_rounds_and_the_working_group_only_the_board(client, client_for):
    page = client.get("/rounds").text
    assert "New round" in page
    assert 'href="/rounds/2001/edit"' in page
    group = client_for("working_group").get("/rounds/2001").text
    assert 'href="/rounds/2001/board"' in group
    assert "/edit" not in group
    assert "New round" not in group


@pytest.mark.parametrize("path", ["board", "board.csv", "edit", "copy", "projects/choose", "extensions"])
def test_round_that_is_not_there_is_no_page(client, path):
    assert client.get(f"/rounds/1999/{path}").status_code == 404
