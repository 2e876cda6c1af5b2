import pytest

from survey.answering.checks import DISAGREE, MORE, access_differs, warnings
from survey.questionnaire.kinds.tables import cells_of

REACH = "Q10_ACCESS.reach"


def reach(women, women_due, men, men_due):
    return f'{{"eligible":{{"women":{women_due},"men":{men_due}}},"reached":{{"women":{women},"men":{men}}}}}'


def test_warnings_find_more_reached_than_eligible():
    assert warnings({REACH: reach(12, 10, 5, 10)}) == {REACH: MORE[REACH]}


def test_warnings_find_nothing_where_the_whole_was_not_recorded():
    assert warnings({REACH: '{"reached":{"women":12}}'}) == {}
    assert warnings({REACH: "not_recorded"}) == {}
    assert warnings({}) == {}


def test_warnings_find_a_verdict_that_disagrees_with_its_counts():
    values = {"Q10_ACCESS.equal": "yes", REACH: reach(84, 400, 156, 400)}
    assert warnings(values) == {"Q10_ACCESS.equal": DISAGREE}
    assert warnings(values | {"Q10_ACCESS.equal": "no"}) == {}


@pytest.mark.parametrize(
    ("counts", "differs"),
    [
        ((84, 400, 156, 400), True),  # ratio 0.5385, interval 0.4295 to 0.6751
        ((50, 100, 52, 100), False),
        ((0, 100, 52, 100), False),
        ((120, 100, 52, 100), False),
        ((100, 100, 100, 100), False),
    ],
)
def test_access_differs_only_where_the_interval_excludes_one(counts, differs):
    assert access_differs(cells_of(reach(*counts))) is differs


def test_access_differs_not_without_all_four_counts():
    assert not access_differs({("eligible", "women"): 5})
