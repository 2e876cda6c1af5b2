"""The page of verdicts as bars."""

import pytest

from tests.comparison.charts.reading import all_of, charts_in, per_cent, read_out
from tests.comparison.pages import add_round, links_of, main_of, rows_of, statements, text_of
from tests.support.app import writing
from tests.support.rounds import fill_round

CHARTS = "/rounds/2001/charts"


@pytest.fixture
def group(client_for):
    return client_for("working_group")


def test_every_verdict_has_a_bar_and_a_line_of_the_table(sqlite_app, group):
    page = main_of(group.get(CHARTS))
    assert "This page shows fictitious answers" in text_of(page)
    bars, rows = charts_in(page), rows_of(page)
    assert len(bars) == len(rows) == 14
    assert len({bar.get("aria-labelledby") for bar in bars}) == 14
    success = next(bar for bar in bars if read_out(bar)[0] == "Success")
    assert read_out(success)[1] == "Yes 4, Partly 1, No 0 of 5 valid; 8 due, of these open 3, not counted 0."
    widths = [per_cent(box, "width") for box in all_of(success, "rect", stroke="currentColor")]
    assert widths == [49.7, 12.425, 37.275]
    assert ["Success", "4", "1", "0", "5", "3", "0", "8"] in rows
    # yes, partly, no; open; what does not count: these make the reports due
    assert {sum(map(int, row[1:4] + row[5:7])) - int(row[7]) for row in rows} == {0}


def test_numbers_lead_to_their_reports_with_the_filters(sqlite_app, group):
    page = main_of(group.get(f"{CHARTS}?region=Asia"))
    links = [address for address, _words in links_of(page) if "/summary/" in address]
    assert len(links) > 100
    assert all(address.endswith("?region=Asia") for address in links)
    assert group.get(links[0]).status_code == 200


def test_percentages_appear_from_20_valid_answers_on(sqlite_app, group):
    assert "per cent" not in text_of(main_of(group.get(CHARTS))).replace("Percentages", "")
    with writing(sqlite_app) as session:
        fill_round(session, 48, code="2003")
        session.commit()
    rows = rows_of(main_of(group.get("/rounds/2003/charts")))
    assert rows[0] == [
        "Awareness: partners",
        "8 33.3 per cent",
        "8 33.3 per cent",
        "8 33.3 per cent",
        "24",
        "16",
        "8",
        "48",
    ]


def test_rounds_without_projects_and_without_answers_say_so(sqlite_app, group):
    add_round(sqlite_app, "2002")
    add_round(sqlite_app, "2003", projects=1)
    assert "This round does not ask any project yet." in text_of(main_of(group.get("/rounds/2002/charts")))
    page = main_of(group.get("/rounds/2003/charts"))
    assert "No report has been submitted yet. Until then every count is 0." in text_of(page)
    assert len(charts_in(page)) == 14
    unknown = main_of(group.get(f"{CHARTS}?region=Atlantis"))
    assert "No report fits these filters." in text_of(unknown)
    assert charts_in(unknown) == []


def test_number_of_statements_does_not_grow_with_the_reports(sqlite_app, group):
    add_round(sqlite_app, "2002", projects=1, submitted=1)
    add_round(sqlite_app, "2003", projects=9, submitted=8)
    counts = []
    for code in ("2002", "2003", "2002", "2003"):
        with statements(sqlite_app) as sent:
            assert group.get(f"/rounds/{code}/charts").status_code == 200
        counts.append(len(sent))
    assert counts[2] == counts[3]
