"""The same figures from statsmodels, over small tables and some of the size of a mission's."""

import warnings
from math import isclose

import pytest

from survey.statistics.before_after import other_persons, same_persons
from survey.statistics.differences import difference
from survey.statistics.ratios import ratio
from survey.statistics.shares import wilson
from survey.statistics.stratified import Stratum, stratified_difference, stratified_ratio, sums

TABLES = [
    (3, 9, 5, 8),
    (0, 9, 3, 8),
    (9, 12, 4, 11),
    (84, 400, 156, 400),
    (1, 1, 0, 1),
    (20, 40, 30, 60),
    (119, 131, 77, 78),
    (10_000, 40_000, 9_500, 41_000),
]


def close(found, expected, tolerance=1e-6):
    # statsmodels takes the exact quantile, which differs from the paper's in the eighth digit
    return all(isclose(a, b, rel_tol=tolerance, abs_tol=1e-9) for a, b in zip(found, expected, strict=True))


def ends(interval):
    return interval.lower, interval.upper


@pytest.fixture(scope="module")
def proportion():
    from statsmodels.stats import proportion

    return proportion


@pytest.mark.parametrize("table", TABLES)
def test_wilson(proportion, table):
    k, n = table[:2]
    assert close(ends(wilson(k, n)), proportion.proportion_confint(k, n, method="wilson"), 1e-5)


@pytest.mark.parametrize("table", TABLES)
def test_newcombe(proportion, table):
    expected = proportion.confint_proportions_2indep(*table, method="newcomb", compare="diff")
    assert close(ends(difference(*table).interval), expected, 1e-5)


@pytest.mark.parametrize("table", [table for table in TABLES if table[0] and table[2]])
def test_log_interval_of_a_ratio(proportion, table):
    expected = proportion.confint_proportions_2indep(*table, method="log", compare="ratio", correction=False)
    found = ratio(*table)
    assert isclose(found.value, table[0] * table[3] / (table[1] * table[2]))
    assert close(ends(found.interval), expected, 1e-5)


@pytest.mark.parametrize("table", [table for table in TABLES if table != (1, 1, 0, 1)])
def test_pooled_z(proportion, table):
    k1, n1, k2, n2 = table
    expected = proportion.proportions_ztest([k2, k1], [n2, n1])
    found = other_persons(*table)
    assert close((found.statistic, found.p), expected)


@pytest.mark.parametrize(("b", "c"), [(2, 9), (0, 1), (12, 12), (10, 15), (40, 12)])
def test_mcnemar(b, c):
    from statsmodels.stats.contingency_tables import mcnemar

    expected = mcnemar([[20, b], [c, 20]], exact=b + c < 25, correction=False)
    found = same_persons(b, c, 40 + b + c)
    assert isclose(found.p, expected.pvalue, abs_tol=1e-12)
    if b + c >= 25:
        assert isclose(found.statistic, expected.statistic)


@pytest.mark.parametrize(
    "strata",
    [
        [(9, 12, 4, 11), (20, 40, 30, 60)],
        [(84, 400, 156, 400), (3, 9, 5, 8), (0, 9, 3, 8)],
        [(k, k + 3, k + 1, k + 6) for k in range(12)],
    ],
)
def test_mantel_haenszel(proportion, strata):
    from statsmodels.stats.contingency_tables import StratifiedTable

    tables = [[[k1, n1 - k1], [k2, n2 - k2]] for k1, n1, k2, n2 in strata]
    total = sums(Stratum(*stratum) for stratum in strata)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = StratifiedTable(
            [[list(map(float, row)) for row in table] for table in tables]
        ).riskratio_pooled
    assert isclose(stratified_ratio(total).value, float(expected))


def test_one_stratum_is_the_table_itself():
    total = sums([Stratum(84, 400, 156, 400)])
    alone = ratio(84, 400, 156, 400)
    assert close(
        (stratified_ratio(total).value, *ends(stratified_ratio(total).interval)),
        (alone.value, *ends(alone.interval)),
    )
    assert isclose(stratified_difference(total).value, difference(84, 400, 156, 400).value)
