from dataclasses import replace

import pytest
from sqlalchemy import update

from survey.answering.models.reports import Report
from survey.answering.services.derived import rebuild
from survey.comparison.queries.records import (
    answer_records,
    due_reports,
    filter_choices,
    progress_of_rounds,
    round_versions,
)
from survey.comparison.records import Filters
from survey.questionnaire.queries import published_versions
from survey.rounds.queries import round_by_code
from tests.answering.supplements import added_question, answer_and_sign, ask, publish_next, supplement
from tests.comparison.counting import summaries, tallies
from tests.comparison.examples import ACCESS, SUCCESS
from tests.comparison.pages import add_round


@pytest.fixture
def round(session):
    return round_by_code(session, "2001")


def test_due_reports_come_in_the_order_of_the_round(session, round):
    found = due_reports(session, round.id)
    assert [report.number for report in found] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [report.state for report in found] == [
        "submitted", "submitted", "submitted", "submitted", "draft", "submitted", "with_lead", "not_started",
    ]  # fmt: skip
    assert [report.version_number for report in found] == [1, 2, 2, 1, 2, 2, 2, 2]
    first = found[0]
    assert (first.mission, first.country, first.region, first.funding_usd) == (
        "Headquarters",
        "CHE",
        "Global",
        8500,
    )
    assert (first.service_areas, first.round_code) == (("counter-trafficking", "research"), "2001")


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(region="Asia"), [3, 7]),
        (Filters(mission="San José"), [5, 8]),
        (Filters(service_area="research"), [1, 4]),
        (Filters(report_kind="progress"), [7, 8]),
        (Filters(region="Asia", report_kind="final"), [3]),
        (Filters(mission="Atlantis"), []),
        (Filters(funding_band="below_5000"), [2, 5]),
        (Filters(funding_band="50000_and_more"), []),
        (Filters(funding_band="a band"), []),
        (Filters(completion="completed"), [1, 2, 3, 4, 6]),
        (Filters(completion="completed", funding_band="below_5000"), [2]),
    ],
)
def test_filters_cut_reports_answers_and_tallies_alike(session, round, filters, numbers):
    reports = due_reports(session, round.id, filters)
    assert [report.number for report in reports] == numbers
    received = {report.id for report in reports if report.received}
    answers = list(answer_records(session, round.id, filters))
    assert {answer.report_id for answer in answers} == received
    assert sum(tally.reports for tally in tallies(session, round.id, filters)) == len(answers)


def test_answers_of_drafts_are_never_read(session, round):
    drafts = {report.id for report in due_reports(session, round.id) if not report.received}
    assert len(drafts) == 3
    assert drafts.isdisjoint(answer.report_id for answer in answer_records(session, round.id))


def test_value_is_read_only_where_the_part_is_answered(session, round):
    answers = list(answer_records(session, round.id))
    assert {bool(answer.value) for answer in answers if answer.status != "answered"} == {False}
    assert {bool(answer.value) for answer in answers if answer.status == "answered"} == {True}


def test_answers_of_some_parts(session, round):
    found = list(answer_records(session, round.id, parts=[SUCCESS]))
    assert [answer.part_code for answer in found] == [SUCCESS] * 5


def test_answer_to_a_part_that_the_version_does_not_ask_is_not_counted(session, round):
    versions = round_versions(session, round)
    older = next(key for key, version in versions.items() if version.number == 1)
    session.execute(update(Report).values(version_id=older))
    reports = due_reports(session, round.id)
    base = summaries(tallies(session, round.id), reports, versions)[ACCESS].base
    assert (base.received, base.not_asked, base.asked, base.valid) == (5, 5, 0, 0)


def test_round_versions_are_those_in_use_and_the_current_one(session, round):
    published = {
        version.id: version.number for version in published_versions(session, "gender-mainstreaming")
    }
    assert {key: version.number for key, version in round_versions(session, round).items()} == published
    session.execute(update(Report).values(version_id=round.version_id))
    rebuild(session)
    assert list(round_versions(session, round)) == [round.version_id]


def test_progress_of_rounds(app, session, round):
    session.rollback()
    add_round(app, "2002", projects=3, submitted=1)
    second = round_by_code(session, "2002")
    assert progress_of_rounds(session) == {round.id: (8, 5), second.id: (3, 1)}


def test_filter_choices_are_what_the_round_has(session, round):
    choices = filter_choices(session, round.id)
    assert choices["region"] == ["Africa", "Asia", "Caribbean", "Central America", "Europe", "Global"]
    assert choices["report_kind"] == ["final", "progress"]
    # the draft that says "in progress" is not received
    assert choices["completion"] == ["completed"]
    assert sorted(choices["mission"]) == [
        "Brussels", "Headquarters", "Islamabad", "Manila", "Nairobi", "San José", "Santo Domingo",
    ]  # fmt: skip
    assert len(choices["service_area"]) == len(set(choices["service_area"])) == 8


def test_supplement_stands_with_its_report_and_is_never_due(session, round):
    before = due_reports(session, round.id)
    ask(session)
    answer_and_sign(session, supplement(session, 4), {ACCESS: "no"})
    found = due_reports(session, round.id)
    assert [replace(report, supplements=()) for report in found] == before
    assert {report.number: [one.state for one in report.supplements] for report in found if report.supplements} == {
        1: ["not_started"], 4: ["submitted"],
    }  # fmt: skip
    assert progress_of_rounds(session)[round.id] == (8, 5)
    own = supplement(session, 4).id
    streamed = [answer.report_id for answer in answer_records(session, round.id)]
    main = next(report.id for report in found if report.number == 4)
    assert list(dict.fromkeys(streamed))[3:5] == [main, own]
    assert {
        version.number: version.after for version in round_versions(session, round).values() if version.after
    } == {2: (1,)}


def test_version_as_a_whole_is_read_for_what_a_supplement_asks(session, round):
    publish_next(session, added_question())
    ask(session, 3)
    read = sorted((version.number, version.after) for version in round_versions(session, round).values())
    assert read == [(1, ()), (2, ()), (3, ()), (3, (1,)), (3, (2,))]
