"""The boxes of a part in a form, the same for Word and for a workbook.

A box goes by the name of the field on the question's page, so that what stands in it is read by the same kinds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from survey.answering.records import SavedAnswer
from survey.answering.statuses import DECLINED
from survey.questionnaire.conditions import chosen
from survey.questionnaire.kinds.tables import NOT_RECORDED, cells_of
from survey.questionnaire.structure import Choice, Part
from survey.web.wording import Sentence, sentence

CHOICE, TICK, TEXT, NUMBER, DATE, COUNT = "choice", "tick", "text", "number", "date", "count"
TICKED = "x"
#: stands in a list of answers for taking an answer back
NOTHING = "—"
DECLINE = sentence("Prefer not to answer")
UNRECORDED = sentence("These figures were not recorded")
# characters that may be saved, but that no XML file can hold
OUTSIDE_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})


@dataclass(frozen=True)
class Box:
    """One place to write or to tick. `labels` name it within its part: an option, or a column and a row."""

    name: str
    kind: str
    labels: tuple[Choice | Sentence, ...] = field(default=())
    options: tuple[Choice, ...] = ()


def _choice(part: Part) -> list[Box]:
    return [Box(part.code, CHOICE, options=part.options)]


def _ticks(part: Part) -> list[Box]:
    return [Box(f"{part.code}:{option.code}", TICK, (option,)) for option in part.options]


def _cells(part: Part) -> list[Box]:
    cells = [
        Box(f"{part.code}:{row.code}:{column.code}", COUNT, (column, row))
        for column in part.columns
        for row in part.rows
    ]
    return [*cells, Box(f"{part.code}:{NOT_RECORDED}", TICK, (UNRECORDED,))]


BOXES: dict[str, Callable[[Part], list[Box]]] = {
    "verdict": _choice,
    "one_choice": _choice,
    "many_choices": _ticks,
    "text": lambda part: [Box(part.code, TEXT)],
    "number": lambda part: [Box(part.code, NUMBER)],
    "date": lambda part: [Box(part.code, DATE)],
    "table": _cells,
}


def boxes_of(part: Part) -> list[Box]:
    """The boxes for an answer, without the one for declining."""
    return BOXES[part.kind](part)


def decline_box(part: Part) -> Box:
    return Box(f"declined:{part.code}", TICK, (DECLINE,))


def all_boxes(parts: Iterable[Part]) -> list[Box]:
    """The boxes of these parts in their order, the one for declining last in each part."""
    return [box for part in parts for box in [*boxes_of(part), decline_box(part)]]


def filled(part: Part, answer: SavedAnswer) -> dict[str, str]:
    """What stands in the boxes for this answer, by name; empty boxes are left out. A choice is given by its code."""
    if answer.status == DECLINED:
        return {f"declined:{part.code}": TICKED}
    if not answer.value:
        return {}
    if part.kind == "many_choices":
        return {f"{part.code}:{code}": TICKED for code in chosen(answer.value)}
    if part.kind == "table":
        if answer.value == NOT_RECORDED:
            return {f"{part.code}:{NOT_RECORDED}": TICKED}
        return {f"{part.code}:{row}:{column}": str(n) for (row, column), n in cells_of(answer.value).items()}
    return {part.code: answer.value.translate(OUTSIDE_XML)}
