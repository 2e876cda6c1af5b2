from survey.comparison.counted import Counted
from survey.downloads.files import FILES
from survey.downloads.summary_file import COLUMNS, summary_count, summary_rows
from tests.downloads.records import content, report, verdict, version


def test_columns():
    assert ",".join(COLUMNS) == (
        "question_code,part_code,option,label,k,n_valid,n_answered,n_asked,n_received,n_due,"
        "lower_bound,upper_bound,percent,fictitious"
    )


def test_exact_bytes_with_bounds_and_without_a_percentage_below_20():
    reports = [report(id) for id in range(1, 8)] + [report(8, "draft")]
    figures = Counted(8, 7, False, {"X_TRIAL.first": {"answered": 6, "declined": 1, "=yes": 5, "=partly": 1}})
    made = content(reports, {11: version(verdict(), {"code": "text"})}, counted=figures)
    assert b"".join(FILES["summary"].pieces(made)).splitlines()[1:] == [
        b"X_TRIAL,X_TRIAL.first,yes,yes,5,6,6,7,7,8,0.625,0.875,,no",
        b"X_TRIAL,X_TRIAL.first,partly,partly,1,6,6,7,7,8,0.125,0.375,,no",
        b"X_TRIAL,X_TRIAL.first,no,no,0,6,6,7,7,8,0.0,0.25,,no",
    ]
    assert summary_count(made) == 3


def test_a_percentage_stands_from_20_valid_answers_on():
    reports = [report(id) for id in range(1, 21)]
    figures = Counted(20, 20, True, {"X_TRIAL.first": {"answered": 20, "=yes": 15, "=no": 5}})
    made = content(reports, {11: version(verdict())}, counted=figures)
    assert [row[-2:] for row in summary_rows(made)] == [(75.0, True), (0.0, True), (25.0, True)]


def test_no_row_where_no_report_is_due():
    assert list(summary_rows(content())) == []
    assert summary_count(content()) == 0
