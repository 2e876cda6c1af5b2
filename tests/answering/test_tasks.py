from survey.answering.tasks import task_list
from tests.answering.examples import NEWEST, saved


def states(answers):
    tasks = [task for section in task_list(NEWEST, answers) for task in section.tasks]
    return {task.question.code: (task.state, task.given, task.shown) for task in tasks}


def test_task_list_of_an_untouched_report_has_nothing_started():
    found = states(saved())
    assert {state for state, _given, _shown in found.values()} == {"not_started"}
    assert list(found) == [question.code for question in NEWEST.questions]


def test_task_list_counts_only_parts_that_are_shown():
    assert states(saved())["Q2_SPINOFF"] == ("not_started", 0, 1)
    assert states(saved(Q2_SPINOFF__resulted="no"))["Q2_SPINOFF"] == ("done", 1, 1)
    assert states(saved(Q2_SPINOFF__resulted="yes"))["Q2_SPINOFF"] == ("started", 1, 2)


def test_task_list_waits_for_no_optional_part():
    assert states(saved())["S_PRE_POST"] == ("not_started", 0, 0)
    assert states(saved(S_PRE_POST__design="paired"))["S_PRE_POST"] == ("done", 1, 1)
