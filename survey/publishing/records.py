"""Plain records of what a publication touches, as queries return them and pure modules take them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from survey.answering.states import DRAFT, RECEIVED, WITH_LEAD
from survey.web.wording import Sentence, sentence

OPEN, UPCOMING, CLOSED = "open", "upcoming", "closed"
PHASES: dict[str, Sentence] = {
    OPEN: sentence("Open now"),
    UPCOMING: sentence("Not open yet"),
    CLOSED: sentence("Closed"),
}
#: what a publication does to a report
MOVES, MOVES_WITH_LEAD, RETURNED, SUBMITTED, SUPPLEMENT = (
    "moves",
    "moves with lead",
    "returned",
    "submitted",
    "supplement",
)
FATES = (MOVES, MOVES_WITH_LEAD, RETURNED, SUBMITTED, SUPPLEMENT)
#: the states of a report that was never signed, in which it moves over
MOVING_STATES = (DRAFT, WITH_LEAD)


@dataclass(frozen=True)
class AskingRound:
    """A round that asks the questionnaire; `number` is the version that it asks now."""

    id: int
    code: str
    title: str
    number: int
    opens_at: datetime
    closes_at: datetime | None
    time_zone: str

    def phase(self, now: datetime) -> str:
        if now < self.opens_at:
            return UPCOMING
        return CLOSED if self.closes_at is not None and now >= self.closes_at else OPEN


@dataclass(frozen=True)
class ReportGroup:
    """How many reports of a round are in the same position; `mission` is empty where missions are not told apart."""

    round_id: int
    state: str
    signed: bool
    supplement: bool
    version_id: int
    number: int
    mission: str = ""

    @property
    def fate(self) -> str:
        """What a publication into its round does to these reports."""
        if self.supplement:
            return SUPPLEMENT
        if self.state in RECEIVED:
            return SUBMITTED
        if self.signed or self.state not in MOVING_STATES:
            return RETURNED
        return MOVES if self.state == DRAFT else MOVES_WITH_LEAD


def counted(groups: Iterable[ReportGroup]) -> dict[str, int]:
    """The number of reports for each fate, in the order of FATES."""
    numbers = dict.fromkeys(FATES, 0)
    for group in groups:
        numbers[group.fate] += group.number
    return numbers
