"""What somebody asks of a download: the edition of it, for whom, and what it is cut down to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from survey.comparison.records import UNFILTERED, Filters

SUPPRESSED = "suppressed"
#: the arguments of an address that say which edition is asked for, each with its values; an empty one is as usual
EDITIONS = {"bom": ("yes", "no"), "hxl": ("yes", "no"), "counts": (SUPPRESSED,)}


@dataclass(frozen=True)
class Order:
    """The same order of the same content gives the same bytes; only an archive's README.txt says `person` and when.

    `bom`: files begin with a byte order mark, for Excel. `for_others`: small counts of persons are suppressed.
    `hxl`: a row of HXL tags follows the header.
    `person` is the public id of whoever asks, or a word for a command.
    """

    filters: Filters = UNFILTERED
    bom: bool = True
    for_others: bool = False
    hxl: bool = False
    person: str = ""

    @classmethod
    def read(cls, filters: Filters, arguments: Mapping[str, str], *, person: str) -> Self:
        """What an address asks for."""
        return cls(
            filters,
            bom=arguments.get("bom") != "no",
            for_others=arguments.get("counts") == SUPPRESSED,
            hxl=arguments.get("hxl") == "yes",
            person=person,
        )

    @property
    def edition(self) -> dict[str, str]:
        """What is not as usual, as the arguments of an address."""
        return ({} if self.bom else {"bom": "no"}) | ({"hxl": "yes"} if self.hxl else {}) | self._for_whom

    @property
    def details(self) -> dict[str, str]:
        """What the audit trail keeps of it: what decides which answers are in the file."""
        return self.filters.chosen | self._for_whom

    @property
    def ending(self) -> str:
        """What follows the file's name, so that nobody passes on the wrong edition."""
        return "-for-others" if self.for_others else ""

    @property
    def _for_whom(self) -> dict[str, str]:
        return {"counts": SUPPRESSED} if self.for_others else {}


AS_USUAL = Order()
