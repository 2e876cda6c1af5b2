from survey.downloads.files import FILES
from survey.downloads.summary_file import COLUMNS, summary_count, summary_rows
from tests.downloads.records import content, report, tally, verdict, version


def test_columns():
    assert ",".join(COLUMNS) == (
        "question_code,part_code,option,label,k,n_valid,n_answered,n_asked,n_received,n_due,"
        "lower_bound,upper_bound,percent,fictitious"
    )


def test_exact_bytes_with_bounds_and_without_a_percentage_below_20():
    reports = [report(id) for id in range(1, 8)] + [report(8, "draft")]
    tallies = [tally("X_TRIAL.first", "yes", reports=5), tally("X_TRIAL.first", "partly", reports=1)]
    tallies.append(tally("X_TRIAL.first", status="declined", reports=1))
    made = content(reports, {11: version(verdict(), {"code": "text"})}, tallies=tallies)
    assert b"".join(FILES["summary"].pieces(made)).splitlines()[1:] == [
        b"X_TRIAL,X_TRIAL.first,yes,yes,5,6,6,7,7,8,0.625,0.875,,no",
        b"X_TRIAL,X_TRIAL.first,partly,partly,1,6,6,7,7,8,0.125,0.375,,no",
        b"X_TRIAL,X_TRIAL.first,no,no,0,6,6,7,7,8,0.0,0.25,,no",
    ]
    assert summary_count(made) == 3


def test_a_percentage_stands_from_20_valid_answers_on():
    reports = [report(id) for id in range(1, 21)]
    tallies = [tally("X_TRIAL.first", "yes", reports=15), tally("X_TRIAL.first", "no", reports=5)]
    made = content(reports, {11: version(verdict())}, tallies=tallies)
    assert [row[-2] for row in summary_rows(made)] == [75.0, 0.0, 25.0]


def test_no_row_where_no_report_is_due():
    assert list(summary_rows(content())) == []
    assert summary_count(content()) == 0
