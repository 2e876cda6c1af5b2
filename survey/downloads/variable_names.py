"""Names of variables that SPSS and Stata both take, made from the codes of parts."""

import re
from collections.abc import Iterable
from hashlib import sha256

from survey.answering.statuses import STATUSES
from survey.downloads.option_numbers import Numbers

LONGEST = 32
MARK = 6  # hexadecimal digits that stand for what was cut away
STATUS_SUFFIX = "_s"
STATUS_NUMBERS = {status: number for number, status in enumerate(STATUSES, 1)}


class Names:
    """The name of each variable: letters, digits and underscores, at most 32, never the same but for capitals.

    `Q1_AWARENESS.partners` becomes `Q1_AWARENESS_partners`. What would be too long, or is taken by another code, is cut
    and ends in six digits made from the whole code. Names are given in the order in which the versions added the
    parts, so that a later version changes none.
    """

    def __init__(self, numbers: Numbers, taken: Iterable[str]):
        self._taken = {name.casefold() for name in taken}
        self._names: dict[tuple[str, str], str] = {}
        for code, numbered in numbers.parts.items():
            for suffix in ("", STATUS_SUFFIX, *map(option_suffix, numbered.options.values())):
                self._give(code, suffix)
            for row in numbered.rows.values():
                for column in numbered.columns.values():
                    self._give(code, cell_suffix(row, column))

    def of(self, code: str, suffix: str = "") -> str:
        return self._names[code, suffix]

    def _give(self, code: str, suffix: str) -> None:
        plain = re.sub("[^A-Za-z0-9_]", "_", code)
        name, mark = plain + suffix, code + suffix
        while len(name) > LONGEST or name.casefold() in self._taken or name.endswith("_"):
            mark = sha256(mark.encode()).hexdigest()
            name = f"{plain[: LONGEST - len(suffix) - MARK - 1]}_{mark[:MARK]}{suffix}"
        self._taken.add(name.casefold())
        self._names[code, suffix] = name


def option_suffix(number: int) -> str:
    return f"_{number}"


def cell_suffix(row: int, column: int) -> str:
    return f"_r{row}c{column}"
