"""A share before and after: among other persons, and among the same."""

from dataclasses import dataclass
from math import sqrt

from survey.statistics.differences import difference
from survey.statistics.intervals import Estimate, Interval, Z

#: below so many persons who changed, the exact test
FEWEST_CHANGED = 25


@dataclass(frozen=True)
class Change:
    """After minus before with its interval, and the test: its statistic (None for the exact one) and its p."""

    difference: Estimate
    statistic: float | None
    p: float


def other_persons(k1: int, n1: int, k2: int, n2: int) -> Change | None:
    """k1 of n1 before, k2 of n2 other persons after: the pooled two-proportion z; None where nobody or all say yes.

    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, section 3.1, without correction.
    """
    change = difference(k2, n2, k1, n1)
    pooled = (k1 + k2) / (n1 + n2)
    if pooled in (0, 1):
        return None
    from scipy.stats import norm

    z = change.value / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return Change(change, z, float(2 * norm.sf(abs(z))))


def same_persons(b: int, c: int, n: int) -> Change | None:
    """Of n persons asked twice, b said yes only before and c only after; None where nobody changed.

    McNemar (1947), Psychometrika 12, 153–157: exact if b + c < 25, else (b − c)² / (b + c) without correction. The
    interval is Bonett and Price's adjusted Wald (2012), Journal of Educational and Behavioral Statistics 37, 479–488.
    """
    if min(b, c) < 0 or b + c > n:
        raise ValueError(f"{b} and {c} of {n} cannot have changed")
    if not b + c:
        return None
    # two are added to the persons, one to each of those who changed
    before, after, all_of = b + 1, c + 1, n + 2
    middle = (after - before) / all_of
    half = Z * sqrt((before + after) / all_of - middle**2) / sqrt(all_of)
    limits = Interval(max(-1.0, middle - half), min(1.0, middle + half))
    change = Estimate((c - b) / n, limits)
    if b + c < FEWEST_CHANGED:
        from scipy.stats import binomtest

        return Change(change, None, float(binomtest(b, b + c, 0.5).pvalue))
    from scipy.stats import chi2

    statistic = (b - c) ** 2 / (b + c)
    return Change(change, statistic, float(chi2.sf(statistic, 1)))
