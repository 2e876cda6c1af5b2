"""What may be passed on: searched over all filters of a small round, on the page and in the files."""

import csv
import json
from itertools import product

import pytest

from survey.answering.persons import OUTCOMES, REACH
from tests.comparison.pages import main_of, rows_of, text_of
from tests.comparison.persons import add_counted_round, outcomes, reach

REPORTS = [
    {REACH: reach(12, 30, 20, 60, girls=3, girls_all=9, boys=9, boys_all=14)},
    {REACH: reach(2, 30, 20, 60, girls=1, girls_all=9), OUTCOMES: outcomes(1, 2, 12, 20)},
    {REACH: reach(12, 30, 4, 60)},
    {REACH: reach(women=3)},
    None,
]
SMALL = {"1", "2", "3", "4"}
QUERIES = [
    "&".join(chosen)
    for chosen in product(
        ("", "region=Africa", "region=Asia"),
        ("", "mission=Mission+1", "mission=Mission+2"),
        ("", "report_kind=final", "report_kind=progress"),
        ("", "service_area=health"),
    )
]


@pytest.fixture
def path(sqlite_app):
    return add_counted_round(sqlite_app, REPORTS)


def told(client, path, query=""):
    """The cells of each line of counts, by project and line."""
    articles = main_of(client.get(f"{path}/persons?{query}")).split("<article")[1:]
    return {
        (text_of("<article" + article).split(" Fictitious")[0], place): tuple(row)
        for article in articles
        for place, row in enumerate(rows_of(article))
    }


def test_example_of_the_methods(path, client_for):
    found = told(client_for("working_group"), path)
    assert found["Mission 1 Project 1", 1] == ("Reached", "12", "20", "below 5", "suppressed", "–", "44")
    assert found["Mission 1 Project 1", 0] == ("Eligible", "30", "60", "9", "14", "–", "113")


def test_no_filter_tells_another_figure_than_the_whole_round(path, client_for):
    """Every table under every filter is a part of the unfiltered one, cell by cell: no difference holds anything."""
    client = client_for("working_group")
    whole, seen = told(client, path), set()
    for query in QUERIES:
        found = told(client, path, query)
        assert found.items() <= whole.items(), query
        seen |= set(found)
    assert seen == set(whole)


def test_no_small_count_is_told_on_any_page(path, client_for):
    client = client_for("working_group")
    for query in QUERIES:
        for cells in told(client, path, query).values():
            assert not SMALL & set(cells[1:]), (query, cells)


def test_figures_of_suppressed_counts_are_suppressed_too(path, client_for):
    page = text_of(main_of(client_for("working_group").get(f"{path}/persons")))
    assert "Girls and boys: suppressed, because it would be made of suppressed counts" in page
    assert "Women and men: suppressed, because it would be made of suppressed counts" in page
    assert "Women and men: no clear difference; index 1.12" in page


def file(client, path, name, query=""):
    text = client.get(f"{path}/downloads/{name}.csv?counts=suppressed&bom=no&{query}").get_data(as_text=True)
    return list(csv.DictReader(text.splitlines()))


def test_files_for_others_suppress_the_same_cells_under_every_filter(path, client_for):
    client = client_for("working_group")
    whole = {tuple(row.items()) for row in file(client, path, "counts")}
    for query in QUERIES:
        rows = file(client, path, "counts", query)
        assert {tuple(row.items()) for row in rows} <= whole
        assert not SMALL & {row["count"] for row in rows}
    hidden = {
        (row["project_code"][-2:], row["part_code"], row["row"], row["column"])
        for row in file(client, path, "counts")
        if row["suppressed"] == "yes"
    }
    assert {("01", REACH, "reached", "girls"), ("01", REACH, "reached", "boys")} <= hidden
    assert ("01", REACH, "reached", "women") not in hidden


def test_tables_in_the_files_of_answers_are_suppressed(path, client_for):
    client = client_for("working_group")
    for row in file(client, path, "answers_long"):
        if row["part_code"] == REACH and row["status"] == "answered":
            cells = [count for counts in json.loads(row["value"]).values() for count in counts.values()]
            assert not [count for count in cells if isinstance(count, int) and 0 < count < 5]
    (first, *_) = file(client, path, "answers_wide")
    assert json.loads(first[REACH])["reached"] == {
        "women": 12,
        "men": 20,
        "girls": "<5",
        "boys": "suppressed",
    }


def test_figures_of_suppressed_counts_are_not_in_the_file_of_access(path, client_for):
    rows = {row["project_code"][-2:]: row for row in file(client_for("working_group"), path, "equal_access")}
    assert (rows["01"]["reading"], rows["01"]["reached_girls"]) == ("no clear difference", "")
    assert rows["02"]["reading"] == "suppressed"
    assert not {rows["02"][name] for name in ("index", "ratio", "difference", "rate_women", "agreement")} - {
        ""
    }


def test_working_group_reads_all_counts_in_its_own_edition(path, client_for):
    text = client_for("working_group").get(f"{path}/downloads/counts.csv?bom=no").get_data(as_text=True)
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["suppressed"] for row in rows} == {"no"}
    assert "3" in {row["count"] for row in rows}


def test_administrator_marks_the_topic_and_more_is_suppressed(path, client_for):
    client = client_for("working_group")
    administrator = client_for("administrator")
    page = administrator.send(f"{path}/sensitive", {"sensitive": "yes"}, follow_redirects=True)
    assert '<option value="yes" selected>' in page.get_data(as_text=True)
    found = told(client, path)
    assert found["Mission 1 Project 1", 0] == ("Eligible", "30", "60", "below 10", "suppressed", "–", "113")
    assert "marked as sensitive" in text_of(main_of(client.get(f"{path}/persons")))
    administrator.send(f"{path}/sensitive", {"sensitive": "no"})
    assert told(client, path)["Mission 1 Project 1", 0][3] == "9"
