"""Tables of persons as an edition of the files may tell them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from survey.comparison.suppression import Hidden, Shown, published
from survey.questionnaire.kinds.tables import NOT_RECORDED, cells_of
from survey.questionnaire.structure import SOURCE_LANGUAGE, Part


@dataclass(frozen=True)
class Suppression:
    """Whether small counts of persons are suppressed, and whether up to those of a sensitive topic."""

    applies: bool = False
    sensitive: bool = False


AS_REPORTED = Suppression()


def told_cells(part: Part, value: str, suppression: Suppression) -> dict[tuple[str, str], Shown]:
    """The cells of a stored table by row and column code; a cell that was not recorded is missing."""
    cells: Mapping[tuple[str, str], int] = cells_of(value)
    if not suppression.applies:
        return dict(cells)
    found: dict[tuple[str, str], Shown] = {}
    for row in part.rows:
        counts = {column.code: cells.get((row.code, column.code)) for column in part.columns}
        for column, count in published(counts, sensitive=suppression.sensitive).cells.items():
            if count is not None:
                found[row.code, column] = count
    return found


def told_value(part: Part, value: str, suppression: Suppression) -> tuple[str, str]:
    """The table as a cell of a file, with a hidden count as a text such as "<5", and the same in English words."""
    if value == NOT_RECORDED:
        return value, value
    cells = told_cells(part, value, suppression)
    rows: dict[str, dict[str, int | str]] = {}
    for (code, column_code), count in cells.items():
        rows.setdefault(code, {})[column_code] = str(count) if isinstance(count, Hidden) else count or 0
    words = []
    for line in part.rows:
        own = [
            f"{column.label.to(SOURCE_LANGUAGE)} {rows[line.code][column.code]}"
            for column in part.columns
            if column.code in rows.get(line.code, {})
        ]
        if own:
            words.append(f"{line.label.to(SOURCE_LANGUAGE)}: {', '.join(own)}")
    return json.dumps(rows, separators=(",", ":")) if rows else "", "; ".join(words)
