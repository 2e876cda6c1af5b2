"""How long somebody who mistyped has to wait. A delay, never a lock-out: no colleague can lock another one out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """How many failures within `window` cost nothing, and the `longest` wait, in seconds, after those beyond."""

    free: int
    window: timedelta = WINDOW
    longest: int = 60


ACCOUNT, ADDRESS = Limit(free=5), Limit(free=50)
# six digits are few, and only who has the password gets as far as the codes
CODE = Limit(free=5, window=4 * WINDOW, longest=15 * 60)


def seconds_to_wait(failures: list[datetime], limit: Limit, *, now: datetime) -> int:
    """Seconds until the next try: none for the first failures, which are free, then 1, 2, 4 … up to the longest."""
    recent = [at for at in failures if now - at < limit.window]
    if len(recent) < limit.free:
        return 0
    pause = min(2 ** min(len(recent) - limit.free, 10), limit.longest)
    left = (max(recent) + timedelta(seconds=pause) - now).total_seconds()
    return max(0, int(left + 0.999))
