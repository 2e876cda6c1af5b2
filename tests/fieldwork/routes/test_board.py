import csv
from datetime import UTC, datetime
from io import StringIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import update

from survey.missions.models import Project
from tests.benchmarks.statements import counted_statements
from tests.comparison.pages import links_of, main_of, text_of
from tests.fieldwork.pages import last_actions, set_round
from tests.support.app import writing
from tests.support.factories import at
from tests.support.rounds import CODE, fill_round

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
END = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
BOARD = "/rounds/2001/board"


@pytest.fixture
def client(sqlite_app, client_for, monkeypatch):
    set_round(sqlite_app, closes_at=END, time_zone="Europe/Zurich")
    at(monkeypatch, NOW)
    return client_for("administrator")


def test_board_says_the_state_of_every_report_and_no_answer(client):
    page = client.get(BOARD).text
    assert "Answers are taken until 30 November 2026, 17:00 (Europe/Zurich)." in page
    assert page.count('<tr><th scope="row">') == 8
    row = page.split("Information campaign for employers")[1].split("</tr>")[0]
    assert "<td>In progress</td><td>5 Nov 2001</td><td>30 Nov 2026, 17:00</td>" in row
    assert '<td class="number">10</td>' in row
    assert 'href="/reports/' not in page


def test_board_is_cut_down_and_sorted_by_its_address(client):
    page = client.get(f"{BOARD}?region=Asia&sort=mission&order=descending").text
    assert "2 lines of 8 fit." in page
    assert page.index("<td>Manila</td>") < page.index("<td>Islamabad</td>")
    assert 'aria-sort="descending"' in page
    assert 'href="/rounds/2001/board.csv?region=Asia&amp;sort=mission&amp;order=descending"' in page
    unknown = client.get(f"{BOARD}?region=Atlantis&quiet=x").text
    assert "This round has no region of this name." in unknown
    assert "Write the days without activity as a number from 1 to 999." in unknown


@pytest.mark.parametrize(
    "query", ["state=%00", "mission=%ED%A0%80", "quiet=99999999999999999999", "sort[]=x&order=%FF"]
)
def test_board_answers_whatever_its_address_says(client, query):
    assert client.get(f"{BOARD}?{query}").status_code == 200
    assert client.get(f"{BOARD}.csv?{query}").status_code == 200


def test_board_as_a_file_is_guarded_and_on_record(sqlite_app, client):
    with writing(sqlite_app) as session:
        session.execute(update(Project).where(Project.code == "2001-03").values(title="=HYPERLINK(1)"))
        session.commit()
    answer = client.get(f"{BOARD}.csv?region=Asia")
    assert answer.headers["Content-Disposition"] == "attachment; filename=2001-board.csv"
    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["project_code"], row["project"][:6], row["state"]) for row in rows] == [
        ("2001-03", "'=HYPE", "submitted"),
        ("2001-07", "Video ", "with_lead"),
    ]
    assert (rows[1]["answers_until"], rows[1]["days_left"], rows[1]["late"]) == (
        "2026-11-30T16:00:00Z",
        "10",
        "no",
    )
    assert last_actions(sqlite_app) == [("download", {"file": "board", "region": "Asia"})]


def test_board_of_a_round_that_asks_nobody_says_so(sqlite_app, client):
    with writing(sqlite_app) as session:
        fill_round(session, 1, code="2003")
        session.commit()
    page = client.get("/rounds/2003/board").text
    assert "It has no end yet." in page
    assert page.count('<tr><th scope="row">') == 1


def test_board_takes_as_many_statements_for_many_reports_as_for_few(sqlite_app, client):
    counted = []
    for code, reports in ((CODE, 2), ("2003", 60)):
        with writing(sqlite_app) as session:
            fill_round(session, reports, code=code, state="draft")
            session.commit()
        client.get(f"/rounds/{code}/board")
        with counted_statements(sqlite_app) as seen:
            assert client.get(f"/rounds/{code}/board").text.count('<tr><th scope="row">') == reports
        counted.append(len(seen))
    # the person, the round, its lines, what was returned, its extensions
    assert counted == [5, 5]


def test_filters_of_the_other_pages_stay_in_every_address_and_are_said(client_for):
    client = client_for("working_group")
    query = "region=Asia&report_kind=final&service_area=training"
    page = main_of(client.get(f"{BOARD}?{query}"))
    assert (
        "The board is not filtered by these; the pages of answers and figures stay so: Service area, Kind of report."
        in text_of(page)
    )
    links = {words: address for address, words in links_of(page)}
    for words in ("Matrix", "Summary", "Women and men", "Mission", "Overview"):
        asked = dict(parse_qsl(urlsplit(links[words]).query))
        assert {"region": "Asia", "report_kind": "final", "service_area": "training"}.items() <= asked.items()
    assert '<input type="hidden" name="report_kind" value="final">' in page
    assert "not filtered" not in text_of(main_of(client.get(f"{BOARD}?region=Asia")))
