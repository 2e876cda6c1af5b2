import pytest

from survey.downloads.files import FILES
from survey.downloads.project_file import COLUMNS, project_rows
from survey.rounds.projects_file import FILE_2001, read_projects
from tests.downloads.records import content, project


def test_columns_are_those_of_the_list_that_a_round_reads():
    assert ",".join(COLUMNS) == FILE_2001.read_text(encoding="utf-8-sig").splitlines()[0]


def test_exact_bytes():
    made = content(projects=[project()])
    assert b"".join(FILES["projects"].pieces(made)).splitlines()[1] == (
        b"1,Project,Chad,TCD,Africa,research; migrant health,all,completed,final,funding; data,,'=1+1,5000"
    )


@pytest.mark.parametrize("listed", [[], [project(1)], [project(1), project(2), project(3)]])
def test_a_row_for_each_project(listed):
    assert [row[0] for row in project_rows(content(projects=listed))] == [one.number for one in listed]


def test_the_funding_of_2001_is_50000_dollars():
    assert sum(row[-1] for row in project_rows(content(projects=read_projects()))) == 50_000
