from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from survey.answering.models.reports import Report
from survey.missions.models import Mission, Project
from survey.rounds.models import AskedProject
from survey.rounds.project_sheet import LARGEST_FILE
from survey.rounds.services import create_round
from tests.fieldwork.pages import hidden, last_actions, number_of, round_of
from tests.support.app import writing

HEAD = "code;title;mission;country;region;number\n"
FILE = HEAD + "2026-01;Classes in Ndjaména;Chad;TCD;Africa;1\n2001-03;;;;;2\n"
PATH = "/rounds/2026/projects"
BY = "0123456789abcdef"


@pytest.fixture
def client(sqlite_app, client_for):
    """An administrator; the round 2026 is there and asks nobody yet."""
    own = {"version_id": round_of(sqlite_app).version_id, "closes_at": None, "time_zone": "UTC"}
    with writing(sqlite_app) as session:
        opens_at = datetime(2026, 1, 1, tzinfo=UTC)
        create_round(session, code="2026", title="2026", opens_at=opens_at, by=BY, **own)
        session.commit()
    return client_for("administrator")


def upload(client, text, encoding="cp1252"):
    """Posts the form as a browser does; put together here, since the test client leaves large files open."""
    data = text if isinstance(text, bytes) else text.encode(encoding)
    fields = {"csrf_token": client.token, "way": "file"}
    parts = [f'name="{field}"\r\n\r\n{text}'.encode() for field, text in fields.items()]
    parts.append(b'name="file"; filename="list.csv"\r\nContent-Type: text/csv\r\n\r\n' + data)
    start = b"--limit\r\nContent-Disposition: form-data; "
    body = b"".join(start + part + b"\r\n" for part in parts) + b"--limit--\r\n"
    return client.post(f"{PATH}/preview", data=body, content_type="multipart/form-data; boundary=limit")


def confirm(client, preview, **fields):
    return client.send(f"{PATH}/ask", {"seen": hidden(preview.text, "seen")} | fields)


def asked(app):
    with app.extensions["database"].reading() as session:
        own = select(Project.code, Report.state).join(AskedProject, AskedProject.project_id == Project.id)
        own = own.join(Report, Report.asked_project_id == AskedProject.id)
        round_id = round_of(app, "2026").id
        return session.execute(
            own.where(AskedProject.round_id == round_id).order_by(AskedProject.number)
        ).all()


def test_page_lists_what_is_not_asked_yet(client):
    page = client.get(f"{PATH}/choose?region=Asia").text
    assert "Ask all 2 that fit" in page
    assert page.count('name="project"') == 2
    assert "2001-07 · Islamabad" in page


def test_all_that_fit_are_asked_after_a_look(sqlite_app, client):
    preview = client.send(f"{PATH}/preview", {"way": "all", "region": "Asia"})
    assert (preview.status_code, asked(sqlite_app)) == (200, [])
    answer = confirm(client, preview, way="all", region="Asia")
    assert answer.location == "/rounds/2026/board"
    assert asked(sqlite_app) == [("2001-07", "draft"), ("2001-03", "draft")]
    assert last_actions(sqlite_app)[0][1]["asked"] == ["2001-07", "2001-03"]


def test_those_that_are_ticked_are_asked(sqlite_app, client):
    ticked = {"way": "ticked", "project": ["2001-01", "2001-08", "no-such-code"]}
    preview = client.send(f"{PATH}/preview", ticked)
    assert preview.text.count('name="project"') == 3
    confirm(client, preview, **ticked)
    assert asked(sqlite_app) == [("2001-01", "draft"), ("2001-08", "draft")]


def test_nothing_ticked_is_said(client):
    answer = client.send(f"{PATH}/preview", {"way": "ticked"})
    assert answer.status_code == 422
    assert "No project is ticked." in answer.text


def test_file_creates_missions_and_projects_and_asks_them(sqlite_app, client):
    preview = upload(client, FILE)
    assert preview.status_code == 200
    assert "The mission “Chad” is new." in preview.text
    assert "These columns are none of ours and were not read: number" in preview.text
    assert number_of(sqlite_app, Mission) == 7
    sheet = hidden(preview.text, "sheet")
    answer = confirm(client, preview, way="file", sheet=sheet)
    assert answer.location == "/rounds/2026/board"
    assert asked(sqlite_app) == [("2026-01", "draft"), ("2001-03", "draft")]
    with sqlite_app.extensions["database"].reading() as session:
        made = session.scalar(select(Project).where(Project.code == "2026-01"))
        assert (made.title, made.mission.country) == ("Classes in Ndjaména", "TCD")


def test_file_with_a_refused_line_does_nothing_even_when_it_is_confirmed(sqlite_app, client):
    bad = FILE + "2026-02;Radio;Nairobi;KENYA;;3\n"
    preview = upload(client, bad)
    assert preview.status_code == 422
    assert "Write the country in three letters" in preview.text
    assert "Do all of this" not in preview.text
    answer = confirm(client, preview, way="file", sheet=bad)
    assert (answer.status_code, asked(sqlite_app), number_of(sqlite_app, Mission)) == (422, [], 7)


def test_what_has_changed_since_the_look_is_shown_again_and_not_done(sqlite_app, client):
    preview = upload(client, FILE)
    with writing(sqlite_app) as session:
        session.execute(update(Project).where(Project.code == "2001-03").values(title="Another"))
        session.commit()
    answer = confirm(client, preview, way="file", sheet=FILE)
    assert (answer.status_code, asked(sqlite_app)) == (409, [])
    assert "Somebody changed missions or projects" in answer.text
    assert confirm(client, answer, way="file", sheet=FILE).status_code == 302


def test_confirmed_twice_is_done_once(sqlite_app, client):
    preview = upload(client, FILE)
    confirm(client, preview, way="file", sheet=FILE)
    again = confirm(client, preview, way="file", sheet=FILE)
    assert again.status_code == 409
    assert "There is nothing to do" in again.text
    assert asked(sqlite_app) == [("2026-01", "draft"), ("2001-03", "draft")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty, or no file was chosen."),
        (b"PK\x03\x04\0\0", "This is a workbook, not a CSV file."),
        (b"title\nA\n", "Line 1: the first line must name the columns"),
        (b'code\n"open\n', "Line 2 cannot be read: a cell that begins"),
        (b"x" * (LARGEST_FILE + 1), "The file is larger than 2 MB."),
    ],
)
def test_file_that_cannot_be_taken_is_said_on_the_page(client, data, says):
    answer = upload(client, data)
    assert answer.status_code == 422
    assert says in answer.text
    assert "Template with the names of the columns" in answer.text


def test_file_that_is_far_too_large_is_not_read_at_all(client):
    answer = upload(client, b"x" * (3 * LARGEST_FILE))
    assert answer.status_code == 413
    assert "The file is larger than 2 MB." in answer.text


def test_template_names_the_columns_and_is_read_again(client):
    answer = client.get(f"{PATH}/template.csv")
    line = answer.data.decode("utf-8-sig").strip()
    assert line.startswith("code,title,mission,country,region,service_areas,")
    preview = upload(client, answer.data + b"2001-03" + b"," * line.count(",") + b"\r\n")
    assert preview.status_code == 200


@pytest.mark.parametrize("text", ["\0", "\ud800", "x" * 100_000])
def test_whatever_comes_in_is_answered(client, text):
    encoded = text.encode("utf-8", "surrogatepass")
    for path in ("preview", "ask"):
        for way in ("file", "ticked", "all", text[:9].encode("utf-8", "surrogatepass")):
            fields = dict.fromkeys(
                ("sheet", "project", "region", "mission", "service_area", "round", "seen"), encoded
            )
            assert client.send(f"{PATH}/{path}", fields | {"way": way}).status_code == 422
