import pytest
from sqlalchemy import select

from survey.answering.models.reports import Answer, Report
from survey.answering.states import DRAFT
from survey.comparison.queries.records import answer_records, due_reports
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.queries import questionnaire_version
from survey.rounds.queries import round_by_code
from tests.support.app import writing
from tests.support.rounds import CODE, LENGTH_OF_TEXT, fill_round, text


@pytest.fixture
def fresh(sqlite_app):
    with writing(sqlite_app) as session:
        yield session


@pytest.mark.parametrize("number", [1, 3, 25])
def test_a_round_has_as_many_received_reports_as_were_asked_for(fresh, number):
    round = fill_round(fresh, number)
    reports = due_reports(fresh, round.id)
    assert [report.number for report in reports] == list(range(1, number + 1))
    assert all(report.received for report in reports)
    assert len({report.mission for report in reports}) == 1 + (number - 1) // 10


def test_each_report_has_three_texts_and_twelve_coded_answers_that_its_questionnaire_allows(fresh):
    round = fill_round(fresh, 2)
    part = questionnaire_version(fresh, round.version_id).part
    given = [record for record in answer_records(fresh, round.id) if record.value]
    for record in given:
        kind_of(part[record.part_code]).check(part[record.part_code], record.value)
    kinds = [(record.report_id, kind_of(part[record.part_code]).coded) for record in given]
    counts = {pair: kinds.count(pair) for pair in kinds}
    assert sorted(counts.values()) == [3, 3, 12, 12]
    assert {len(r.value) for r in given if not kind_of(part[r.part_code]).coded} == {LENGTH_OF_TEXT}


def test_each_submitted_report_has_a_status_for_every_part(fresh):
    round = fill_round(fresh, 2)
    parts = questionnaire_version(fresh, round.version_id).parts
    assert len(list(answer_records(fresh, round.id))) == 2 * len(parts)


def test_drafts_belong_to_the_mission_and_count_nowhere(fresh):
    round = fill_round(fresh, 3, state=DRAFT, mission="San José")
    found = [(report.mission, report.state) for report in due_reports(fresh, round.id)]
    assert found == [("San José", "draft")] * 3
    assert list(answer_records(fresh, round.id)) == []
    own = select(Answer.version).join(Report, Report.id == Answer.report_id).join(Report.asked_project)
    assert set(fresh.scalars(own.where(Report.asked_project.has(round_id=round.id)))) == {1}


def test_the_sample_stays_as_it_was(fresh):
    before = due_reports(fresh, round_by_code(fresh, "2001").id)
    fill_round(fresh, 3)
    assert round_by_code(fresh, CODE) is not None
    assert due_reports(fresh, round_by_code(fresh, "2001").id) == before


def test_texts_differ_but_have_one_length():
    assert {len(text(number)) for number in (0, 7, 123456)} == {LENGTH_OF_TEXT}
    assert text(7) != text(8)
