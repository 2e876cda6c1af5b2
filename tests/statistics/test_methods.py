"""Every example of the methods paper to its printed digits."""

import pytest

from survey.statistics.before_after import other_persons, same_persons
from survey.statistics.differences import difference
from survey.statistics.fisher import fisher
from survey.statistics.impact import risk_difference, risk_ratio
from survey.statistics.intervals import NO_CLEAR, OVER, UNDER, Estimate, Interval, Z
from survey.statistics.ratios import ratio
from survey.statistics.representation import representation_index
from survey.statistics.shares import wilson
from survey.statistics.stratified import Stratum, crude_ratio, stratified_ratio, sums


def printed(*values, digits=4):
    return tuple(f"{value:.{digits}f}" for value in values)


def limits(estimate, digits=4):
    return printed(estimate.interval.lower, estimate.interval.upper, digits=digits)


def test_z_is_the_quantile_of_the_paper():
    assert Z == 1.959964


@pytest.mark.parametrize(
    ("k", "n", "lower", "upper"), [(81, 263, "0.2553", "0.3662"), (0, 20, "0.0000", "0.1611")]
)
def test_share(k, n, lower, upper):
    found = wilson(k, n)
    assert printed(found.lower, found.upper) == (lower, upper)


@pytest.mark.parametrize(
    ("counts", "lower", "upper"),
    [
        ((56, 70, 48, 80), "0.0524", "0.3339"),
        ((9, 10, 3, 10), "0.1705", "0.8090"),
        ((9, 12, 4, 11), "-0.0131", "0.6526"),
    ],
)
def test_difference(counts, lower, upper):
    assert limits(difference(*counts)) == (lower, upper)


def test_fisher_stands_beside_a_difference_of_small_numbers():
    assert printed(difference(9, 12, 4, 11).value, fisher(9, 12, 4, 11)) == ("0.3864", "0.0995")


def test_fisher_is_left_out_where_no_expected_count_is_below_5():
    assert fisher(56, 70, 48, 80) is None
    # the smallest expected count is exactly 5
    assert fisher(2, 10, 8, 10) is None
    assert fisher(2, 10, 7, 10) is not None


def test_access_ratio():
    found = ratio(84, 400, 156, 400)
    assert printed(found.value) + limits(found) == ("0.5385", "0.4295", "0.6751")
    assert found.reading == UNDER


def test_representation_index_is_derived_from_wilson():
    found, share = representation_index(84, 240, 400, 800), wilson(84, 240)
    assert found.value == 84 / 240 / 0.5
    assert found.interval == Interval(share.lower / 0.5, share.upper / 0.5)
    assert found.reading == UNDER


def test_different_impact():
    found = risk_difference(0, 9, 3, 8)
    assert printed(found.value, found.interval.lower, found.interval.upper, digits=3) == (
        "-0.375",
        "-0.694",
        "0.007",
    )
    assert risk_ratio(0, 9, 3, 8) is None


def test_before_and_after_of_other_persons():
    found = other_persons(132, 300, 150, 310)
    assert printed(found.statistic, found.p) == ("1.0865", "0.2773")
    assert found.difference == difference(150, 310, 132, 300)


def test_before_and_after_of_the_same_persons():
    found = same_persons(2, 9, 40)
    assert printed(found.p) == ("0.0654",)
    assert found.statistic is None


def test_several_projects_together():
    total = sums([Stratum(9, 12, 4, 11), Stratum(20, 40, 30, 60)])
    assert printed(stratified_ratio(total).value, crude_ratio(total).value) == ("1.1574", "1.1646")


@pytest.mark.parametrize(
    ("lower", "upper", "reading"),
    [(0.5, 0.9, UNDER), (1.1, 1.2, OVER), (0.9, 1.1, NO_CLEAR), (0.5, 1.0, NO_CLEAR)],
)
def test_reading_goes_by_the_interval(lower, upper, reading):
    assert Estimate(1.0, Interval(lower, upper), neutral=1.0).reading == reading
