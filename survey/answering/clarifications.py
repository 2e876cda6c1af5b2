"""What the working group asked about a returned report, as plain records, and which parts it opens for changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from survey.questionnaire.structure import Questionnaire

OPEN, ANSWERED, SETTLED = "open", "answered", "settled"
LONGEST_REASON, LONGEST_NOTE = 2_000, 5_000


@dataclass(frozen=True)
class Note:
    """What somebody wrote in a thread."""

    text: str
    author: str
    from_mission: bool
    at: datetime


@dataclass(frozen=True)
class Clarification:
    """A question about one part, or about the whole report (`part_code` None), with its thread."""

    id: int
    event_id: int
    part_code: str | None
    reason: str
    due_on: date
    author: str
    at: datetime
    settled_at: datetime | None
    notes: tuple[Note, ...] = ()

    @property
    def state(self) -> str:
        """Settled by the working group's next decision; until then it is the turn of whoever did not write last."""
        if self.settled_at:
            return SETTLED
        return ANSWERED if self.notes and self.notes[-1].from_mission else OPEN


@dataclass(frozen=True)
class StepTaken:
    """A change of a report's state, as its history tells it."""

    id: int
    name: str
    state: str
    at: datetime
    author: str


def unsettled(clarifications: Iterable[Clarification]) -> list[Clarification]:
    return [asked for asked in clarifications if asked.state != SETTLED]


def by_part(clarifications: Iterable[Clarification]) -> dict[str | None, list[Clarification]]:
    """The clarifications of each part in their order; those of the whole report under None."""
    found: dict[str | None, list[Clarification]] = {}
    for asked in clarifications:
        found.setdefault(asked.part_code, []).append(asked)
    return found


def opened_parts(questionnaire: Questionnaire, codes: Collection[str | None]) -> frozenset[str]:
    """The parts that may be changed when these were returned: they, and those that are shown or hidden by them.

    All, when the whole report (None) was returned.
    """
    if None in codes:
        return frozenset(part.code for part in questionnaire.parts)
    opened = {code for code in codes if code is not None}
    # a part hangs only on parts that stand before it
    for part in questionnaire.parts:
        if any(test.part in opened for test in part.when):
            opened.add(part.code)
    return frozenset(opened)
