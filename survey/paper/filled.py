"""What an uploaded form holds, before anything is made of it; it travels through the preview as one text."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from survey.paper.boxes import Box
from survey.paper.word_reading import read_word
from survey.paper.workbook_reading import read_workbook
from survey.web.uploads.packages import NO_FORM, unpacked
from survey.web.uploads.xml_reading import Package, content_types, refuse_connections
from survey.web.wording import BadInput, sentence

MOST_CHARACTERS = 1_000_000
WORD, EXCEL = "wordprocessingml.document.main+xml", "spreadsheetml.sheet.main+xml"
TOO_MUCH_TEXT = sentence(
    "The file holds more text than all answers together may have. Shorten it, or check that it is the right file."
)


@dataclass(frozen=True)
class Filled:
    """The texts in the boxes by name, as they stand there; a box that is not in the file is missing.

    `format` is docx or xlsx. `mark` is the form's stamp, still to be checked. `places` are the cells of a workbook;
    `formulas` the boxes in which a formula stands that has no result; `beside` is what stands outside the boxes.
    """

    format: str
    mark: str
    texts: dict[str, str]
    places: dict[str, str] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)

    def packed(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def repacked(text: str) -> Filled:
    """What `packed` made, back from a form's field. Raises BadInput for anything else."""
    try:
        found = Filled(**json.loads(text))
        names = (found.texts, found.places, found.formulas)
        pairs = [pair for names_and_texts in names for pair in names_and_texts.items()]
        fits = all(
            isinstance(word, str) for word in [found.format, found.mark, *found.beside, *sum(pairs, ())]
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        fits = False
    if not fits:
        raise BadInput(NO_FORM)
    return found


def read_file(data: bytes, filename: str, boxes: Sequence[Box]) -> Filled:
    """What a filled Word form or workbook holds; `boxes` are those of the whole questionnaire in their order.

    Raises BadInput with one sentence where the file as a whole cannot be taken.
    """
    package = Package(unpacked(data, filename))
    kinds = content_types(package)
    refuse_connections(package)
    if any(kind.endswith(WORD) for kind in kinds):
        found = Filled("docx", **read_word(package, [box.name for box in boxes]))
    elif any(kind.endswith(EXCEL) for kind in kinds):
        found = Filled("xlsx", **read_workbook(package, boxes))
    else:
        raise BadInput(NO_FORM)
    if sum(map(len, [*found.texts.values(), *found.beside])) > MOST_CHARACTERS:
        raise BadInput(TOO_MUCH_TEXT)
    if not found.mark:
        raise BadInput(NO_FORM)
    return found
