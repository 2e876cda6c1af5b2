"""Who writes next: one at a time, in the order in which they came."""

from collections import deque
from threading import Lock


class Turns:
    """A lock that is fair. SQLite's own is not: who waits for it looks again at times, and others come in between."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._taken = False

    def take(self, seconds: float) -> bool:
        """Waits for one's turn; False when it has not come within so many seconds."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine not in self._waiting:
                return True  # passed on in this very moment
            self._waiting.remove(mine)
            return False

    def pass_on(self) -> None:
        """Ends one's turn; whoever has waited longest is next."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
