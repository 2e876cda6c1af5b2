"""On which characteristics of persons data were gathered: the basic four, the additional four, and others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from survey.comparison.denominators import Bounds
from survey.comparison.patterns import (
    REASONS,
    Counted,
    ListedReport,
    base_of,
    chosen_options,
    words_of,
)
from survey.comparison.summary import PartSummary
from survey.questionnaire.structure import Choice, Part
from survey.web.wording import Sentence, sentence

#: the assessment of 2001 calls these four basic, and the next four additional
BASIC = ("sex", "age", "nationality", "family_status")
ADDITIONAL = ("education", "legal_status", "skills", "org_experience")
GROUP_NAMES: dict[str, Sentence] = {
    "basic": sentence("Basic four"),
    "additional": sentence("Additional four"),
    "other": sentence("Other"),
}
#: how much of a group of indicators a report names
EXTENTS: dict[str, Sentence] = {
    "all": sentence("All four"),
    "some": sentence("One to three"),
    "none": sentence("None"),
}
#: from none to all, so that the marks are told apart without colour
SHARES = "○◔◑◕●"


@dataclass(frozen=True)
class IndicatorGroup:
    code: str
    options: tuple[Choice, ...]

    @property
    def name(self) -> Sentence:
        return GROUP_NAMES[self.code]

    @property
    def is_four(self) -> bool:
        return self.code != "other"

    @property
    def columns(self) -> int:
        """How many columns it takes: its options, and whether all of them are named."""
        return len(self.options) + self.is_four

    def extent(self, options: Collection[str]) -> str:
        """How much of this group an answer with these options names: all, some or none."""
        named = sum(option.code in options for option in self.options)
        return "all" if named == len(self.options) else "some" if named else "none"


@dataclass(frozen=True)
class IndicatorFigures:
    """What reports say to the part: its summary, and how many of them name all, some or none of each group."""

    summary: PartSummary
    extents: Mapping[str, Mapping[str, int]]

    def bounds(self, group: str) -> Bounds | None:
        """Worst-case bounds, over all reports due, of the share that names all of the group."""
        base, k = self.summary.base, self.extents[group]["all"]
        if not base.due:
            return None
        return Bounds(k / base.due, (k + base.no_answer + base.declined + base.not_received) / base.due)


@dataclass(frozen=True)
class HeatLine:
    """A line of the heat map: a mission with its reports, or one report, whose `word` is what it says."""

    name: str
    figures: IndicatorFigures
    report: ListedReport | None = None

    @property
    def word(self) -> str:
        return self.report.words[0] if self.report else ""

    @property
    def reason(self) -> str:
        """Why a single report has no answer, empty where it has one."""
        return self.word if self.word in REASONS else ""


def indicator_groups(part: Part) -> list[IndicatorGroup]:
    """The groups that the part's options fall into, in their order; a group of which no option is asked is left out."""
    other = [option.code for option in part.options if option.code not in BASIC + ADDITIONAL]
    listed = {"basic": BASIC, "additional": ADDITIONAL, "other": other}
    found = [
        IndicatorGroup(code, tuple(option for option in part.options if option.code in codes))
        for code, codes in listed.items()
    ]
    return [group for group in found if group.options]


def indicator_figures(part: Part, words: Mapping[str, int]) -> IndicatorFigures:
    """The figures of reports that say these words, each so many times."""
    extents = {group.code: dict.fromkeys(EXTENTS, 0) for group in indicator_groups(part)}
    for group in indicator_groups(part):
        for word, number in words.items():
            if word not in REASONS:
                extents[group.code][group.extent(chosen_options(part, word))] += number
    return IndicatorFigures(PartSummary(part, base_of(part, words)), extents)


def mission_lines(part: Part, missions: Sequence[str], counted: Sequence[Counted]) -> list[HeatLine]:
    """A line for each of these missions; the groups of `counted` are missions."""
    by_mission: dict[str, list[Counted]] = {name: [] for name in missions}
    for one in counted:
        by_mission[one.group].append(one)
    return [HeatLine(name, indicator_figures(part, words_of(own))) for name, own in by_mission.items()]


def report_lines(part: Part, reports: Sequence[ListedReport]) -> list[HeatLine]:
    """A line for each of these reports."""
    return [HeatLine(one.project, indicator_figures(part, {one.words[0]: 1}), one) for one in reports]


def share_of(k: int, n: int) -> int:
    """How much k of n is, in steps: 0 none, 1 less than half, 2 half or more, 3 from three quarters on, 4 all."""
    if not k:
        return 0
    return 4 if k == n else 1 if 2 * k < n else 2 if 4 * k < 3 * n else 3


def words_to_extent(part: Part, group: IndicatorGroup, extent: str, counted: Sequence[Counted]) -> set[str]:
    """Of the words that were counted those of reports that name so much of the group."""
    words = {one.words[0] for one in counted} - REASONS
    return {word for word in words if group.extent(chosen_options(part, word)) == extent}
