from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.comparison.crossed import ANY, VALID, crossed, words_meant
from survey.comparison.denominators import Bounds
from survey.comparison.patterns import Counted
from tests.comparison.examples import VERSIONS

PARTNERS, STAFF = (VERSIONS[2].part[f"Q1_AWARENESS.{half}"] for half in ("partners", "staff"))
WORDS = (
    "yes", "partly", "no", "too_early", "not_applicable", "dont_know",
    "no_answer", "declined", "not_shown", "not_asked", "not_reached",
)  # fmt: skip
OPEN = {"too_early", "dont_know", "no_answer", "declined", "not_reached"}
VERDICTS = ("yes", "partly", "no")


def table(*pairs):
    """The table of reports that say these pairs of words, one report for each."""
    return crossed(PARTNERS, STAFF, [Counted("", pair, number) for pair, number in Counter(pairs).items()])


def test_reports_valid_on_both_stand_in_the_table_and_the_others_are_named():
    made = table(
        ("yes", "yes"), ("yes", "yes"), ("yes", "no"), ("partly", "no"), ("yes", "too_early"),
        ("not_applicable", "not_applicable"), ("not_reached", "not_reached"), ("not_reached", "not_reached"),
    )  # fmt: skip
    assert (made.due, made.valid, made.in_core) == (8, 4, 3)
    assert (made.k("yes", "yes"), made.k("yes", "no"), made.k("partly", "no")) == (2, 1, 1)
    assert (made.k("yes", VALID), made.k("yes", ANY), made.k(ANY, ANY), made.k(VALID, "no")) == (3, 4, 8, 2)
    assert made.others == [
        ("yes", "too_early", 1), ("not_applicable", "not_applicable", 1), ("not_reached", "not_reached", 2),
    ]  # fmt: skip


def test_worst_case_bounds_count_reports_that_could_still_say_both():
    made = table(
        ("yes", "yes"), ("yes", "too_early"), ("no", "dont_know"), ("not_reached", "not_reached"),
        ("not_applicable", "declined"),
    )  # fmt: skip
    assert made.bounds("yes", "yes") == Bounds(0.2, 0.6)
    assert made.bounds("no", "no") == Bounds(0, 0.4)
    assert made.bounds("partly", "partly") == Bounds(0, 0.2)


def test_no_reports_have_no_bounds():
    assert table().bounds("yes", "yes") is None
    assert (table().due, table().valid, table().others) == (0, 0, [])


@pytest.mark.parametrize(("number", "expected"), [(19, None), (20, 95.0)])
def test_percentages_appear_from_20_reports_that_are_valid_on_both(number, expected):
    made = table(*[("yes", "yes")] * (number - 1), ("no", "no"), *[("yes", "too_early")] * 5)
    assert made.percent("yes", "yes") == expected


def test_names_in_addresses_stand_for_words():
    assert words_meant(STAFF, ANY) is None
    assert words_meant(STAFF, VALID) == set(VERDICTS)
    assert words_meant(STAFF, "declined") == {"declined"}
    assert words_meant(STAFF, "maybe") == words_meant(STAFF, "answered") == set()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)), max_size=30))
def test_every_report_due_is_counted_once_and_every_bound_holds(pairs):
    made = table(*pairs)
    cells = {(down, across): made.k(down, across) for down in VERDICTS for across in VERDICTS}
    assert cells == {cell: pairs.count(cell) for cell in cells}
    assert made.due == len(pairs) == sum(cells.values()) + sum(number for *_, number in made.others)
    assert made.valid == sum(made.k(down, VALID) for down in VERDICTS) == sum(cells.values())
    for down, across in cells if pairs else ():
        could = [a in {down, *OPEN} and b in {across, *OPEN} for a, b in pairs]
        assert made.bounds(down, across) == Bounds(cells[down, across] / len(pairs), sum(could) / len(pairs))
