"""How each kind of part becomes variables: one, or one for each option of many choices and each cell of a table."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from survey.comparison.suppression import Hidden
from survey.downloads.option_numbers import Numbered
from survey.downloads.told import Suppression, told_cells
from survey.downloads.variable_names import Names, cell_suffix, option_suffix
from survey.downloads.variable_shapes import (
    CODE,
    COUNT,
    DAY,
    FLAG,
    NUMBER,
    TEXT,
    Value,
    Variable,
    distinct,
)
from survey.questionnaire.kinds.tables import NOT_RECORDED
from survey.questionnaire.structure import SOURCE_LANGUAGE, Part

CHOSEN = {0: "Not chosen", 1: "Chosen"}
GIVEN, WITHOUT, HIDDEN = 1, 2, 3
RECORDED = {GIVEN: "Counts given", WITHOUT: "Not recorded", HIDDEN: "Counts given, some suppressed"}


class AskedPart:
    """A part with the numbers of its options; `title` is its question's. The kinds below say what it becomes."""

    shape = TEXT

    def __init__(self, part: Part, title: str, numbered: Numbered, names: Names):
        self.part, self.title, self.numbered, self.names = part, title, numbered, names

    def label(self, *before: str) -> str:
        """The label of a variable: the part's and its question's, behind what the variable is of them."""
        return " – ".join([*before, f"{self.part.label.to(SOURCE_LANGUAGE)} ({self.title})"])

    @cached_property
    def variables(self) -> list[Variable]:
        return [Variable(self.names.of(self.part.code), self.label(), self.shape)]

    @cached_property
    def nothing(self) -> list[Value]:
        """The values where nothing was answered."""
        return [None] * len(self.variables)

    def values(self, stored: str, own: Part, suppression: Suppression) -> Iterator[Value]:
        """The values of an answer, in the order of the variables; `own` is the part as it was asked."""
        yield stored


class Number(AskedPart):
    shape = NUMBER

    def values(self, stored: str, own: Part, suppression: Suppression) -> Iterator[Value]:
        yield float(stored)


class Day(AskedPart):
    shape = DAY

    def values(self, stored: str, own: Part, suppression: Suppression) -> Iterator[Value]:
        yield date.fromisoformat(stored)


class OneOf(AskedPart):
    @cached_property
    def variables(self) -> list[Variable]:
        labels = distinct(
            (self.numbered.options[option.code], option.label.to(SOURCE_LANGUAGE) or option.code)
            for option in self.part.options
        )
        return [Variable(self.names.of(self.part.code), self.label(), CODE, labels)]

    def values(self, stored: str, own: Part, suppression: Suppression) -> Iterator[Value]:
        yield self.numbered.options[stored]


class ManyOf(AskedPart):
    """One variable for each option. It is missing where the version that was answered did not offer the option."""

    @cached_property
    def variables(self) -> list[Variable]:
        return [
            Variable(
                self.names.of(self.part.code, option_suffix(self.numbered.options[option.code])),
                self.label(option.label.to(SOURCE_LANGUAGE)),
                FLAG,
                CHOSEN,
            )
            for option in self.part.options
        ]

    def values(self, stored: str, own: Part, suppression: Suppression) -> Iterator[Value]:
        chosen, offered = stored.split(";"), own.option_labels
        for option in self.part.options:
            yield int(option.code in chosen) if option.code in offered else None


class Cells(AskedPart):
    """What was recorded at all, then a count for each cell; one that was not recorded or is suppressed is missing."""

    @cached_property
    def variables(self) -> list[Variable]:
        code = self.part.code
        cells = [
            Variable(
                self.names.of(
                    code, cell_suffix(self.numbered.rows[row.code], self.numbered.columns[column.code])
                ),
                self.label(f"{row.label.to(SOURCE_LANGUAGE)}, {column.label.to(SOURCE_LANGUAGE)}"),
                COUNT,
            )
            for row in self.part.rows
            for column in self.part.columns
        ]
        return [Variable(self.names.of(code), self.label("Counts"), CODE, RECORDED), *cells]

    def values(self, stored: str, own: Part, suppression: Suppression) -> Iterator[Value]:
        told = {} if stored == NOT_RECORDED else told_cells(own, stored, suppression)
        if stored == NOT_RECORDED:
            yield WITHOUT
        else:
            yield HIDDEN if any(isinstance(count, Hidden) for count in told.values()) else GIVEN
        for row in self.part.rows:
            for column in self.part.columns:
                count = told.get((row.code, column.code))
                yield None if isinstance(count, Hidden) else count


WAYS: dict[str, type[AskedPart]] = {
    "verdict": OneOf,
    "one_choice": OneOf,
    "many_choices": ManyOf,
    "text": AskedPart,
    "number": Number,
    "date": Day,
    "table": Cells,
}
