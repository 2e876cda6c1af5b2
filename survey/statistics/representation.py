"""Whether a group has among those reached the share that it has among those eligible."""

from survey.statistics.intervals import Estimate, Interval
from survey.statistics.shares import wilson


def representation_index(reached: int, reached_all: int, eligible: int, eligible_all: int) -> Estimate:
    """The group's share of the reached by its share of the eligible; 1 means the same share.

    The eligible are taken as counted in full, so the interval is Wilson's of the share of the reached, divided by the
    share of the eligible. Raises ValueError where nobody was reached, or the group has none of the eligible.
    """
    found = wilson(reached, reached_all)
    if not 0 < eligible <= eligible_all:
        raise ValueError(f"{eligible} of {eligible_all} is no share to measure by")
    expected = eligible / eligible_all
    limits = Interval(found.lower / expected, found.upper / expected)
    return Estimate(reached / reached_all / expected, limits, neutral=1.0)
