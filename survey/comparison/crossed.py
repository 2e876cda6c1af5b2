"""Two verdicts of the same reports crossed: the valid ones as a table, all others by name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from survey.answering.statuses import STATUSES
from survey.comparison.denominators import (
    FEWEST_FOR_PERCENT,
    UNDECIDED_VERDICTS,
    VALID_VERDICTS,
    Bounds,
    is_valid,
)
from survey.comparison.patterns import OPEN_REASONS, REASONS, Counted
from survey.questionnaire.structure import Part

#: yes and no first, so that their four cells stand together
IN_TABLE = ("yes", "no", "partly")
CORE = ("yes", "no")
#: groups of words that an address names: every word, and the valid ones
ANY, VALID = "any", "valid"
OPEN_WORDS = frozenset({*OPEN_REASONS, *UNDECIDED_VERDICTS})


@dataclass(frozen=True)
class Crossed:
    """How many reports say which word to the part `down` and which to the part `across`."""

    down: Part
    across: Part
    pairs: Counter[tuple[str, str]]

    @property
    def due(self) -> int:
        return self.pairs.total()

    @property
    def valid(self) -> int:
        """Reports that are valid on both."""
        return self.k(VALID, VALID)

    @property
    def in_core(self) -> int:
        """Reports that say yes or no to both."""
        return sum(self.pairs[down, across] for down in CORE for across in CORE)

    def k(self, down: str, across: str) -> int:
        """How many reports say these words; `any` and `valid` stand for several."""
        wanted = words_meant(self.down, down), words_meant(self.across, across)
        return sum(number for pair, number in self.pairs.items() if _fits(pair, wanted))

    @property
    def others(self) -> list[tuple[str, str, int]]:
        """What the reports that are not valid on both say: both words and the number, in the order of the options."""
        order = [option.code for option in self.down.options] + list(STATUSES)
        places = {word: place for place, word in enumerate(order)}
        found = [
            (down, across, number)
            for (down, across), number in self.pairs.items()
            if number and not (down in VALID_VERDICTS and across in VALID_VERDICTS)
        ]
        return sorted(found, key=lambda one: (places.get(one[0], -1), places.get(one[1], -1), one))

    def bounds(self, down: str, across: str) -> Bounds | None:
        """Worst-case bounds of a cell of valid verdicts over all reports due; None without reports.

        Lower: the reports that say so. Upper: also those that could still, because each half either says so already
        or is open: too early, not known, without an answer, declined or not received.
        """
        if not self.due:
            return None
        possible = {down, *OPEN_WORDS}, {across, *OPEN_WORDS}
        upper = sum(number for pair, number in self.pairs.items() if _fits(pair, possible))
        return Bounds(self.pairs[down, across] / self.due, upper / self.due)

    def percent(self, down: str, across: str) -> float | None:
        """The share of a cell in the reports valid on both in per cent, from 20 of them on."""
        if self.valid < FEWEST_FOR_PERCENT:
            return None
        return 100 * self.pairs[down, across] / self.valid


def crossed(down: Part, across: Part, counted: Iterable[Counted]) -> Crossed:
    """Both parts crossed; the words of `counted` are those to `down` and to `across`."""
    pairs: Counter[tuple[str, str]] = Counter()
    for one in counted:
        pairs[one.words[0], one.words[1]] += one.reports
    return Crossed(down, across, pairs)


def words_meant(part: Part, name: str) -> set[str] | None:
    """The words that a name in an address stands for, None for all of them; empty for a name that means nothing."""
    if name == ANY:
        return None
    if name == VALID:
        return {option.code for option in part.options if is_valid(part, option.code)}
    return {name} if name in part.option_labels or name in REASONS else set()


def _fits(pair: tuple[str, str], wanted: tuple[set[str] | None, set[str] | None]) -> bool:
    return all(some is None or word in some for word, some in zip(pair, wanted, strict=True))
