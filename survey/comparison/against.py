"""One part over rounds: where each round stands, and what became of the projects that reported in both."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.answering.statuses import ANSWERED, NOT_ASKED, NOT_REACHED, STATUSES
from survey.comparison.denominators import VALID_VERDICTS, Denominators, denominators
from survey.comparison.meanings import Meanings
from survey.comparison.summary import PartSummary
from survey.questionnaire.structure import Part, Questionnaire

Versions = Mapping[int, Questionnaire]


@dataclass(frozen=True, slots=True)
class Word:
    """What a report says to a part: the version that asks it, or its own; `value` is empty unless answered."""

    version_id: int
    status: str
    value: str

    @property
    def outcome(self) -> str:
        """The answer, or why there is none."""
        return self.value if self.status == ANSWERED else self.status


@dataclass(frozen=True, slots=True)
class Said:
    """How many reports that are due in a round say this; `fictitious` if any of them is."""

    round_id: int
    word: Word
    reports: int
    fictitious: bool


@dataclass(frozen=True, slots=True)
class SaidTwice:
    """How many projects that both rounds ask say this in the earlier and that in the later one."""

    before: Word
    after: Word
    projects: int


@dataclass(frozen=True, slots=True)
class ChangedProject:
    """A project with its received reports of both rounds, by their public ids."""

    project: str
    mission: str
    before: str
    after: str
    fictitious: bool


@dataclass(frozen=True)
class Level:
    """What the reports of a round say that understood the part in one way, with all that it is counted from.

    `since` is the version that gave the part this meaning; `numbers` are the versions that these reports answer;
    `is_asked` says whether any of them asks the part.
    """

    round_id: int
    since: int
    numbers: tuple[int, ...]
    summary: PartSummary
    is_asked: bool
    fictitious: bool

    @property
    def base(self) -> Denominators:
        return self.summary.base

    @property
    def shares(self) -> tuple[float, ...]:
        """The shares of yes, partly and no in the valid answers; none without a valid answer."""
        base = self.base
        return tuple(base.k(code) / base.valid for code in VALID_VERDICTS) if base.valid else ()


def levels(
    said: Iterable[Said], part: Part, versions: Versions, meanings: Meanings, round_ids: Sequence[int]
) -> list[Level]:
    """For each round its reports due, apart where they understood the part in different ways.

    In the order of `round_ids`, and within a round from the oldest meaning on. A round without reports has none.
    """
    groups: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for one in said:
        groups[one.round_id, meanings.since(versions[one.word.version_id], part.code)].append(one)
    order = sorted(groups, key=lambda group: (list(round_ids).index(group[0]), group[1]))
    return [_level(*group, groups[group], part, versions) for group in order]


def _level(round_id: int, since: int, said: Sequence[Said], part: Part, versions: Versions) -> Level:
    statuses: Counter[str] = Counter()
    options: Counter[str] = Counter()
    for one in said:
        statuses[one.word.status] += one.reports
        if one.word.status == ANSWERED:
            options[one.word.value] += one.reports
    received = statuses.total() - statuses[NOT_REACHED]
    base = denominators(
        part,
        due=statuses.total(),
        received=received,
        asking=received - statuses[NOT_ASKED],
        statuses=statuses,
        options=options,
    )
    answered = {one.word.version_id: versions[one.word.version_id] for one in said}.values()
    return Level(
        round_id=round_id,
        since=since,
        numbers=tuple(sorted({version.number for version in answered})),
        summary=PartSummary(part, base),
        is_asked=any(part.code in version.covered for version in answered),
        fictitious=any(one.fictitious for one in said),
    )


def broken(before: Level | None, after: Level) -> bool:
    """Whether no line may lead from one level to the next, because the part means something else."""
    return before is not None and before.since != after.since


@dataclass(frozen=True)
class Change:
    """What became of the verdicts of the projects that both rounds ask.

    `cells` holds, for those received in both whose meaning is the same, how many went from which outcome to which.
    """

    part: Part
    common: int
    received: int
    other_meaning: int
    cells: Mapping[tuple[str, str], int]

    @property
    def compared(self) -> int:
        return self.received - self.other_meaning

    @property
    def outcomes(self) -> list[str]:
        """The heads of lines and columns: all answers, and the reasons for none that occur."""
        found = {outcome for cell, projects in self.cells.items() if projects for outcome in cell}
        options = [option.code for option in self.part.options]
        return options + [code for code in STATUSES if code in found and code not in options]

    def k(self, before: str, after: str) -> int:
        return self.cells.get((before, after), 0)

    def from_(self, before: str) -> int:
        return sum(self.k(before, after) for after in self.outcomes)

    def to(self, after: str) -> int:
        return sum(self.k(before, after) for before in self.outcomes)

    @property
    def valid(self) -> int:
        """The projects with a yes, partly or no in both rounds."""
        return sum(self.k(before, after) for before in VALID_VERDICTS for after in VALID_VERDICTS)

    @property
    def same(self) -> int:
        """Those of them that say the same in both."""
        return sum(self.k(code, code) for code in VALID_VERDICTS)


def change(said: Iterable[SaidTwice], part: Part, versions: Versions, meanings: Meanings) -> Change:
    """The change from one round to the next, of what projects say that both rounds ask."""
    common = received = other_meaning = 0
    cells: Counter[tuple[str, str]] = Counter()
    for one in said:
        common += one.projects
        if NOT_REACHED in (one.before.status, one.after.status):
            continue
        received += one.projects
        if is_comparable(one, part, versions, meanings):
            cells[one.before.outcome, one.after.outcome] += one.projects
        else:
            other_meaning += one.projects
    return Change(part, common, received, other_meaning, dict(cells))


def gone_from_to(
    said: Iterable[SaidTwice], before: str, after: str, part: Part, versions: Versions, meanings: Meanings
) -> list[SaidTwice]:
    """What is behind a cell of the change: all that is said which counts as this outcome first and as that one then."""
    return [
        one
        for one in said
        if (one.before.outcome, one.after.outcome) == (before, after)
        and NOT_REACHED not in (before, after)
        and is_comparable(one, part, versions, meanings)
    ]


def is_comparable(one: SaidTwice, part: Part, versions: Versions, meanings: Meanings) -> bool:
    """Whether the part means the same on both sides; where one side was never asked, nothing can differ."""
    if NOT_ASKED in (one.before.status, one.after.status):
        return True
    before, after = (meanings.since(versions[word.version_id], part.code) for word in (one.before, one.after))
    return before == after
