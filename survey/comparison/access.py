"""Equal access and different impact: what the counts of one project say of women and men, girls and boys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from survey.answering.persons import (
    ABOVE,
    COMPARED,
    NO_ANSWER,
    NO_PART,
    NO_WHOLE,
    NOBODY,
    NOBODY_REACHED,
    OUTCOMES,
    REACH,
    SINGLE_SEX,
    Persons,
    reading_of_pair,
)
from survey.statistics.differences import difference
from survey.statistics.fisher import fisher
from survey.statistics.impact import risk_difference, risk_ratio
from survey.statistics.intervals import NO_CLEAR, OVER, UNDER, Estimate
from survey.statistics.ratios import ratio
from survey.statistics.representation import representation_index
from survey.web.wording import Sentence, sentence

ADULTS, CHILDREN = "adults", "children"
#: what a reading is called, by table and pair
READING_NAMES: dict[str, dict[str, Sentence]] = {
    ADULTS: {
        UNDER: sentence("women under-represented"),
        OVER: sentence("women over-represented"),
        NO_CLEAR: sentence("no clear difference"),
    },
    CHILDREN: {
        UNDER: sentence("girls under-represented"),
        OVER: sentence("girls over-represented"),
        NO_CLEAR: sentence("no clear difference"),
    },
}
REASONS: dict[str, dict[str, Sentence]] = {
    REACH: {
        NO_ANSWER: sentence("not computed, because the table of persons was left without an answer"),
        NO_WHOLE: sentence("not computed: no eligible figures"),
        NO_PART: sentence("not computed, because the persons reached were not counted by sex"),
        SINGLE_SEX: sentence("not computed, because the project is for one sex"),
        NOBODY: sentence("not computed, because nobody of one sex was eligible"),
        NOBODY_REACHED: sentence("not computed, because nobody was reached"),
        ABOVE: sentence("not computed, because more persons were reached than were eligible"),
    },
    OUTCOMES: {
        NO_ANSWER: sentence("not computed, because the table of persons was left without an answer"),
        NO_WHOLE: sentence("not computed, because the persons assessed were not counted by sex"),
        NO_PART: sentence("not computed, because the good outcomes were not counted by sex"),
        SINGLE_SEX: sentence("not computed, because persons of one sex only were assessed"),
        NOBODY: sentence("not computed, because nobody of one sex was assessed"),
        ABOVE: sentence("not computed, because more persons had a good outcome than were assessed"),
    },
}
DISAGREEMENTS: dict[tuple[str, str], Sentence] = {
    (REACH, "yes"): sentence("The mission says that access was equal; its counts differ clearly."),
    (REACH, "no"): sentence(
        "The mission says that access was not equal; its counts show no clear difference."
    ),
    (OUTCOMES, "yes"): sentence(
        "The mission says that the impact was different; its counts show no clear difference."
    ),
    (OUTCOMES, "no"): sentence(
        "The mission says that the impact was not different; its counts differ clearly."
    ),
}
FINDINGS: dict[str, Sentence] = {
    UNDER: sentence(
        "women were under-represented among those reached in %(where)s (index %(index)s, interval %(lower)s to "
        "%(upper)s; women %(women)s of %(women_all)s eligible, men %(men)s of %(men_all)s)"
    ),
    OVER: sentence(
        "women were over-represented among those reached in %(where)s (index %(index)s, interval %(lower)s to "
        "%(upper)s; women %(women)s of %(women_all)s eligible, men %(men)s of %(men_all)s)"
    ),
    NO_CLEAR: sentence(
        "there was no clear difference between women and men among those reached in %(where)s (index %(index)s, "
        "interval %(lower)s to %(upper)s; women %(women)s of %(women_all)s eligible, men %(men)s of %(men_all)s)"
    ),
}


@dataclass(frozen=True)
class Pair:
    """Two groups of one table side by side: `first` of `first_all` women or girls, `second` of `second_all` men or
    boys.

    `figures` holds what could be computed, by name, in the order in which it is to be read: for access index, ratio
    and difference, for outcomes difference and ratio. `p` is Fisher's, only where an expected count is below 5.
    """

    groups: str
    part_code: str
    first: int | None
    first_all: int | None
    second: int | None
    second_all: int | None
    reading: str
    figures: Mapping[str, Estimate] = field(default_factory=dict)
    p: float | None = None

    @property
    def words(self) -> Sentence:
        """The reading in words, or why there is none."""
        return READING_NAMES[self.groups].get(self.reading) or REASONS[self.part_code][self.reading]

    @property
    def is_compared(self) -> bool:
        return self.reading in COMPARED


def pairs(part_code: str, persons: Persons, reading: str) -> list[Pair]:
    """Women and men, and then girls and boys where any of them were counted; `reading` is that of the report."""
    found = [pair(ADULTS, part_code, *persons.adults, reading=reading)]
    if any(persons.children):
        found.append(pair(CHILDREN, part_code, *persons.children))
    return found


def pair(
    groups: str,
    part_code: str,
    k1: int | None,
    n1: int | None,
    k2: int | None,
    n2: int | None,
    *,
    reading: str = "",
) -> Pair:
    """k1 of n1 women or girls beside k2 of n2 men or boys, with every figure that these counts allow."""
    reading = reading or reading_of_pair(part_code, k1, n1, k2, n2)
    if reading not in COMPARED or k1 is None or n1 is None or k2 is None or n2 is None:
        return Pair(groups, part_code, k1, n1, k2, n2, reading)
    figures: dict[str, Estimate | None]
    if part_code == OUTCOMES:
        figures = {"difference": risk_difference(k1, n1, k2, n2), "ratio": risk_ratio(k1, n1, k2, n2)}
    else:
        figures = {
            "index": representation_index(k1, k1 + k2, n1, n1 + n2),
            "ratio": ratio(k1, n1, k2, n2),
            "difference": difference(k1, n1, k2, n2),
        }
    known = {name: figure for name, figure in figures.items() if figure is not None}
    return Pair(groups, part_code, k1, n1, k2, n2, reading, known, fisher(k1, n1, k2, n2))


@dataclass(frozen=True)
class TableRow:
    """What a received report says in one table of persons."""

    part_code: str
    persons: Persons
    reading: str
    verdict: str
    disagrees: bool

    @cached_property
    def pairs(self) -> list[Pair]:
        return pairs(self.part_code, self.persons, self.reading)

    @property
    def disagreement(self) -> Sentence | None:
        return DISAGREEMENTS[self.part_code, self.verdict] if self.disagrees else None


@dataclass(frozen=True)
class ProjectRow:
    """A project on the page: whose it is, the report that its figures come from, and its tables by part code."""

    public_id: str
    mission: str
    project: str
    fictitious: bool
    tables: Mapping[str, TableRow]


#: what the list of projects can be cut down to: the table that decides, and the readings that it keeps
NOT_COMPUTED = (NO_ANSWER, NO_WHOLE, NO_PART, NOBODY, NOBODY_REACHED, ABOVE)
ALL = "all"
SHOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "": (REACH, (*COMPARED, *NOT_COMPUTED)),
    ALL: (REACH, ()),
    "under": (REACH, (UNDER,)),
    "over": (REACH, (OVER,)),
    "no_clear": (REACH, (NO_CLEAR,)),
    "single_sex": (REACH, (SINGLE_SEX,)),
    "not_computed": (REACH, NOT_COMPUTED),
    "access_disagrees": (REACH, ()),
    "outcomes_disagree": (OUTCOMES, ()),
}
SHOWN_NAMES: dict[str, Sentence] = {
    "": sentence("All but projects for one sex"),
    "under": sentence("Women under-represented"),
    "over": sentence("Women over-represented"),
    "no_clear": sentence("No clear difference"),
    "single_sex": sentence("Projects for one sex"),
    "not_computed": sentence("Not computed"),
    "access_disagrees": sentence("Verdict and counts of access disagree"),
    "outcomes_disagree": sentence("Verdict and counts of outcomes disagree"),
}
DISAGREEING = ("access_disagrees", "outcomes_disagree")


@dataclass(frozen=True)
class ReadingCount:
    """How many received reports read alike in one table."""

    part_code: str
    reading: str
    disagrees: bool
    fictitious: bool
    reports: int


def shown_counts(counts: list[ReadingCount]) -> dict[str, int]:
    """How many projects each choice of SHOWN leaves."""
    found = {}
    for name, (part_code, readings) in SHOWN.items():
        found[name] = sum(
            one.reports
            for one in counts
            if one.part_code == part_code
            and (not readings or one.reading in readings)
            and (one.disagrees or name not in DISAGREEING)
        )
    return found
