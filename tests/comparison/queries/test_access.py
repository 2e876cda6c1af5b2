"""What the database adds up is what a naive sum over the reports' answers gives."""

from math import isclose
from random import Random

import pytest

from survey.answering.persons import COMPARED, NOBODY_REACHED, OUTCOMES, REACH, Persons, reading_of
from survey.comparison.access import ALL, SHOWN, shown_counts
from survey.comparison.queries.access import project_rows, projects_due, reading_counts, stratified_sums
from survey.comparison.records import Filters
from survey.rounds.queries import round_by_code
from survey.statistics.stratified import Stratum, sums
from tests.comparison.pages import statements
from tests.comparison.persons import DIFFERENT, EQUAL, REGIONS, add_counted_round, outcomes, reach
from tests.support.app import writing

FILTERS = [
    Filters(),
    Filters(region="Asia"),
    Filters(mission="Mission 1"),
    Filters(report_kind="final"),
    Filters(service_area="health"),
    Filters(region="Africa", report_kind="progress"),
]


def drawn(random):
    """The counts of a report: women of all, men of all; sometimes nobody, nothing recorded, or too many."""
    size = random.choice([0, 1, 5, 40, 400])
    women_all, men_all = random.randint(0, size), random.choice([0, random.randint(0, size)])
    counts = [random.randint(0, women_all + 1), women_all, random.randint(0, men_all), men_all]
    return [None if random.random() < 0.1 else count for count in counts]


@pytest.fixture
def counted(app):
    """A round of 24 reports and the counts of those that are received, by project number."""
    random = Random(3)
    made, reports = {}, []
    for number in range(1, 25):
        if number % 8 == 0:
            reports.append(None)
            continue
        made[number] = drawn(random), drawn(random)
        tables = {REACH: reach(*made[number][0]), OUTCOMES: outcomes(*made[number][1])}
        verdicts = {EQUAL: random.choice(["yes", "no", "partly"]), DIFFERENT: random.choice(["yes", "no"])}
        reports.append({code: cells for code, cells in tables.items() if cells} | verdicts)
    add_counted_round(app, reports)
    return made


def is_left(number, filters):
    mission = (number - 1) % 2 + 1
    return (
        filters.region in ("", REGIONS[mission - 1])
        and filters.mission in ("", f"Mission {mission}")
        and filters.report_kind in ("", ("final", "progress")[number % 2])
    )


def round_id(session):
    return round_by_code(session, "2002").id


@pytest.mark.parametrize("code", [REACH, OUTCOMES])
def test_sums_over_projects_are_those_of_a_naive_count(app, counted, code):
    with writing(app) as session:
        for filters in FILTERS:
            strata = []
            for number, tables in counted.items():
                women, women_all, men, men_all = tables[code == OUTCOMES]
                persons = Persons(women=women, women_all=women_all, men=men, men_all=men_all)
                if is_left(number, filters) and reading_of(code, persons) in (*COMPARED, NOBODY_REACHED):
                    strata.append(Stratum(*persons.adults))
            found, naive = stratified_sums(session, round_id(session), code, filters), sums(strata)
            assert naive.strata
            assert all(
                isclose(a, b, abs_tol=1e-9)
                for a, b in zip(vars(found).values(), vars(naive).values(), strict=True)
            )


def test_lists_of_projects_are_those_that_were_counted(app, counted):
    with writing(app) as session:
        for filters in FILTERS:
            numbers = shown_counts(reading_counts(session, round_id(session), filters))
            assert numbers[ALL] == sum(is_left(number, filters) for number in counted)
            for shown in SHOWN:
                rows = project_rows(session, round_id(session), filters, shown=shown)
                assert len(rows) == numbers[shown]
                code, readings = SHOWN[shown]
                assert {row.tables[code].reading for row in rows} <= set(readings or READ_ALL)
                if "disagree" in shown:
                    assert all(row.tables[code].disagrees for row in rows)


READ_ALL = {reading for _, readings in SHOWN.values() for reading in readings}


def test_rows_hold_what_was_reported(app, counted):
    with writing(app) as session:
        rows = project_rows(session, round_id(session), shown=ALL)
    found = {int(row.project.split()[-1]): row.tables for row in rows}
    assert {
        number: tuple(tables[code].persons.adults for code in (REACH, OUTCOMES))
        for number, tables in found.items()
    } == {number: tuple(tuple(counts) for counts in both) for number, both in counted.items()}


def test_pages_together_are_the_whole_list(app, counted):
    with writing(app) as session:
        whole = project_rows(session, round_id(session), shown=ALL)
        pages = [project_rows(session, round_id(session), shown=ALL, page=n, rows=5) for n in range(1, 7)]
    assert [row for page in pages for row in page] == whole
    assert [len(page) for page in pages] == [5, 5, 5, 5, 1, 0]


def test_due_are_all_that_are_asked(app, counted):
    with writing(app) as session:
        assert projects_due(session, round_id(session)) == 24
        for filters in FILTERS[1:]:
            assert projects_due(session, round_id(session), filters) == sum(
                is_left(number, filters) for number in range(1, 25)
            )


def test_number_of_statements_does_not_grow_with_the_round(app, counted):
    with writing(app) as session, statements(app) as sent:
        own = round_id(session)
        project_rows(session, own, shown=ALL, rows=2)
        few = len(sent)
        project_rows(session, own, shown=ALL, rows=50)
        assert len(sent) - few <= few
