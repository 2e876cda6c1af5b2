"""Whether something turned out differently for two groups."""

from survey.statistics.differences import difference
from survey.statistics.intervals import Estimate
from survey.statistics.ratios import ratio


def risk_difference(k1: int, n1: int, k2: int, n2: int) -> Estimate:
    """The difference of two risks, the figure to be read first: Newcombe's interval, as in `difference`."""
    return difference(k1, n1, k2, n2)


def risk_ratio(k1: int, n1: int, k2: int, n2: int) -> Estimate | None:
    """The ratio of two risks, the figure to be read second; None if a cell of the table is 0."""
    return None if 0 in (k1, n1 - k1, k2, n2 - k2) else ratio(k1, n1, k2, n2)
