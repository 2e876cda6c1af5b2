"""Gentle questions about figures that do not fit together. A warning, never a reason to refuse an answer."""

import math
from collections.abc import Mapping

from survey.answering.persons import OUTCOMES, REACH, TABLES, persons_of, rates_differ
from survey.questionnaire.kinds.tables import Cells, cells_of
from survey.web.wording import Sentence, sentence

# in each table the second row is a part of the first
WHOLE_AND_PART = {
    **{code: (table.whole, table.part) for code, table in TABLES.items()},
    "S_PRE_POST.counts": ("surveyed", "aware"),
}
MORE = {
    REACH: sentence("More persons were reached than were eligible. Check the counts, or explain below."),
    OUTCOMES: sentence("More persons had a good outcome than were assessed. Check the counts."),
    "S_PRE_POST.counts": sentence("More persons were aware than were surveyed. Check the counts."),
}
DISAGREE = sentence(
    "You answered that access was equal, but the rates of women and men reached differ clearly by your counts. "
    "Both stay as they are; an explanation helps the reader."
)


def warnings(values: Mapping[str, str]) -> dict[str, Sentence]:
    """One sentence for each part whose figures do not fit, by part code."""
    found = {}
    for code, (whole, part) in WHOLE_AND_PART.items():
        cells = cells_of(values.get(code, ""))
        if any(
            cells[row, column] > cells.get((whole, column), math.inf) for row, column in cells if row == part
        ):
            found[code] = MORE[code]
    if values.get("Q10_ACCESS.equal") == "yes" and access_differs(cells_of(values.get(REACH, ""))):
        found["Q10_ACCESS.equal"] = DISAGREE
    return found


def access_differs(cells: Cells) -> bool:
    """Whether the 95 per cent log interval of the ratio of women's to men's access rate excludes 1.

    False wherever a count is missing or 0, since nothing can be said then.
    """
    return rates_differ(*persons_of(TABLES[REACH], cells).adults)
