"""Figures and words of one project."""

import pytest

from survey.answering.persons import COMPARED, OUTCOMES, REACH, READINGS, Persons, reading_of
from survey.comparison.access import (
    ADULTS,
    ALL,
    CHILDREN,
    DISAGREEMENTS,
    FINDINGS,
    SHOWN,
    SHOWN_NAMES,
    ReadingCount,
    TableRow,
    pair,
    pairs,
    shown_counts,
)
from survey.statistics.differences import difference
from survey.statistics.fisher import fisher
from survey.statistics.ratios import ratio
from survey.statistics.representation import representation_index


def test_access_is_read_by_index_then_ratio_then_difference():
    found = pair(ADULTS, REACH, 84, 400, 156, 400)
    assert list(found.figures.items()) == [
        ("index", representation_index(84, 240, 400, 800)),
        ("ratio", ratio(84, 400, 156, 400)),
        ("difference", difference(84, 400, 156, 400)),
    ]
    assert str(found.words) == "women under-represented"
    assert found.p is None


def test_outcomes_are_read_by_difference_first_and_ratio_second():
    assert list(pair(ADULTS, OUTCOMES, 56, 70, 48, 80).figures) == ["difference", "ratio"]


def test_ratio_of_outcomes_is_left_out_if_a_cell_is_0():
    found = pair(ADULTS, OUTCOMES, 0, 9, 3, 8)
    assert list(found.figures) == ["difference"]
    assert found.p == fisher(0, 9, 3, 8)
    assert str(found.words) == "no clear difference"


def test_nothing_is_computed_without_eligible_figures():
    found = pair(ADULTS, REACH, 84, None, 156, None)
    assert (found.figures, found.p, found.is_compared) == ({}, None, False)
    assert str(found.words) == "not computed: no eligible figures"


def test_girls_and_boys_stand_below_women_and_men_where_they_were_counted():
    persons = Persons(
        women_all=400, women=84, men_all=400, men=156, girls_all=40, girls=30, boys_all=40, boys=8
    )
    adults, children = pairs(REACH, persons, "under")
    assert (adults.groups, children.groups) == (ADULTS, CHILDREN)
    assert str(children.words) == "girls over-represented"
    assert len(pairs(REACH, Persons(women=1, girls=0, boys=0), "no_whole")) == 1


@pytest.mark.parametrize("code", [REACH, OUTCOMES])
def test_every_reading_has_words(code):
    impossible = ("nobody_reached",) if code == OUTCOMES else ()
    for reading in READINGS:
        if reading not in impossible:
            assert str(pair(ADULTS, code, None, None, None, None, reading=reading).words)


def test_no_reading_says_equal():
    words = [str(pair(ADULTS, REACH, 1, 2, 1, 2, reading=reading).words) for reading in COMPARED]
    assert words == ["women under-represented", "women over-represented", "no clear difference"]
    assert list(FINDINGS) == list(COMPARED)


def test_nobody_reached_has_no_index():
    persons = Persons(women_all=9, women=0, men_all=9, men=0)
    (found,) = pairs(REACH, persons, reading_of(REACH, persons))
    assert (str(found.words), found.figures) == ("not computed, because nobody was reached", {})


def test_disagreement_is_said_for_yes_and_for_no():
    assert set(DISAGREEMENTS) == {(code, verdict) for code in (REACH, OUTCOMES) for verdict in ("yes", "no")}
    row = TableRow(REACH, Persons(), "under", "yes", True)
    assert str(row.disagreement) == "The mission says that access was equal; its counts differ clearly."
    assert TableRow(REACH, Persons(), "under", "no", False).disagreement is None


def test_lists_of_projects_count_each_reading_where_it_belongs():
    counts = [
        ReadingCount(REACH, "under", True, False, 3),
        ReadingCount(REACH, "under", False, False, 4),
        ReadingCount(REACH, "single_sex", False, False, 2),
        ReadingCount(REACH, "no_whole", False, False, 5),
        ReadingCount(OUTCOMES, "no_clear", True, False, 6),
    ]
    assert shown_counts(counts) == {
        "": 12,
        ALL: 14,
        "under": 7,
        "over": 0,
        "no_clear": 0,
        "single_sex": 2,
        "not_computed": 5,
        "access_disagrees": 3,
        "outcomes_disagree": 6,
    }
    assert set(SHOWN_NAMES) == set(SHOWN) - {ALL}
