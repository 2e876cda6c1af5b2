"""Nobody in a group, nobody reached, everybody reached, more than there are."""

import pytest

from survey.statistics.before_after import other_persons, same_persons
from survey.statistics.differences import difference
from survey.statistics.fisher import fisher
from survey.statistics.impact import risk_ratio
from survey.statistics.intervals import Interval
from survey.statistics.ratios import ratio
from survey.statistics.representation import representation_index
from survey.statistics.shares import wilson


def test_share_ends_exactly_at_0_and_at_1():
    assert wilson(0, 7).lower == 0
    assert wilson(7, 7).upper == 1
    assert all(0 <= wilson(k, 7).lower < k / 7 < wilson(k, 7).upper <= 1 for k in range(1, 7))


@pytest.mark.parametrize(("k", "n"), [(0, 0), (8, 7), (-1, 7)])
def test_share_without_a_base_is_refused(k, n):
    with pytest.raises(ValueError, match="is no share"):
        wilson(k, n)


@pytest.mark.parametrize("counts", [(0, 0, 3, 9), (3, 9, 0, 0), (10, 9, 3, 9)])
def test_difference_without_a_group_is_refused(counts):
    with pytest.raises(ValueError, match="is no share"):
        difference(*counts)


def test_difference_of_equal_shares_is_0_and_never_certain():
    found = difference(9, 9, 9, 9)
    assert found.value == 0
    assert found.interval.lower < 0 < found.interval.upper


@pytest.mark.parametrize("counts", [(0, 9, 3, 9), (3, 9, 0, 9), (0, 0, 3, 9), (9, 9, 5, 5)])
def test_ratio_is_not_made_of_nobody_nor_of_everybody(counts):
    assert ratio(*counts) is None


@pytest.mark.parametrize("counts", [(10, 9, 3, 9), (3, 9, 10, 9)])
def test_ratio_of_more_persons_than_there_are_is_refused(counts):
    with pytest.raises(ValueError, match="are no shares"):
        ratio(*counts)


@pytest.mark.parametrize("counts", [(0, 9, 3, 8), (9, 9, 3, 8), (3, 9, 0, 8), (3, 9, 8, 8)])
def test_risk_ratio_is_left_out_if_a_cell_is_0(counts):
    assert risk_ratio(*counts) is None


def test_risk_ratio_of_full_cells_is_the_ratio():
    assert risk_ratio(3, 9, 5, 8) == ratio(3, 9, 5, 8)


def test_index_where_no_woman_was_reached():
    found = representation_index(0, 20, 10, 40)
    assert (found.value, found.interval) == (0, Interval(0.0, wilson(0, 20).upper / 0.25))


@pytest.mark.parametrize("counts", [(0, 0, 10, 40), (3, 9, 0, 40), (3, 9, 41, 40)])
def test_index_without_anything_to_measure_by_is_refused(counts):
    with pytest.raises(ValueError, match="share"):
        representation_index(*counts)


@pytest.mark.parametrize("counts", [(0, 0, 3, 9), (3, 9, 0, 0), (0, 0, 0, 0)])
def test_fisher_has_nothing_to_test_without_a_group(counts):
    assert fisher(*counts) is None


@pytest.mark.parametrize("counts", [(0, 30, 0, 40), (30, 30, 40, 40)])
def test_no_test_before_and_after_where_nobody_or_everybody_says_yes(counts):
    assert other_persons(*counts) is None


def test_same_persons_exact_below_25_who_changed():
    assert same_persons(12, 12, 100).statistic is None
    assert same_persons(12, 13, 100).statistic == 1 / 25


def test_same_persons_have_an_interval_with_their_p():
    found = same_persons(2, 9, 40)
    assert found.difference.value == 7 / 40
    assert found.difference.interval.lower < 7 / 40 < found.difference.interval.upper


def test_same_persons_without_a_change_are_not_tested():
    assert same_persons(0, 0, 40) is None


@pytest.mark.parametrize("counts", [(-1, 3, 9), (5, 5, 9)])
def test_more_changes_than_persons_are_refused(counts):
    with pytest.raises(ValueError, match="cannot have changed"):
        same_persons(*counts)
