"""What can become of a message with reminders between being due and being in somebody's hands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from survey.messages.failures import INTERRUPTED, SENTENCES, Failure
from survey.web.wording import Sentence, sentence

WAITING, SENDING, SENT, FAILED, HANDED_OVER = STATES = ("waiting", "sending", "sent", "failed", "handed_over")
STATE_NAMES: dict[str, Sentence] = {
    WAITING: sentence("Waits to be sent or handed over"),
    SENDING: sentence("Is being sent"),
    SENT: sentence("Sent"),
    FAILED: sentence("Not delivered"),
    HANDED_OVER: sentence("Handed over"),
}
#: a message that the mail server does not take is tried again by later runs, so often in all
MOST_TRIES = 3
#: who has been sending for so long was stopped: nobody knows whether the message went out
LONGEST_SENDING = timedelta(hours=1)


@dataclass(frozen=True)
class Result:
    """What came of trying to send a message."""

    message_id: int
    person: str
    reports: int
    failure: Failure | None


@dataclass
class Run:
    """What a run did, as it goes on: results, and the fault of the mail server that ended it early."""

    results: list[Result]
    stopped_by: Failure | None = None

    @property
    def sent(self) -> list[Result]:
        return [result for result in self.results if result.failure is None]

    @property
    def failed(self) -> list[Result]:
        return [result for result in self.results if result.failure is not None]


@dataclass(frozen=True)
class Posted:
    """A message as administrators see it."""

    id: int
    name: str
    email: str
    state: str
    made_at: datetime
    tries: int
    tried_at: datetime | None
    failure: str
    reply: int
    done_at: datetime | None
    reasons: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def at(self) -> datetime:
        return self.done_at or self.tried_at or self.made_at

    def shown_state(self, now: datetime) -> str:
        return FAILED if self.is_interrupted(now) else self.state

    def is_interrupted(self, now: datetime) -> bool:
        return self.state == SENDING and self.tried_at is not None and self.tried_at < now - LONGEST_SENDING

    def fault(self, now: datetime) -> Sentence | None:
        """Why it is not delivered, where it is not."""
        if self.is_interrupted(now):
            return SENTENCES[INTERRUPTED]
        return SENTENCES.get(self.failure) if self.state in (FAILED, WAITING) else None

    @property
    def is_given_up(self) -> bool:
        return self.state == FAILED and self.tries >= MOST_TRIES
