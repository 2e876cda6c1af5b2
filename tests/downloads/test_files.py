import pytest

from survey.downloads.files import FILES
from tests.downloads.records import answer, content, project, report, two_versions

NAMES = (
    "answers_long",
    "answers_wide",
    "matrix",
    "summary",
    "counts",
    "equal_access",
    "projects",
    "questions",
)


def made(number):
    reports = [report(id, fictitious=True) for id in range(1, number + 1)]
    answers = [answer("X_TRIAL.told", "=1", report_id=one.id) for one in reports]
    return content(reports, two_versions(), answers, [project(one.number) for one in reports])


def test_names():
    assert tuple(FILES) == NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", [0, 1, 3])
def test_every_row_has_every_column_and_the_number_of_rows_is_known(name, number):
    file, round = FILES[name], made(number)
    rows = list(file.rows(round))
    assert {len(row) for row in rows} <= {len(file.header(round))}
    assert len(rows) == file.count(round)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_content_gives_the_same_bytes(name):
    assert b"".join(FILES[name].pieces(made(3))) == b"".join(FILES[name].pieces(made(3)))
