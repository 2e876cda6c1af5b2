"""Plain records of reports and answers, as queries return them and pure modules take them."""

from dataclasses import dataclass
from datetime import datetime

from survey.answering.states import RECEIVED, may_write, shown_state


@dataclass(frozen=True)
class ReportHead:
    """A report with all that its pages say above the answers."""

    id: int
    public_id: str
    state: str
    fictitious: bool
    version_id: int
    version_number: int
    saved_at: datetime | None
    submitted_at: datetime | None
    signed_name: str
    signed_function: str
    report_kind: str
    project_code: str
    project_title: str
    mission: str
    round_code: str
    round_title: str
    closes_at: datetime | None
    time_zone: str
    opens_at: datetime
    extension_reason: str | None
    #: the public id of the report that this is a supplement of
    supplements: str | None = None

    @property
    def shown_state(self) -> str:
        return shown_state(self.state, self.saved_at)

    @property
    def was_signed(self) -> bool:
        """Whether it was signed at least once, whatever has become of it since."""
        return self.submitted_at is not None

    @property
    def is_returned(self) -> bool:
        """Whether the working group waits for it to be signed again, also while the lead has it."""
        return self.was_signed and self.state not in RECEIVED

    def is_ahead(self, now: datetime) -> bool:
        """Whether its round is still to open."""
        return now < self.opens_at and not self.is_returned

    def is_open(self, now: datetime) -> bool:
        """Whether it takes answers and signatures: from its round's opening until its own end, or else its round's.

        A report that came in time and was returned stays open: the working group itself asked for more.
        """
        in_time = self.closes_at is None or now < self.closes_at
        return self.is_returned or (self.opens_at <= now and in_time)

    def may_be_written(self, role: str, now: datetime) -> bool:
        """Whether somebody with this role may change its answers now."""
        return may_write(self.state, role) and self.is_open(now)


@dataclass(frozen=True)
class SavedAnswer:
    """The current answer to a part; `version` 0 means that nothing was ever saved."""

    part_code: str
    version: int = 0
    status: str = "no_answer"
    value: str = ""
    language: str = ""
    person_id: int | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Authored:
    """A text with its author and its time, for showing two side by side."""

    value: str
    declined: bool
    author: str
    at: datetime | None


@dataclass(frozen=True)
class LastSaving:
    """The saving that a part's current answer comes from; `author` is empty for the sample's."""

    version: int
    author: str
    at: datetime
