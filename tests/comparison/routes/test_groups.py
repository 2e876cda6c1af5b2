"""The pages that put regions, missions and other groups side by side."""

import pytest

from tests.comparison.pages import links_of, main_of, rows_of, statements, text_of
from tests.support.app import writing
from tests.support.rounds import fill_round

GROUPS = "/rounds/2001/groups"
SUCCESS = f"{GROUPS}/Q7_SUCCESS.success"


@pytest.fixture
def group(client_for):
    return client_for("working_group")


def test_regions_stand_side_by_side_with_what_they_are_counted_from(sqlite_app, group):
    page = main_of(group.get(GROUPS))
    assert "This page shows fictitious answers" in text_of(page)
    lines = {row[0]: row[-2:] for row in rows_of(page)}
    assert lines == {
        "Africa": ["1", "1"],
        "Asia": ["1", "2"],
        "Caribbean": ["1", "1"],
        "Central America": ["0", "2"],
        "Europe": ["1", "1"],
        "Global": ["1", "1"],
    }


@pytest.mark.parametrize("by", ["service_area", "mission", "funding_band", "report_kind", "completion"])
def test_any_filter_can_group(sqlite_app, group, by):
    page = main_of(group.get(f"{SUCCESS}?by={by}"))
    due = sum(int(row[-1]) for row in rows_of(page))
    assert due >= 8 if by == "service_area" else due == 8
    assert ("must not be added up" in text_of(page)) == (by == "service_area")


def test_a_number_leads_to_its_reports_within_group_and_filters(sqlite_app, group):
    page = main_of(group.get(f"{SUCCESS}?by=report_kind&region=Europe"))
    links = [address for address, _words in links_of(page) if "/summary/" in address]
    assert all("region=Europe" in address and "report_kind=" in address for address in links)
    number = next(int(words) for address, words in links_of(page) if "/due?" in address)
    assert len(rows_of(main_of(group.get(next(a for a in links if "/due?" in a))))) == number


def test_reports_that_say_nothing_of_their_project_have_a_line_without_links(sqlite_app, group):
    page = main_of(group.get(f"{SUCCESS}?by=completion"))
    *_said, rest = rows_of(page)
    assert (rest[0], rest[-1]) == ("Not on record", "3")


@pytest.mark.parametrize(
    "path",
    [
        f"{GROUPS}?by=planet",
        f"{GROUPS}/Q99",
        f"{GROUPS}/Q7_SUCCESS.why",
        "/rounds/1999/groups",
        f"{GROUPS}?by=%00",
    ],
)
def test_what_there_is_not_is_not_found(sqlite_app, group, path):
    assert group.get(path).status_code == 404


def test_a_value_that_does_not_occur_says_so(sqlite_app, group):
    page = text_of(main_of(group.get(f"{GROUPS}?region=Atlantis")))
    assert "No report fits these filters." in page


def test_statements_do_not_grow_with_the_reports(sqlite_app, group):
    with writing(sqlite_app) as session:
        fill_round(session, 30, code="2002")
        fill_round(session, 3, code="2003")
        session.commit()
    group.get("/rounds/2002/groups")
    with statements(sqlite_app) as few:
        group.get("/rounds/2003/groups?by=mission")
    with statements(sqlite_app) as many:
        group.get("/rounds/2002/groups?by=mission")
    assert len(few) == len(many)
