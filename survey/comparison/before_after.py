"""What a project's survey before and after an activity shows, checked from its counts, in one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.questionnaire.kinds.tables import Cells
from survey.statistics.before_after import other_persons
from survey.statistics.differences import difference
from survey.statistics.intervals import NO_CLEAR, OVER, UNDER, Estimate
from survey.web.wording import Sentence, sentence

COUNTS, DESIGN = "S_PRE_POST.counts", "S_PRE_POST.design"
INDEPENDENT, PAIRED = "independent", "paired"
NEEDED = (("surveyed", "before"), ("aware", "before"), ("surveyed", "after"), ("aware", "after"))

NO_COUNTS = sentence(
    "Cannot be checked: the report gives no counts of persons surveyed and aware, before and after. What it says of a "
    "change rests on its own word."
)
SOME_COUNTS = sentence(
    "Cannot be checked: of the persons surveyed and aware, before and after, some counts were not recorded."
)
NOBODY = sentence("Cannot be checked: nobody was surveyed before, or nobody after.")
TOO_MANY = sentence("Cannot be checked: more persons were aware than were surveyed.")
DESIGNS: Mapping[str, Sentence] = {
    INDEPENDENT: sentence(
        "Other persons were surveyed after than before: %(k1)s of %(n1)s were aware before and %(k2)s of %(n2)s after"
    ),
    PAIRED: sentence(
        "The same persons were surveyed twice: %(k1)s of %(n1)s were aware before and %(k2)s of %(n2)s after"
    ),
    "": sentence("%(k1)s of %(n1)s were aware before and %(k2)s of %(n2)s after"),
}
READINGS: Mapping[str, Sentence] = {
    OVER: sentence("clearly more were aware after than before"),
    UNDER: sentence("clearly fewer were aware after than before"),
    NO_CLEAR: sentence("no clear difference"),
}
UNTESTED: Mapping[str, Sentence] = {
    PAIRED: sentence(
        "whether that is more than chance cannot be checked: for the same persons it takes the numbers of those who "
        "became aware and of those who no longer were (McNemar’s test), which the report does not give"
    ),
    "": sentence(
        "whether that is more than chance cannot be checked: the report does not say whether the same persons were "
        "surveyed"
    ),
    INDEPENDENT: sentence("there is nothing to test, because everybody or nobody was aware both times"),
}


@dataclass(frozen=True)
class Checked:
    """The counts of one survey, `before` and `after` as aware of surveyed.

    `difference` is after minus before, None where nothing can be said, which `reason` says. Its interval, and the test
    with it, hold for other persons only; `p` and `z` are None where nothing is tested.
    """

    reason: Sentence | None = None
    design: str = ""
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)
    difference: Estimate | None = None
    z: float | None = None
    p: float | None = None

    @property
    def counts(self) -> Sentence:
        (k1, n1), (k2, n2) = self.before, self.after
        return Sentence(DESIGNS[self.design].text, {"k1": k1, "n1": n1, "k2": k2, "n2": n2})

    @property
    def has_interval(self) -> bool:
        return self.design == INDEPENDENT

    @property
    def reading(self) -> Sentence | None:
        """The reading by the interval, where there is one."""
        return READINGS[self.difference.reading] if self.difference and self.has_interval else None

    @property
    def untested(self) -> Sentence | None:
        return UNTESTED[self.design] if self.p is None else None


def checked(cells: Cells, design: str) -> Checked:
    """What these counts show. `design` is independent, paired, or empty where it was not said."""
    counts = [cells.get(place) for place in NEEDED]
    if all(count is None for count in counts):
        return Checked(NO_COUNTS)
    known = [count for count in counts if count is not None]
    if len(known) < len(NEEDED):
        return Checked(SOME_COUNTS)
    n1, k1, n2, k2 = known
    if not n1 or not n2:
        return Checked(NOBODY)
    if k1 > n1 or k2 > n2:
        return Checked(TOO_MANY)
    found = difference(k2, n2, k1, n1)
    test = other_persons(k1, n1, k2, n2) if design == INDEPENDENT else None
    return Checked(
        design=design if design in DESIGNS else "",
        before=(k1, n1),
        after=(k2, n2),
        difference=found,
        z=test.statistic if test else None,
        p=test.p if test else None,
    )
