"""What the projects of a selection say of women and men together: stratified by project, never pooled."""

from dataclasses import dataclass

from survey.answering.persons import REACH
from survey.statistics.intervals import NO_CLEAR, OVER, UNDER, Estimate
from survey.statistics.stratified import Sums, crude_ratio, stratified_difference, stratified_ratio
from survey.web.wording import Sentence, sentence

READINGS: dict[bool, dict[str, Sentence]] = {
    True: {
        UNDER: sentence("women under-represented"),
        OVER: sentence("women over-represented"),
        NO_CLEAR: sentence("no clear difference"),
    },
    False: {
        UNDER: sentence("women under-represented among those with a good outcome"),
        OVER: sentence("women over-represented among those with a good outcome"),
        NO_CLEAR: sentence("no clear difference"),
    },
}
FINDINGS: dict[str, Sentence] = {
    UNDER: sentence(
        "women were under-represented among those reached in %(where)s (%(n)s projects compared each within itself: "
        "access rate %(ratio)s times the men’s, interval %(lower)s to %(upper)s)"
    ),
    OVER: sentence(
        "women were over-represented among those reached in %(where)s (%(n)s projects compared each within itself: "
        "access rate %(ratio)s times the men’s, interval %(lower)s to %(upper)s)"
    ),
    NO_CLEAR: sentence(
        "there was no clear difference between women and men among those reached in %(where)s (%(n)s projects compared "
        "each within itself: access rate %(ratio)s times the men’s, interval %(lower)s to %(upper)s)"
    ),
}


@dataclass(frozen=True)
class Together:
    """The stratified estimates over `sums.strata` projects, and the crude ratio beside them.

    An estimate is None where the method knows no error: everybody, or nobody, was reached.
    """

    part_code: str
    sums: Sums
    ratio: Estimate | None
    difference: Estimate | None
    crude: Estimate | None

    @property
    def is_several(self) -> bool:
        return self.sums.strata > 1

    @property
    def leading(self) -> Estimate | None:
        """The estimate that gives the reading: the ratio of access, the difference of outcomes."""
        first, second = self.ratio, self.difference
        return (first or second) if self.part_code == REACH else (second or first)

    @property
    def words(self) -> Sentence | None:
        if self.leading is None:
            return None
        return READINGS[self.part_code == REACH][self.leading.reading]

    @property
    def finding(self) -> Sentence | None:
        """The sentence for a finding on access, without its values."""
        return FINDINGS[self.ratio.reading] if self.part_code == REACH and self.ratio else None


def together(part_code: str, sums: Sums) -> Together:
    return Together(part_code, sums, stratified_ratio(sums), stratified_difference(sums), crude_ratio(sums))
