"""Numbers for options, rows and columns, where a file format cannot hold codes.

They are given in the order in which the versions added them: a later version changes none, and what is retired keeps
its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from survey.questionnaire.structure import Choice, Questionnaire


@dataclass
class Numbered:
    """The numbers of one part by code, each from 1."""

    options: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)


class Numbers:
    """The numbers of all parts of these versions, which are given the oldest first."""

    def __init__(self, versions: Iterable[Questionnaire]):
        self._parts: dict[str, Numbered] = {}
        for version in versions:
            for part in version.covered.values():
                own = self._parts.setdefault(part.code, Numbered())
                _number(own.options, part.options)
                _number(own.rows, part.rows)
                _number(own.columns, part.columns)

    def of(self, code: str) -> Numbered:
        return self._parts[code]

    @property
    def parts(self) -> dict[str, Numbered]:
        """All parts in the order in which the versions added them."""
        return self._parts


def _number(numbers: dict[str, int], choices: Sequence[Choice]) -> None:
    for choice in choices:
        numbers.setdefault(choice.code, len(numbers) + 1)
