from dataclasses import dataclass

import pytest

from survey.questionnaire.conditions import chosen, condition, holds, visible


@dataclass
class Box:
    """As much of a part as conditions look at."""

    code: str
    when: tuple = ()


def test_condition_reads_both_forms():
    first, second = condition([{"part": "Q.a", "in": ["yes", "partly"]}, {"part": "Q.b", "not_in": ["no"]}])
    assert (first.part, first.codes, first.negated) == ("Q.a", {"yes", "partly"}, False)
    assert (second.part, second.codes, second.negated) == ("Q.b", {"no"}, True)


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        ("in", "yes", True),
        ("in", "no", False),
        ("in", "", False),
        ("in", "no;yes", True),
        ("in", "yesterday", False),
        ("not_in", "yes", False),
        ("not_in", "no", True),
        ("not_in", "", True),
        ("not_in", "no;yes", False),
    ],
)
def test_condition_holds(form, value, expected):
    tests = condition([{"part": "Q.a", form: ["yes", "partly"]}])
    assert holds(tests, {"Q.a": value}) is expected


def test_missing_part_counts_as_unanswered():
    assert not holds(condition([{"part": "Q.a", "in": ["yes"]}]), {})
    assert holds(condition([{"part": "Q.a", "not_in": ["yes"]}]), {})


def test_all_tests_must_hold_and_none_always_hold():
    both = condition([{"part": "Q.a", "in": ["no"]}, {"part": "Q.b", "in": ["no"]}])
    assert [holds(both, {"Q.a": a, "Q.b": b}) for a, b in (("no", "no"), ("no", "yes"), ("yes", "no"))] == [
        True,
        False,
        False,
    ]
    assert holds((), {})


def test_chosen_splits_a_stored_value():
    assert [chosen(""), chosen("yes"), chosen("a;b")] == [frozenset(), {"yes"}, {"a", "b"}]


def test_part_behind_a_hidden_part_counts_that_one_as_unanswered():
    first = Box("Q.data")
    second = Box("Q.tools", condition([{"part": "Q.data", "in": ["yes"]}]))
    third = Box("Q.which", condition([{"part": "Q.tools", "in": ["yes"]}]))
    parts = [first, second, third]
    assert visible(parts, {"Q.data": "yes", "Q.tools": "yes"}) == {"Q.data", "Q.tools", "Q.which"}
    assert visible(parts, {"Q.data": "no", "Q.tools": "yes"}) == {"Q.data"}
    assert visible(parts, {}) == {"Q.data"}
