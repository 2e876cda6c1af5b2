"""Small counts of persons are not told to anybody outside the reporting mission and the working group.

A count from 1 to 4 could point to a person; where the topic is sensitive, one up to 9. A row of counts is published
with its total, so hiding one cell is not enough: another one is hidden with it, or the total. What is hidden follows
from the row alone, whatever a page is filtered by, and sums are made of published cells only; so no two pages or files
differ by a hidden cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.answering.persons import GROUPS, Persons
from survey.web.wording import Sentence, sentence

SMALLEST_SHOWN, SMALLEST_SHOWN_IF_SENSITIVE = 5, 10


class Hidden:
    """Stands in the place of a count. `limit` is set where the count itself is small, None where it only keeps another
    one from being worked out.
    """

    def __init__(self, limit: int | None = None):
        self.limit = limit

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hidden) and other.limit == self.limit

    def __hash__(self) -> int:
        return hash((Hidden, self.limit))

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        """As in files."""
        return f"<{self.limit}" if self.limit else "suppressed"

    @property
    def words(self) -> Sentence:
        return sentence("below %(limit)s", limit=self.limit) if self.limit else sentence("suppressed")


Shown = int | Hidden | None


@dataclass(frozen=True)
class PublishedRow:
    """A row of counts as it may be told: each cell and the total, a number, hidden, or None where not recorded."""

    cells: Mapping[str, Shown]
    total: Shown

    @property
    def hides(self) -> bool:
        return any(isinstance(cell, Hidden) for cell in (*self.cells.values(), self.total))


def smallest_shown(*, sensitive: bool) -> int:
    return SMALLEST_SHOWN_IF_SENSITIVE if sensitive else SMALLEST_SHOWN


def published(counts: Mapping[str, int | None], *, sensitive: bool = False) -> PublishedRow:
    """A row of counts whose total is told with it, without what could give a small one away.

    With one small cell, the smallest other one is hidden too. Whoever knows this rule, and takes the hidden sum from
    the total, still has two values or more for every small cell: where that would not be so, the total is hidden as
    well. What is decided here looks at published figures and the hidden sum only, never at the small cell itself.
    """
    limit = smallest_shown(sensitive=sensitive)
    known = {name: count for name, count in counts.items() if count is not None}
    small = [name for name, count in known.items() if 0 < count < limit]
    hidden: dict[str, Hidden] = {name: Hidden(limit) for name in small}
    total: Shown = sum(known.values()) if known else None
    # in order of size, and of the table where two are alike
    others = sorted(
        (count, place, name) for place, (name, count) in enumerate(known.items()) if count >= limit
    )
    if len(small) == 1 and len(others) > 1:
        hidden[others[0][2]] = Hidden()
    if small and not _is_open(known, small, others, limit):
        total = Hidden()
    return PublishedRow({name: hidden.get(name, count) for name, count in counts.items()}, total)


def _is_open(
    known: Mapping[str, int], small: list[str], others: list[tuple[int, int, str]], limit: int
) -> bool:
    """Whether the total leaves at least two values for each small cell."""
    hidden_sum = sum(known[name] for name in small)
    if len(small) > 1:
        return len(small) < hidden_sum < len(small) * (limit - 1)
    if len(others) < 2:
        return False
    (count, place, _), (next_count, next_place, _) = others[:2]
    hidden_sum += count
    possible = [
        one
        for one in range(1, limit)
        # the other cell would be small itself, or would not be the smallest
        if hidden_sum - one >= limit and (hidden_sum - one, place) < (next_count, next_place)
    ]
    return len(possible) > 1


@dataclass(frozen=True)
class PublishedPersons:
    """Both rows of a table of persons as they may be told, and the counts that are left for ratios."""

    whole: PublishedRow
    part: PublishedRow

    @property
    def persons(self) -> Persons:
        """The published counts alone; a hidden one is like one that was not recorded."""
        left = {}
        for name in GROUPS.values():
            for row, field in ((self.whole, f"{name}_all"), (self.part, name)):
                cell = row.cells[name]
                left[field] = None if isinstance(cell, Hidden) else cell
        return Persons(**left)

    def hides(self, *groups: str) -> bool:
        """Whether figures on these groups would be made of hidden cells."""
        return any(isinstance(row.cells[name], Hidden) for row in (self.whole, self.part) for name in groups)


def published_persons(persons: Persons, *, sensitive: bool = False) -> PublishedPersons:
    whole = {name: getattr(persons, f"{name}_all") for name in GROUPS.values()}
    part = {name: getattr(persons, name) for name in GROUPS.values()}
    return PublishedPersons(published(whole, sensitive=sensitive), published(part, sensitive=sensitive))
