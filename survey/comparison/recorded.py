"""The constraints that the institution's own list has on record: facts about projects, never mixed with answers."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

#: stands in an address for the projects without any constraint on record
NOTHING = "none"


@dataclass(frozen=True)
class Recorded:
    """How many projects have which kind of constraint on record, by region.

    `kinds` holds the kinds of the questionnaire and then any other that occurs. A project with several kinds is
    counted under each of them.
    """

    kinds: tuple[str, ...]
    projects: Mapping[str, int]
    counts: Mapping[tuple[str, str], int]

    @property
    def regions(self) -> list[str]:
        return list(self.projects)

    @property
    def lines(self) -> tuple[str, ...]:
        """The kinds, and last that there is none."""
        return (*self.kinds, NOTHING)

    @property
    def total(self) -> int:
        return sum(self.projects.values())

    def k(self, kind: str, region: str = "") -> int:
        """The projects with this kind on record, in one region or in all."""
        return sum(self.counts.get((name, kind), 0) for name in ([region] if region else self.projects))

    def has(self, kind: str) -> bool:
        return kind == NOTHING or kind in self.kinds


def recorded(listed: Collection[str], counted: Iterable[tuple[str, tuple[str, ...], int]]) -> Recorded:
    """What is on record, from the number of projects of each region that have just these kinds."""
    projects: Counter[str] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    for region, kinds, number in counted:
        projects[region] += number
        for kind in set(kinds) or {NOTHING}:
            counts[region, kind] += number
    further = sorted({kind for _, kind in counts} - {*listed, NOTHING})
    return Recorded((*listed, *further), dict(sorted(projects.items())), counts)
