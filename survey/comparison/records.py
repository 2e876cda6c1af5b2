"""The seam: what comparison, assessment and downloads know of reports and answers; all after it is pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from survey.answering.states import RECEIVED


@dataclass(frozen=True, slots=True)
class SupplementRecord:
    """What a signed report was asked later. It is signed and received by itself, and is never due as a report."""

    id: int
    public_id: str
    state: str
    version_id: int
    version_number: int
    saved_at: datetime | None
    submitted_at: datetime | None
    closes_at: datetime | None = None

    @property
    def received(self) -> bool:
        return self.state in RECEIVED


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report that is due, received or not. `state` is not_started for a draft that nobody touched."""

    id: int
    public_id: str
    state: str
    fictitious: bool
    version_id: int
    version_number: int
    saved_at: datetime | None
    submitted_at: datetime | None
    report_kind: str
    number: int
    project_code: str
    project: str
    mission: str
    country: str
    region: str
    funding_usd: int
    service_areas: tuple[str, ...]
    round_code: str
    supplements: tuple[SupplementRecord, ...] = ()

    @property
    def received(self) -> bool:
        return self.state in RECEIVED

    @property
    def with_supplements(self) -> "tuple[ReportRecord | SupplementRecord, ...]":
        return (self, *self.supplements)

    @property
    def answers_count(self) -> bool:
        """Whether answers of it, or of a supplement of it, are counted."""
        return any(one.received for one in self.with_supplements)

    @property
    def last_activity(self) -> datetime | None:
        """When it or a supplement of it was last saved or submitted."""
        times = (time for one in self.with_supplements for time in (one.saved_at, one.submitted_at))
        return max((time for time in times if time), default=None)


class AnswerRecord(NamedTuple):
    """The answer of a received report, or of a received supplement, to a part. `value` is empty unless answered."""

    report_id: int
    part_code: str
    question_version: int
    status: str
    value: str
    language: str
    answered_at: datetime | None


#: some reports in the order of the round's list, and the answers of each and of each supplement, by its id
Batch = tuple[Sequence[ReportRecord], Mapping[int, Sequence[AnswerRecord]]]


@dataclass(frozen=True)
class Filters:
    """What a comparison is cut down to; an empty text means all.

    `completion` is what a received report says of its project's state; a report that is not received has none.
    """

    region: str = ""
    service_area: str = ""
    mission: str = ""
    report_kind: str = ""
    funding_band: str = ""
    completion: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, by name."""
        return {name: value for name, value in vars(self).items() if value}


Holder = ReportRecord | SupplementRecord
UNFILTERED = Filters()


def any_fictitious(reports: Iterable[ReportRecord]) -> bool:
    return any(report.fictitious for report in reports)
