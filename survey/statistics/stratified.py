"""Several projects together: each is compared within itself, so that no project's size or sex ratio speaks for another.

Of a stratum, k1 of n1 women and k2 of n2 men. What the estimates need are sums over the strata, which a database can
make; `sums` makes them here, and says in `TERMS` what each is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import sqrt

from survey.statistics.intervals import Estimate, Interval, Z
from survey.statistics.ratios import ratio, with_log_interval


@dataclass(frozen=True)
class Stratum:
    k1: int
    n1: int
    k2: int
    n2: int


@dataclass(frozen=True)
class Sums:
    """Over `strata` with persons in both groups: the four counts, and the terms of the two estimates.

    With n = n1 + n2: `first` Σ k1·n2/n, `second` Σ k2·n1/n, `weight` Σ n1·n2/n, `ratio_term`
    Σ (n1·n2·(k1 + k2) − k1·k2·n)/n², `p` Σ (n1²·k2 − n2²·k1 + n1·n2·(n2 − n1)/2)/n² and
    `q` Σ (k1·(n2 − k2) + k2·(n1 − k1))/2n.
    """

    strata: int = 0
    k1: int = 0
    n1: int = 0
    k2: int = 0
    n2: int = 0
    first: float = 0.0
    second: float = 0.0
    weight: float = 0.0
    ratio_term: float = 0.0
    p: float = 0.0
    q: float = 0.0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Sums)))


def terms(k1, n1, k2, n2):
    """The terms of one stratum by the name of their sum; of numbers, or of the columns of a query as floats."""
    n = n1 + n2
    return {
        "first": k1 * n2 / n,
        "second": k2 * n1 / n,
        "weight": n1 * n2 / n,
        "ratio_term": (n1 * n2 * (k1 + k2) - k1 * k2 * n) / (n * n),
        "p": (n1 * n1 * k2 - n2 * n2 * k1 + n1 * n2 * (n2 - n1) / 2) / (n * n),
        "q": (k1 * (n2 - k2) + k2 * (n1 - k1)) / (2 * n),
    }


def sums(strata: Iterable[Stratum]) -> Sums:
    """The sums over these strata; one in which a group has nobody compares nothing and is left out."""
    total = Sums()
    for one in strata:
        if one.n1 and one.n2:
            total += Sums(1, one.k1, one.n1, one.k2, one.n2, **terms(one.k1, one.n1, one.k2, one.n2))
    return total


def stratified_ratio(total: Sums) -> Estimate | None:
    """The Mantel-Haenszel ratio of shares; None where a group has nobody, or the method knows no error.

    Mantel and Haenszel (1959), Journal of the National Cancer Institute 22, 719–748; the variance of its logarithm is
    Greenland and Robins's (1985), Biometrics 41, 55–68.
    """
    if total.first <= 0 or total.second <= 0 or total.ratio_term <= 0:
        return None
    variance = total.ratio_term / (total.first * total.second)
    return with_log_interval(total.first / total.second, variance)


def stratified_difference(total: Sums) -> Estimate | None:
    """The Mantel-Haenszel difference of shares; None without strata, or where the method knows no error.

    The variance is Sato's (1989), Biometrics 45, 1323–1324, which holds for many small strata as for few large ones.
    """
    if total.weight <= 0:
        return None
    value = (total.first - total.second) / total.weight
    variance = (value * total.p + total.q) / total.weight**2
    if variance <= 0:
        return None
    half = Z * sqrt(variance)
    return Estimate(value, Interval(value - half, value + half))


def crude_ratio(total: Sums) -> Estimate | None:
    """The ratio of all persons thrown together, to stand beside the stratified one, never in its place."""
    return ratio(total.k1, total.n1, total.k2, total.n2)
