"""The summary of a round from figures that are kept, without a single answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.answering.statuses import ANSWERED, DECLINED, NO_ANSWER, NOT_SHOWN
from survey.answering.tallied import ASKED, LONE, WAITING
from survey.comparison.combined import combined
from survey.comparison.denominators import denominators
from survey.comparison.summary import PartSummary
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part, Questionnaire


@dataclass(frozen=True)
class Counted:
    """How many reports are due and received, and for each part how many stand under each of its keys.

    `fictitious` says whether invented reports are among those due. See `survey.answering.tallied` for the keys.
    """

    due: int
    received: int
    fictitious: bool
    parts: Mapping[str, Mapping[str, int]]

    @property
    def none_received(self) -> bool:
        """Whether there is nothing to count, of a supplement neither."""
        return not self.received and not any(values.get(LONE) for values in self.parts.values())


NOTHING = Counted(0, 0, False, {})


def summed(counted: Counted, versions: Mapping[int, Questionnaire]) -> dict[str, PartSummary]:
    """Every part of these versions, by its code, with its denominators."""
    return {part.code: summary_of(part, counted) for part in combined(list(versions.values())).parts}


def summary_of(part: Part, counted: Counted) -> PartSummary:
    """A part with its denominators."""
    values = counted.parts.get(part.code, {})
    base = denominators(
        part,
        due=counted.due,
        received=counted.received - values.get(WAITING, 0) + values.get(LONE, 0),
        asking=sum(values.get(status, 0) for status in ASKED),
        statuses={status: values.get(status, 0) for status in (ANSWERED, NO_ANSWER, DECLINED, NOT_SHOWN)},
        options={
            value.removeprefix("="): number
            for value, number in sorted(values.items())
            if value.startswith("=") and number
        }
        if kind_of(part).coded
        else {},
    )
    return PartSummary(part, base)
