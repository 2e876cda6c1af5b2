"""The difference of two shares of independent groups."""

from math import hypot

from survey.statistics.intervals import Estimate, Interval
from survey.statistics.shares import wilson


def difference(k1: int, n1: int, k2: int, n2: int) -> Estimate:
    """k1/n1 − k2/n2 with the interval that combines the two Wilson intervals.

    Method 10 of Newcombe (1998), Statistics in Medicine 17, 873–890. Raises ValueError as `wilson` does.
    """
    first, second = wilson(k1, n1), wilson(k2, n2)
    p1, p2 = k1 / n1, k2 / n2
    lower = p1 - p2 - hypot(p1 - first.lower, second.upper - p2)
    upper = p1 - p2 + hypot(first.upper - p1, p2 - second.lower)
    return Estimate(p1 - p2, Interval(lower, upper))
