"""What may be told of a project's counts to somebody outside its mission and the working group."""

from dataclasses import dataclass
from functools import cached_property

from survey.comparison.access import ADULTS, Pair, ProjectRow, TableRow
from survey.comparison.suppression import PublishedPersons, published_persons


@dataclass(frozen=True)
class ToldTable:
    """A table of persons as it may be told, with the figures that its published counts allow.

    `adults` is None where figures on women and men would be made of suppressed counts, `children` also where nobody
    counted girls and boys.
    """

    part_code: str
    counts: PublishedPersons
    adults: Pair | None
    children: Pair | None
    hides_children: bool


@dataclass(frozen=True)
class ToldProject:
    project: ProjectRow
    sensitive: bool = False

    @cached_property
    def tables(self) -> list[ToldTable]:
        return [self._told(code, table) for code, table in self.project.tables.items()]

    def _told(self, code: str, table: TableRow) -> ToldTable:
        counts = published_persons(table.persons, sensitive=self.sensitive)
        found = {pair.groups: pair for pair in table.pairs}
        adults = None if counts.hides("women", "men") else found[ADULTS]
        hides_children = counts.hides("girls", "boys")
        children = None if hides_children else next((p for g, p in found.items() if g != ADULTS), None)
        return ToldTable(code, counts, adults, children, hides_children)
