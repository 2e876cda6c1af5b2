"""Counts over several parts at once, against what the seam says of each report by itself."""

from collections import Counter
from itertools import product

import pytest
from sqlalchemy import delete, select, update

from survey.answering.models.reports import Answer, Report
from survey.comparison.combined import combined
from survey.comparison.patterns import Counted
from survey.comparison.queries.patterns import (
    counted_words,
    listed_reports,
    mission_names,
    recorded_constraints,
    recorded_projects,
)
from survey.comparison.queries.records import answer_records, due_reports, round_versions
from survey.comparison.reading import read_reports
from survey.comparison.records import UNFILTERED, Filters
from survey.rounds.models import AskedProject
from survey.rounds.queries import round_by_code
from tests.answering.supplements import answer_and_sign, ask, supplement
from tests.comparison.examples import ACCESS

AWARENESS = ("Q1_AWARENESS.partners", "Q1_AWARENESS.staff")
INDICATORS = ("Q8_DATA.indicators",)
PARTS = (*AWARENESS, *INDICATORS, "Q3_ENCOURAGE.constraint_kinds", ACCESS)
FILTERS = (UNFILTERED, Filters(region="Asia"), Filters(report_kind="progress"))


@pytest.fixture
def round(session):
    return round_by_code(session, "2001")


def naive(session, round, codes, filters=UNFILTERED):
    """What each report says to the parts, report by report, through the seam."""
    versions = round_versions(session, round)
    reports = due_reports(session, round.id, filters)
    parts = [combined(list(versions.values())).part[code] for code in codes]
    read = read_reports(reports, parts, answer_records(session, round.id, filters, parts=codes), versions)
    return [(row.report, tuple(one.value or one.status for one in row.readings)) for row in read]


def counted(session, round, codes, filters=UNFILTERED, **more):
    versions = round_versions(session, round)
    return counted_words(session, round.id, filters, codes, versions, **more)


def test_counts_are_those_of_every_report_read_by_itself(session, round):
    for filters, codes in product(FILTERS, (AWARENESS, INDICATORS, PARTS)):
        expected = Counter(words for _report, words in naive(session, round, codes, filters))
        found = counted(session, round, codes, filters)
        assert {one.words: one.reports for one in found} == dict(expected)
        assert all(one.group == "" and one.fictitious for one in found)


def test_counts_by_group_are_those_of_its_reports(session, round):
    for by in ("region", "mission"):
        expected = Counter((getattr(report, by), words) for report, words in naive(session, round, AWARENESS))
        found = counted(session, round, AWARENESS, by=by)
        assert {(one.group, one.words): one.reports for one in found} == dict(expected)
        assert [one.group for one in found] == sorted(one.group for one in found)


def test_some_groups_only(session, round):
    found = counted(session, round, AWARENESS, by="mission", among=["San José", "Atlantis"])
    assert found == [Counted("San José", ("not_reached", "not_reached"), 2, True)]


def test_the_part_is_answered_by_the_supplement_that_asks_it(session, round):
    ask(session)
    answer_and_sign(session, supplement(session, 4), {ACCESS: "no"})
    expected = dict(naive_by_number(session, round, PARTS))
    assert expected[4][-1] == "no"
    assert expected[1][-1] == "not_reached"
    found = counted(session, round, PARTS)
    assert {one.words: one.reports for one in found} == dict(Counter(expected.values()))


def naive_by_number(session, round, codes):
    return [(report.number, words) for report, words in naive(session, round, codes)]


def test_answer_to_a_part_that_the_version_does_not_ask_counts_as_not_asked(session, round):
    versions = round_versions(session, round)
    older = next(id for id, version in versions.items() if version.number == 1)
    session.execute(update(Report).values(version_id=older))
    found = counted_words(session, round.id, UNFILTERED, [ACCESS], versions)
    assert found == [Counted("", ("not_asked",), 5, True), Counted("", ("not_reached",), 3, True)]


def test_received_report_without_a_row_has_no_answer(session, round):
    session.execute(delete(Answer))
    found = counted(session, round, AWARENESS)
    assert found == [
        Counted("", ("no_answer", "no_answer"), 5, True), Counted("", ("not_reached", "not_reached"), 3, True),
    ]  # fmt: skip


def test_part_that_no_version_asks_is_not_asked(session, round):
    assert [one.words for one in counted(session, round, ["X_NOBODY.asks"])] == [
        ("not_asked",), ("not_reached",),
    ]  # fmt: skip


def test_listed_reports_come_in_the_order_of_the_round_a_page_at_a_time(session, round):
    versions = round_versions(session, round)
    where = session, round.id, UNFILTERED, AWARENESS, versions
    expected = naive(session, round, AWARENESS)
    whole = listed_reports(*where, start=0, most=50)
    assert [(one.public_id, one.words) for one in whole] == [(one.public_id, said) for one, said in expected]
    assert [one.received for one in whole] == [one.received for one, _ in expected]
    assert listed_reports(*where, start=2, most=3) == whole[2:5]
    late = listed_reports(*where, wanted=[None, {"not_reached"}], start=0, most=50)
    assert late == [one for one in whole if one.words[1] == "not_reached"]
    assert whole[7].state == "not_started"


def test_missions_are_those_of_the_filtered_reports(session, round):
    assert mission_names(session, round.id, Filters(region="Asia")) == ["Islamabad", "Manila"]
    assert len(mission_names(session, round.id, UNFILTERED)) == 7


def test_constraints_on_record_are_counted_by_region_and_listed_by_kind(session, round):
    kinds = dict(session.execute(select(AskedProject.number, AskedProject.constraint_kinds)).all())
    found = recorded_constraints(session, round.id, UNFILTERED)
    assert sum(number for _, _, number in found) == 8
    named = Counter(kind for text in kinds.values() for kind in text.split(";") if kind)
    assert sum((Counter(dict.fromkeys(own, number)) for _, own, number in found), Counter()) == named
    for kind, number in named.items():
        listed = recorded_projects(session, round.id, UNFILTERED, kind=kind, start=0, most=50)
        assert len(listed) == number
        assert all(kind in project.kinds for project in listed)
    without = recorded_projects(session, round.id, UNFILTERED, kind="", start=0, most=50)
    assert len(without) == list(kinds.values()).count("")
    assert recorded_projects(session, round.id, UNFILTERED, kind="fund", start=0, most=50) == []
