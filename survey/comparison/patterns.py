"""Patterns across reports: two verdicts crossed, what data were gathered, which constraints were named.

All of it is counted from words: what a report that is due says to a part, as the stored value of its answer or, where
there is none, as its status.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from survey.answering.states import RECEIVED
from survey.answering.statuses import (
    ANSWERED,
    DECLINED,
    NO_ANSWER,
    NOT_ASKED,
    NOT_REACHED,
    NOT_SHOWN,
    STATUSES,
)
from survey.comparison.denominators import Denominators, denominators
from survey.comparison.summary import PartSummary
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part

#: why a part has no answer; every other word is the value of one
REASONS = frozenset(STATUSES) - {ANSWERED}
#: the reasons that leave open what a report would say
OPEN_REASONS = (NO_ANSWER, DECLINED, NOT_REACHED)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many reports due in a group, such as a region, say these words to some parts."""

    group: str
    words: tuple[str, ...]
    reports: int
    fictitious: bool = False


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report in a list behind a figure, with its words to some parts."""

    public_id: str
    state: str
    fictitious: bool
    submitted_at: datetime | None
    project: str
    mission: str
    words: tuple[str, ...]

    @property
    def received(self) -> bool:
        return self.state in RECEIVED


@dataclass(frozen=True, slots=True)
class RecordedProject:
    """A project with the constraints that the institution's own list names: kinds by code, and its reason in words."""

    code: str
    project: str
    mission: str
    region: str
    kinds: tuple[str, ...]
    reason: str


def chosen_options(part: Part, word: str) -> tuple[str, ...]:
    """The options that an answer chose; none where the word is a reason."""
    return () if word in REASONS else kind_of(part).counted(part, word)


def base_of(part: Part, words: Mapping[str, int]) -> Denominators:
    """The denominators of a part, from the number of reports that say each word to it."""
    due, not_received, not_asked = sum(words.values()), words.get(NOT_REACHED, 0), words.get(NOT_ASKED, 0)
    reasons = {reason: words.get(reason, 0) for reason in (DECLINED, NOT_SHOWN)}
    options: Counter[str] = Counter()
    for word, number in words.items():
        for option in chosen_options(part, word):
            options[option] += number
    answered = sum(number for word, number in words.items() if word not in REASONS)
    return denominators(
        part,
        due=due,
        received=due - not_received,
        asking=due - not_received - not_asked,
        statuses={ANSWERED: answered, **reasons},
        options=options,
    )


def words_of(counted: Iterable[Counted], place: int = 0) -> Counter[str]:
    """How many reports say each word to the part at this place."""
    found: Counter[str] = Counter()
    for one in counted:
        found[one.words[place]] += one.reports
    return found


def summary_of(part: Part, counted: Iterable[Counted], place: int = 0) -> PartSummary:
    """The part at this place with the figures behind it."""
    return PartSummary(part, base_of(part, words_of(counted, place)))


def summaries_by_group(part: Part, counted: Sequence[Counted], place: int = 0) -> dict[str, PartSummary]:
    """The same for each group by itself, by its name."""
    groups: dict[str, list[Counted]] = {}
    for one in counted:
        groups.setdefault(one.group, []).append(one)
    return {name: summary_of(part, groups[name], place) for name in sorted(groups)}


def reports_of(counted: Iterable[Counted]) -> int:
    return sum(one.reports for one in counted)


def saying(counted: Iterable[Counted], wanted: Sequence[Collection[str] | None]) -> list[Counted]:
    """Those whose word to each part is one of the wanted ones; None takes every word."""
    return [
        one
        for one in counted
        if all(some is None or word in some for word, some in zip(one.words, wanted, strict=True))
    ]
