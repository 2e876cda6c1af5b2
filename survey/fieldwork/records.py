"""What the people who run a round know of its reports: how far each is and until when, never an answer."""

from dataclasses import dataclass
from datetime import datetime

from survey.answering.states import RECEIVED


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report, or a supplement, that takes answers now and was never signed.

    `state` is not_started, draft or with_lead; `closes_at` its effective end, None: without an end, to be said in
    `time_zone`; `last_activity` the last saving, None: nobody has begun.
    """

    id: int
    public_id: str
    is_supplement: bool
    state: str
    project_code: str
    project: str
    mission_id: int
    mission: str
    closes_at: datetime | None
    time_zone: str
    last_activity: datetime | None


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A report or a supplement of a round, whatever its state.

    `own_end` says that its end is not the round's: an extension, or a supplement's deadline. `returned` says that it
    was signed and waits to be signed again; then its round's end does not bind it.
    """

    id: int
    is_supplement: bool
    state: str
    returned: bool
    report_kind: str
    number: int
    project_code: str
    project: str
    mission: str
    country: str
    region: str
    closes_at: datetime | None
    own_end: bool
    last_activity: datetime | None

    @property
    def received(self) -> bool:
        return self.state in RECEIVED
