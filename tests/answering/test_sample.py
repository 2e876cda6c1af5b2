from collections import Counter

from survey.answering.sample import read_sample
from survey.questionnaire.conditions import visible
from survey.questionnaire.instrument import read_file
from survey.questionnaire.structure import questionnaire


def test_read_sample_has_a_report_for_each_project_in_every_state():
    reports = read_sample()
    assert [report.project for report in reports] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert Counter(report.state for report in reports) == {
        "submitted": 5,
        "with_lead": 1,
        "draft": 1,
        "not_started": 1,
    }
    assert {report.language for report in reports} == {"en", "fr", "es"}


def test_sample_changes_are_stored_values_of_parts_that_are_shown():
    for report in read_sample():
        version = questionnaire(read_file(), report.version)
        changes = report.changes(version)
        shown = visible(version.parts, {change.part_code: change.value for change in changes})
        assert {change.part_code for change in changes} <= shown
