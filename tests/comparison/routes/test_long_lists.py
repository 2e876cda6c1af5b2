"""Pages of long lists: the same reports as in one list, with the filters in every address; totals as in the files."""

import csv
import io
import re

import pytest

from survey.comparison import paging
from tests.comparison.pages import links_of, main_of, rows_of, text_of
from tests.support.app import writing
from tests.support.rounds import fill_round

LISTS = ["", "/matrix", "/summary/Q7_SUCCESS.success/due"]
FILTERS = [
    "", "region=Asia", "completion=completed", "funding_band=below_5000", "report_kind=progress",
    "region=Africa&completion=completed", "mission=San+Jos%C3%A9&report_kind=final", "region=Atlantis",
]  # fmt: skip


@pytest.fixture
def group(client_for):
    return client_for("working_group")


@pytest.fixture
def pages_of_three(monkeypatch):
    monkeypatch.setattr(paging.paging, "__defaults__", (3,))


def read(group, path):
    response = group.get(f"/rounds/2001{path}")
    assert response.status_code == 200
    return main_of(response)


@pytest.mark.parametrize("path", LISTS)
def test_pages_together_are_the_whole_list(sqlite_app, group, path, monkeypatch):
    whole = rows_of(read(group, path))
    monkeypatch.setattr(paging.paging, "__defaults__", (3,))
    pages = [rows_of(read(group, f"{path}?page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 2]
    assert pages[0] + pages[1] + pages[2] == whole


@pytest.mark.usefixtures("pages_of_three")
def test_question_shows_received_reports_on_its_first_pages(sqlite_app, group):
    pages = [read(group, f"/questions/Q7_SUCCESS?page={number}") for number in (1, 2, 3)]
    assert [page.count('<article class="said">') for page in pages] == [3, 2, 0]
    assert ["Not received" in page for page in pages] == [False, True, True]
    assert "Not received 3 in all" in text_of(pages[1])


@pytest.mark.usefixtures("pages_of_three")
@pytest.mark.parametrize("path", [*LISTS, "/questions/Q7_SUCCESS"])
def test_ways_to_other_pages_carry_the_filters(sqlite_app, group, path):
    page = read(group, f"{path}?report_kind=final&page=2")
    ways = [address for address, words in links_of(page) if words in ("Previous page", "Page 1")]
    assert ways == 2 * [f"/rounds/2001{path}?page=1&report_kind=final"]
    assert "Reports 4 to 6 of 6" in text_of(page)


@pytest.mark.usefixtures("pages_of_three")
def test_page_beyond_the_last_is_the_last(sqlite_app, group):
    assert rows_of(read(group, "/matrix?page=99")) == rows_of(read(group, "/matrix?page=3"))
    assert rows_of(read(group, "/matrix?page=one")) == rows_of(read(group, "/matrix"))


def test_short_list_has_no_pages(sqlite_app, group):
    assert "Pages of the list" not in read(group, "/matrix")


def test_list_of_more_than_fifty(sqlite_app, group):
    with writing(sqlite_app) as session:
        fill_round(session, 120)
        session.commit()
    page = main_of(group.get("/rounds/2002/matrix?page=3"))
    assert len(rows_of(page)) == 20
    assert "Reports 101 to 120 of 120" in text_of(page)


def file_of(group, name, filters):
    text = group.get(f"/rounds/2001/downloads/{name}.csv?{filters}").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("filters", FILTERS)
def test_matrix_has_the_lines_of_its_file(sqlite_app, group, filters):
    lines = rows_of(read(group, f"/matrix?{filters}"))
    assert len(lines) == len(file_of(group, "matrix", filters))
    due = rows_of(read(group, f"/summary/Q7_SUCCESS.success/due?{filters}"))
    assert len(due) == len(lines)


@pytest.mark.parametrize("filters", FILTERS)
def test_summary_has_the_figures_of_its_file(sqlite_app, group, filters):
    page = read(group, f"/summary?{filters}")
    rows = file_of(group, "summary", filters)
    assert bool(rows) == ("Each number leads to the reports behind it." in page)
    words = {"n_due": "due", "n_received": "received", "n_asked": "asked", "n_answered": "answered"}
    bases = re.findall(r'<ul class="base".*?</ul>', page, re.DOTALL)
    linked = {}
    for base in bases:
        for address, said in links_of(base):
            part, bucket = address.split("?")[0].split("/summary/")[1].split("/")
            linked[part, bucket] = int(re.match(r"\d+", said)[0])
    for row in rows:
        found = {column: linked[row["part_code"], bucket] for column, bucket in words.items()}
        assert found == {column: int(row[column]) for column in words}
        assert linked[row["part_code"], "valid"] == int(row["n_valid"])
