"""The kind answered by a table of counts of persons."""

import json

from survey.questionnaire.kinds.kind import Fields, Kind, first
from survey.questionnaire.structure import Part
from survey.web.wording import BadInput, clean_text, sentence

NOT_RECORDED = "not_recorded"
LARGEST = 10**9

Cells = dict[tuple[str, str], int]


class Table(Kind):
    """Counts by row and column. A cell that was not recorded is missing; 0 means that there was nobody.

    Stored as JSON without spaces, {"row":{"column":count}}, in the order of the questionnaire; or as the word
    "not_recorded" where the project kept none of these figures.
    """

    name = "table"

    def read(self, part: Part, fields: Fields) -> str:
        cells = {
            (row.code, column.code): _count(first(fields, f"{part.code}:{row.code}:{column.code}"))
            for row in part.rows
            for column in part.columns
        }
        given = {place: count for place, count in cells.items() if count is not None}
        if first(fields, f"{part.code}:{NOT_RECORDED}"):
            if given:
                raise BadInput(
                    sentence(
                        "You gave counts and also ticked that they were not recorded. Keep one of the two."
                    )
                )
            return NOT_RECORDED
        return stored(part, given)

    def check(self, part: Part, value: str) -> None:
        if value in ("", NOT_RECORDED):
            return
        try:
            given = cells_of(value)
            rebuilt = stored(part, given)
        except (ValueError, AttributeError, TypeError, RecursionError):
            raise BadInput(sentence("The table of counts cannot be read.")) from None
        if rebuilt != value or not all(type(n) is int and 0 <= n <= LARGEST for n in given.values()):
            raise BadInput(
                sentence("The table of counts has rows, columns or figures that do not belong to it.")
            )

    def shown(self, part: Part, value: str, language: str) -> str:
        if value == NOT_RECORDED:
            return NOT_RECORDED
        given = cells_of(value)
        rows = []
        for row in part.rows:
            counts = [(c.label.to(language), given.get((row.code, c.code))) for c in part.columns]
            said = ", ".join(f"{label} {count}" for label, count in counts if count is not None)
            if said:
                rows.append(f"{row.label.to(language)}: {said}")
        return "; ".join(rows)

    def typed(self, part: Part, fields: Fields) -> str:
        """The cells as they were typed, as JSON, so that the table can be shown again with its mistakes."""
        if first(fields, f"{part.code}:{NOT_RECORDED}") and not any(
            first(fields, f"{part.code}:{row.code}:{column.code}")
            for row in part.rows
            for column in part.columns
        ):
            return NOT_RECORDED
        rows = {
            row.code: {c.code: first(fields, f"{part.code}:{row.code}:{c.code}") for c in part.columns}
            for row in part.rows
        }
        return json.dumps(rows)


def _count(raw: str) -> int | None:
    # groups of digits are written with spaces, points, commas or apostrophes, depending on where one sits
    text = clean_text(raw, 40)
    for mark in (" ", "\u202f", "\u00a0", "'", "’"):
        text = text.replace(mark, "")
    if not text:
        return None
    groups = text.replace(".", ",").split(",")
    if len(groups) > 1 and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]):
        text = "".join(groups)
    if not (text.isascii() and text.isdigit()):
        raise BadInput(
            sentence(
                "Write each count as a whole number, such as 84. Leave the cell empty if it was not recorded."
            )
        )
    if int(text) > LARGEST:
        raise BadInput(sentence("One of the counts is too large. Check it for digits too many."))
    return int(text)


def stored(part: Part, cells: Cells) -> str:
    """The stored form of these cells; ValueError if one belongs to no row or column of the part."""
    rows = {
        row.code: {c.code: cells[row.code, c.code] for c in part.columns if (row.code, c.code) in cells}
        for row in part.rows
    }
    if sum(len(row) for row in rows.values()) != len(cells):
        raise ValueError("a cell outside the table")
    kept = {code: row for code, row in rows.items() if row}
    return json.dumps(kept, separators=(",", ":")) if kept else ""


def cells_of(value: str) -> Cells:
    """The cells of a stored value by row and column code; none where nothing was recorded.

    Of what `Table.typed` kept, the cells hold the texts as they were typed.
    """
    if value in ("", NOT_RECORDED):
        return {}
    return {
        (row, column): count for row, counts in json.loads(value).items() for column, count in counts.items()
    }
