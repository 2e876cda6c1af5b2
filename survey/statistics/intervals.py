"""What every figure of these methods is: a value with its 95 per cent interval."""

from dataclasses import dataclass

#: the standard normal quantile of all two-sided 95 per cent intervals
Z = 1.959964
UNDER, OVER, NO_CLEAR = "under", "over", "no_clear"


@dataclass(frozen=True)
class Interval:
    lower: float
    upper: float


@dataclass(frozen=True)
class Estimate:
    """A difference, a ratio or an index. `neutral` is the value at which two groups fare the same."""

    value: float
    interval: Interval
    neutral: float = 0.0

    @property
    def reading(self) -> str:
        """under, over, or no_clear where the interval holds the neutral value. Never "equal"."""
        if self.interval.upper < self.neutral:
            return UNDER
        return OVER if self.interval.lower > self.neutral else NO_CLEAR
