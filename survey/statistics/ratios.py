"""The ratio of two shares of independent groups."""

from math import exp, log, sqrt

from survey.statistics.intervals import Estimate, Interval, Z


def ratio(k1: int, n1: int, k2: int, n2: int) -> Estimate | None:
    """(k1/n1) / (k2/n2) with its log interval; None where a group has nobody, or where both shares are 1.

    Katz, Baptista, Azen and Pike (1978), Biometrics 34, 469–474. With both shares at 1 the method knows no error,
    which would look like certainty. Raises ValueError where a count is no part of its group.
    """
    if not (0 <= k1 <= n1 and 0 <= k2 <= n2):
        raise ValueError(f"{k1} of {n1} and {k2} of {n2} are no shares")
    if 0 in (k1, k2) or (k1 == n1 and k2 == n2):
        return None
    return with_log_interval(k1 * n2 / (k2 * n1), 1 / k1 - 1 / n1 + 1 / k2 - 1 / n2)


def with_log_interval(value: float, variance: float) -> Estimate:
    """A ratio with the interval that is symmetric around its logarithm, which has this variance."""
    width = Z * sqrt(variance)
    return Estimate(value, Interval(exp(log(value) - width), exp(log(value) + width)), neutral=1.0)
