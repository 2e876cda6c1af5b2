"""What a signed report says of persons by sex and age: typed counts, their reading, and whether its verdict fits."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.answering.statuses import ANSWERED
from survey.questionnaire.kinds.tables import Cells, cells_of
from survey.statistics.differences import difference
from survey.statistics.intervals import NO_CLEAR, OVER, UNDER
from survey.statistics.ratios import ratio
from survey.statistics.representation import representation_index

REACH, OUTCOMES = "Q10_ACCESS.reach", "Q9_IMPACTDIFF.outcomes"
#: the columns of the tables, and how a count of each is called here
GROUPS = {
    "women": "women",
    "men": "men",
    "girls": "girls",
    "boys": "boys",
    "sex_not_recorded": "unrecorded",
}
#: readings by the interval, and every reason why there is none
COMPARED = (UNDER, OVER, NO_CLEAR)
NO_ANSWER, NO_WHOLE, NO_PART = "no_answer", "no_whole", "no_part"
SINGLE_SEX, NOBODY, NOBODY_REACHED, ABOVE = "single_sex", "nobody", "nobody_reached", "above"
READINGS = (*COMPARED, NO_ANSWER, NO_WHOLE, NO_PART, SINGLE_SEX, NOBODY, NOBODY_REACHED, ABOVE)


@dataclass(frozen=True)
class CountedTable:
    """A table of counts whose second row is a part of its first, and the verdict that speaks of the same."""

    whole: str
    part: str
    verdict: str


TABLES = {
    REACH: CountedTable("eligible", "reached", "Q10_ACCESS.equal"),
    OUTCOMES: CountedTable("assessed", "with_good_outcome", "Q9_IMPACTDIFF.different"),
}


@dataclass(frozen=True)
class Persons:
    """Counts of persons of one table: `_all` of those eligible or assessed, the others of those among them who were
    reached or did well. None: not recorded.
    """

    women_all: int | None = None
    women: int | None = None
    men_all: int | None = None
    men: int | None = None
    girls_all: int | None = None
    girls: int | None = None
    boys_all: int | None = None
    boys: int | None = None
    unrecorded_all: int | None = None
    unrecorded: int | None = None

    @property
    def is_single_sex(self) -> bool:
        """Whether those eligible, as far as they are recorded, are of one sex: men or women were counted, as 0."""
        of_women = (self.women_all or 0) + (self.girls_all or 0)
        of_men = (self.men_all or 0) + (self.boys_all or 0)
        return (self.men_all == 0 and of_men == 0 < of_women) or (
            self.women_all == 0 and of_women == 0 < of_men
        )

    @property
    def adults(self) -> tuple[int | None, int | None, int | None, int | None]:
        """Women reached and eligible, men reached and eligible."""
        return self.women, self.women_all, self.men, self.men_all

    @property
    def children(self) -> tuple[int | None, int | None, int | None, int | None]:
        """Girls reached and eligible, boys reached and eligible."""
        return self.girls, self.girls_all, self.boys, self.boys_all


def persons_of(table: CountedTable, cells: Cells) -> Persons:
    counts = {}
    for column, name in GROUPS.items():
        counts[f"{name}_all"] = cells.get((table.whole, column))
        counts[name] = cells.get((table.part, column))
    return Persons(**counts)


def reading_of(part_code: str, persons: Persons) -> str:
    """How women stand to men by the interval, or why nothing is said: one of READINGS.

    Access goes by the representation index, outcomes by the difference of the shares.
    """
    if persons.is_single_sex:
        return SINGLE_SEX
    return reading_of_pair(part_code, *persons.adults)


def reading_of_pair(part_code: str, k1: int | None, n1: int | None, k2: int | None, n2: int | None) -> str:
    """The same for two groups, k1 of n1 and k2 of n2."""
    if n1 is None or n2 is None:
        return NO_WHOLE
    if k1 is None or k2 is None:
        return NO_PART
    if not n1 or not n2:
        return NOBODY
    if k1 > n1 or k2 > n2:
        return ABOVE
    if part_code == OUTCOMES:
        return difference(k1, n1, k2, n2).reading
    return representation_index(k1, k1 + k2, n1, n1 + n2).reading if k1 + k2 else NOBODY_REACHED


def verdict_disagrees(part_code: str, verdict: str, persons: Persons, reading: str) -> bool:
    """Whether a mission's yes or no about women and men says what its own counts do not.

    Access called equal disagrees with a clear difference of the index, or of the ratio of the rates, by which the
    mission was warned while it wrote.
    """
    if reading not in COMPARED or verdict not in ("yes", "no"):
        return False
    is_clear = reading != NO_CLEAR
    if part_code == OUTCOMES:
        return is_clear != (verdict == "yes")
    is_clear = is_clear or rates_differ(*persons.adults)
    return is_clear == (verdict == "yes")


def rates_differ(k1: int | None, n1: int | None, k2: int | None, n2: int | None) -> bool:
    """Whether the interval of the ratio of two rates excludes 1; False wherever nothing can be said."""
    if None in (k1, n1, k2, n2) or k1 > n1 or k2 > n2:  # type: ignore[operator]
        return False
    found = ratio(k1, n1, k2, n2)  # type: ignore[arg-type]
    return found is not None and found.reading != NO_CLEAR


@dataclass(frozen=True)
class SignedCounts:
    """What is kept of one table of a signed report. `verdict` is empty unless it was given."""

    part_code: str
    persons: Persons
    reading: str
    verdict: str
    disagrees: bool


def signed_counts(answers: Mapping[str, tuple[str, str]]) -> list[SignedCounts]:
    """What is kept of a report, from the status and the value of each part of its own."""
    found = []
    for code, table in TABLES.items():
        if code not in answers:
            continue
        status, value = answers[code]
        persons = persons_of(table, cells_of(value)) if status == ANSWERED else Persons()
        reading = reading_of(code, persons) if status == ANSWERED else NO_ANSWER
        status, value = answers.get(table.verdict, ("", ""))
        verdict = value if status == ANSWERED else ""
        disagrees = verdict_disagrees(code, verdict, persons, reading)
        found.append(SignedCounts(code, persons, reading, verdict, disagrees))
    return found
