"""What may be passed on: searched over all filters of a small round, on the page and in the files."""

import csv
import json
import re
from collections import defaultdict
from itertools import product

import pytest

from survey.answering.persons import OUTCOMES, REACH
from tests.comparison.charts.reading import charts_in, read_out, texts
from tests.comparison.pages import main_of, rows_of, text_of
from tests.comparison.persons import add_counted_round, outcomes, reach

REPORTS = [
    {REACH: reach(12, 30, 20, 60, girls=3, girls_all=9, boys=9, boys_all=14)},
    {REACH: reach(2, 30, 20, 60, girls=1, girls_all=9), OUTCOMES: outcomes(1, 2, 12, 20)},
    {REACH: reach(12, 30, 4, 60)},
    {REACH: reach(women=3)},
    None,
]
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


COLUMNS = ("women", "men", "girls", "boys", "sex_not_recorded")
ROWS = {REACH: ("eligible", "reached"), OUTCOMES: ("assessed", "with_good_outcome")}


def gathered(client, path):
    """All that is told under any filter: each cell and total by project, part, row and column, as page and file say it,
    and the projects whose women and men are drawn.
    """
    cells, drawn = defaultdict(set), set()
    for query in QUERIES:
        page = main_of(client.get(f"{path}/persons?{query}"))
        for article in page.split("<article")[1:]:
            project = re.search(r"Project \d+", article)[0]
            parts = [REACH, OUTCOMES] if "Assessed" in article and "Eligible" in article else [REACH]
            places = [(part, row) for part in parts for row in ROWS[part]]
            for (part, row), line in zip(places, rows_of("<article" + article), strict=False):
                for column, cell in zip((*COLUMNS, "total"), line[1:], strict=True):
                    cells[project, part, row, column].add(cell)
        for row in file(client, path, "counts", query):
            if row["part_code"] in ROWS:
                key = (
                    f"Project {int(row['project_code'][-2:])}",
                    row["part_code"],
                    row["row"],
                    row["column"],
                )
                cells[key].add(row["count"] or ("hidden" if row["suppressed"] == "yes" else "–"))
        for chart in charts_in(page):
            words = texts(chart)
            part = REACH if read_out(chart)[0].startswith("Access") else OUTCOMES
            labels = [place for place, word in enumerate(words) if word.startswith("Mission ")]
            drawn |= {(words[at].partition(": ")[2], part) for at in labels if words[at + 1] != "suppressed"}
    return cells, drawn


def test_no_difference_of_published_tables_and_filters_gives_a_hidden_cell_back(path, client_for):
    """Somebody gathers page, chart and file under every filter and takes each table from each other one."""
    cells, drawn = gathered(client_for("working_group"), path)
    numbers = {key: {int(cell) for cell in told if cell.isdecimal()} for key, told in cells.items()}
    # whatever a page is filtered by, it says the same of a cell, and no count below 5
    assert [key for key, told in numbers.items() if len(told) > 1 or told & {1, 2, 3, 4}] == []
    hidden = {key for key, told in cells.items() if told & {"below 5", "suppressed", "hidden"}}
    assert {numbers[key] == set() for key in hidden} == {True}
    inside = {(*key[:3],) for key in hidden if key[3] != "total"}
    assert len(inside) == 6
    for row in inside:
        unknown = [column for column in COLUMNS if (*row, column) in hidden]
        # with its total told, a row must hide two cells; otherwise one is what is left
        assert len(unknown) > 1 or (*row, "total") in hidden, row
    # rates and ratios would give them back as well
    assert drawn == {("Project 1", REACH)}
    small = {key[:2] for key in hidden if key[3] in ("women", "men")}
    assert not drawn & small


def test_figures_of_suppressed_counts_are_suppressed_too(path, client_for):
    page = text_of(main_of(client_for("working_group").get(f"{path}/persons")))
    assert "Girls and boys: suppressed, because it would be made of suppressed counts" in page
    assert "Women and men: suppressed, because it would be made of suppressed counts" in page
    assert "Women and men: no clear difference; index 1.12" in page


def file(client, path, name, query=""):
    text = client.get(f"{path}/downloads/{name}.csv?counts=suppressed&bom=no&{query}").get_data(as_text=True)
    return list(csv.DictReader(text.splitlines()))


def test_files_for_others_suppress_the_same_cells(path, client_for):
    client = client_for("working_group")
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
