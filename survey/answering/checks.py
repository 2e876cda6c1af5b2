"""Gentle questions about figures that do not fit together. A warning, never a reason to refuse an answer."""

import math
from collections.abc import Mapping

from survey.questionnaire.kinds.tables import Cells, cells_of
from survey.web.wording import Sentence, sentence

Z = 1.959964
# in each table the second row is a part of the first
WHOLE_AND_PART = {
    "Q10_ACCESS.reach": ("eligible", "reached"),
    "Q9_IMPACTDIFF.outcomes": ("assessed", "with_good_outcome"),
    "S_PRE_POST.counts": ("surveyed", "aware"),
}
MORE = {
    "Q10_ACCESS.reach": sentence(
        "More persons were reached than were eligible. Check the counts, or explain below."
    ),
    "Q9_IMPACTDIFF.outcomes": sentence(
        "More persons had a good outcome than were assessed. Check the counts."
    ),
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
    if values.get("Q10_ACCESS.equal") == "yes" and access_differs(
        cells_of(values.get("Q10_ACCESS.reach", ""))
    ):
        found["Q10_ACCESS.equal"] = DISAGREE
    return found


def access_differs(cells: Cells) -> bool:
    """Whether the 95 per cent log interval of the ratio of women's to men's access rate excludes 1.

    Katz and others (1978), Biometrics 34. False wherever a count is missing or 0, since nothing can be said then.
    """
    try:
        women, women_due, men, men_due = (
            cells[row, column] for column in ("women", "men") for row in ("reached", "eligible")
        )
    except KeyError:
        return False
    if 0 in (women, women_due, men, men_due) or women > women_due or men > men_due:
        return False
    ratio = (women / women_due) / (men / men_due)
    width = Z * math.sqrt(1 / women - 1 / women_due + 1 / men - 1 / men_due)
    return abs(math.log(ratio)) > width
