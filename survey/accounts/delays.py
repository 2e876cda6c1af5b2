"""How long somebody who mistyped has to wait. A delay, never a lock-out: no colleague can lock another one out."""

from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS = 5, 50
LONGEST = 60


def seconds_to_wait(failures: list[datetime], *, free: int, now: datetime) -> int:
    """Seconds until the next try: none for the first `free` failures of the last 15 minutes, then 1, 2, 4 … 60."""
    recent = [at for at in failures if now - at < WINDOW]
    if len(recent) < free:
        return 0
    pause = min(2 ** min(len(recent) - free, 10), LONGEST)
    left = (max(recent) + timedelta(seconds=pause) - now).total_seconds()
    return max(0, int(left + 0.999))
