"""The share of one group."""

from math import sqrt

from survey.statistics.intervals import Interval, Z


def wilson(k: int, n: int) -> Interval:
    """The score interval of k of n. Raises ValueError without a base, or where k is no part of n.

    Wilson (1927), Journal of the American Statistical Association 22, 209–212.
    """
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"{k} of {n} is no share")
    middle = (k + Z * Z / 2) / (n + Z * Z)
    half = Z * sqrt(k * (n - k) / n + Z * Z / 4) / (n + Z * Z)
    # at the ends the limits are exactly 0 and 1; the sums are off by the last digit
    return Interval(0.0 if k == 0 else middle - half, 1.0 if k == n else middle + half)
