"""Counts over rounds, on both databases, against the summary and against a count report by report."""

from collections import Counter

import pytest

from survey.answering.statuses import ANSWERED, NOT_REACHED
from survey.comparison.against import change, levels
from survey.comparison.combined import combined
from survey.comparison.meanings import Meanings, asking
from survey.comparison.queries.against import rounds_of, said, said_twice, versions_of
from survey.comparison.queries.records import answer_records, due_reports, round_versions
from survey.comparison.reading import read_reports, verdict_parts
from survey.comparison.records import Filters
from survey.rounds.queries import round_by_code
from tests.answering.supplements import answer_and_sign, ask, supplement
from tests.comparison.counting import summaries, tallies
from tests.comparison.examples import ACCESS
from tests.comparison.repeated import SUCCESS, ask_again, publish_new_meaning

INSTRUMENT = "gender-mainstreaming"
FILTERS = [Filters(), Filters(region="Asia", service_area="information campaigns")]
SAYS = {
    1: {SUCCESS: "yes", ACCESS: "no"},
    2: {SUCCESS: "declined", ACCESS: "yes"},
    3: {SUCCESS: "no"},
    5: {SUCCESS: "yes", ACCESS: "too_early"},
    6: None,
}


@pytest.fixture
def round(session):
    return round_by_code(session, "2001")


@pytest.fixture
def again(session, round):
    """The round 2002, with a supplement in 2001 that is received and one that is not."""
    ask(session)
    answer_and_sign(session, supplement(session, 4), {ACCESS: "partly"})
    return ask_again(session, "2002", SAYS)


def level_of(session, rounds, code, filters):
    versions = versions_of(session, [INSTRUMENT])
    meanings = Meanings(tuple(version for version in versions.values() if not version.after))
    part = combined(list(versions.values())).part[code]
    ids = [one.id for one in rounds]
    return levels(said(session, ids, code, asking(versions, code), filters), part, versions, meanings, ids)


@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: str(filters.chosen))
def test_levels_are_those_of_the_summary(session, round, again, filters):
    expected = {}
    for one in (round, again):
        versions, reports = round_versions(session, one), due_reports(session, one.id, filters)
        for code, summary in summaries(tallies(session, one.id, filters), reports, versions).items():
            if reports:
                expected[one.id, code] = summary.base
    verdicts = verdict_parts(combined(list(round_versions(session, round).values())))
    codes = [part.code for part in verdicts]
    found = {
        (level.round_id, code): level.base
        for code in codes
        for level in level_of(session, (round, again), code, filters)
    }
    assert found == {key: base for key, base in expected.items() if key[1] in codes}


def words_of(session, round, code, filters):
    """What each report due says to a part, by its project's code, read answer by answer."""
    versions, reports = round_versions(session, round), due_reports(session, round.id, filters)
    part = combined(list(versions.values())).part[code]
    read = read_reports(reports, [part], answer_records(session, round.id, filters, parts=[code]), versions)
    readings = {row.report.project_code: row.readings[0] for row in read}
    return {key: one.value if one.status == ANSWERED else one.status for key, one in readings.items()}


@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: str(filters.chosen))
@pytest.mark.parametrize("code", [SUCCESS, ACCESS])
def test_change_is_what_a_count_project_by_project_gives(session, round, again, code, filters):
    before, after = (words_of(session, one, code, filters) for one in (round, again))
    common = before.keys() & after.keys()
    pairs = Counter((before[key], after[key]) for key in common)
    versions = versions_of(session, [INSTRUMENT])
    twice = said_twice(session, round.id, again.id, code, asking(versions, code), filters)
    found = change(
        twice, combined(list(versions.values())).part[code], versions, Meanings(tuple(versions.values()))
    )
    assert found.common == len(common)
    assert found.cells == {cell: n for cell, n in pairs.items() if NOT_REACHED not in cell}


def test_new_meaning_parts_the_rounds(session, round, again):
    publish_new_meaning(session)
    newest = ask_again(session, "2003", {1: {SUCCESS: "no"}, 2: {SUCCESS: "yes"}}, version=3)
    found = level_of(session, (round, again, newest), SUCCESS, Filters())
    assert [(level.since, level.base.due, level.base.k("yes")) for level in found] == [
        (0, 8, 4),
        (0, 5, 2),
        (3, 2, 1),
    ]
    versions = versions_of(session, [INSTRUMENT])
    twice = said_twice(session, again.id, newest.id, SUCCESS, asking(versions, SUCCESS), Filters())
    meanings = Meanings(tuple(version for version in versions.values() if not version.after))
    part = combined(list(versions.values())).part[SUCCESS]
    assert change(twice, part, versions, meanings).other_meaning == 2


def test_rounds_of_a_questionnaire_come_the_oldest_first(session, round, again):
    assert rounds_of(session, INSTRUMENT) == [round, again]
    assert rounds_of(session, "another") == []


def test_no_round_and_a_part_that_no_version_asks(session, round, again):
    assert said(session, [], SUCCESS, [1], Filters()) == []
    found = said(session, [again.id], SUCCESS, [], Filters())
    assert Counter({one.word.status: one.reports for one in found}) == {"not_asked": 4, "not_reached": 1}
