from dataclasses import replace
from hashlib import sha256

import pytest

from survey.questionnaire.instrument import read_file
from survey.questionnaire.structure import questionnaire
from survey.rounds.projects_file import FILE_2001, read_projects

HEAD = (
    "number,title,mission,country,region,service_areas,target_group,status,report_kind,constraint_kinds,"
    "reason_not_completed,results,funding_usd\n"
)


def test_file_of_2001_holds_the_facts_of_annex_1():
    projects = read_projects()
    assert [project.number for project in projects] == list(range(1, 9))
    assert sum(project.funding_usd for project in projects) == 50_000
    assert [project.mission for project in projects] == [
        "Headquarters",
        "Nairobi",
        "Manila",
        "Santo Domingo",
        "San José",
        "Brussels",
        "Islamabad",
        "San José",
    ]
    assert len({project.mission for project in projects}) == 7
    assert [project.funding_usd for project in projects] == [8500, 3500, 5000, 5000, 3000, 10000, 5000, 10000]
    assert [project.report_kind for project in projects] == ["final"] * 6 + ["progress"] * 2
    assert [project.status for project in projects] == ["completed"] * 6 + ["in_progress"] * 2


def test_file_of_2001_is_unchanged():
    assert (
        sha256(FILE_2001.read_bytes()).hexdigest()
        == "764ac76fcbcdc5f2a0ce40c834fd9574b861086bbc65a3f4ec8febd86da8ed4e"
    )


def test_constraints_and_states_of_the_file_are_options_of_the_questionnaire():
    parts = questionnaire(read_file(), 1).part
    kinds = {kind for project in read_projects() for kind in project.constraint_kinds}
    assert kinds == {"political_security", "legal_permission", "funding"}
    assert kinds <= set(parts["Q3_ENCOURAGE.constraint_kinds"].option_labels)
    assert {project.status for project in read_projects()} <= set(parts["S_STATUS.state"].option_labels)


def test_line_is_read_with_its_lists_and_quotes(tmp_path):
    title, areas, results = '"Work, and ""rest"""', " health ;; research", '"One\nTwo"'
    line = f"5,{title},San José,CRI,Americas,{areas},all,completed,final,,,{results},3000\n"
    file = tmp_path / "own.csv"
    file.write_text("\ufeff" + HEAD + line, encoding="utf-8")
    (project,) = read_projects(file)
    assert (project.number, project.title, project.service_areas) == (
        5,
        'Work, and "rest"',
        ("health", "research"),
    )
    assert (project.constraint_kinds, project.results, project.funding_usd) == ((), "One\nTwo", 3000)


@pytest.mark.parametrize(("number", "code"), [(5, "2001-05"), (12, "2001-12"), (123, "2001-123")])
def test_code_is_the_round_and_two_digits(number, code):
    assert replace(read_projects()[0], number=number).code("2001") == code
