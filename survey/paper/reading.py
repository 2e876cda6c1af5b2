"""Makes answers of what stands in a form's boxes, by the same kinds that read a question's page."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from survey.answering.asking import read_sent
from survey.paper.boxes import CHOICE, DATE, NOTHING, TICK, Box, boxes_of, decline_box
from survey.paper.filled import Filled
from survey.questionnaire.kinds.kind import Fields
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part
from survey.web.wording import BadInput, Sentence, sentence

DASHES = {"", NOTHING, "–", "-"}
TICKS = {"x", "✓", "✔", "☑", "☒", "1", "yes", "oui", "sí", "si", "true", "vrai", "verdadero"}
NO_TICKS = {"", "☐", "0", "no", "non", "false", "faux", "falso", *DASHES}
YEAR_FIRST = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})")
GONE = sentence("This field is no longer in the file.")
FORMULA = sentence("A formula stands here that has no result. Write the answer itself.")
TWICE = sentence("You ticked “Prefer not to answer” and also gave an answer. Keep one of the two.")
NO_TICK = sentence("Write x to tick this, or leave it empty.")


@dataclass(frozen=True)
class Unread:
    """A box whose text cannot be taken: what stands there and why. `place` is its cell in a workbook."""

    box: Box
    text: str
    reason: Sentence
    place: str = ""


@dataclass(frozen=True)
class ReadAnswer:
    """What a form holds for a part, or what of it could not be read."""

    part: Part
    value: str = ""
    declined: bool = False
    unread: list[Unread] = field(default_factory=list)


def read_answers(parts: Sequence[Part], filled: Filled, language: str) -> dict[str, ReadAnswer]:
    """The answers in a form by part code; a part of which no box is left in the file is not among them."""
    found = {}
    for part in parts:
        boxes = boxes_of(part)
        if any(box.name in filled.texts for box in boxes):
            found[part.code] = _read(part, boxes, filled, language)
    return found


def _read(part: Part, boxes: list[Box], filled: Filled, language: str) -> ReadAnswer:
    unread: list[Unread] = []
    fields: dict[str, list[str]] = {}
    for box in [*boxes, decline_box(part)]:
        try:
            own = _fields(part, box, filled, language)
            kind_of(part).read(part, own)
            for name, texts in own.items():
                fields[name] = [*fields.get(name, ()), *texts]
        except BadInput as refusal:
            text = filled.formulas.get(box.name) or filled.texts.get(box.name, "")
            unread.append(Unread(box, text, refusal.sentence, filled.places.get(box.name, "")))
    return ReadAnswer(part, unread=unread) if unread else _together(part, boxes, fields, filled)


def _together(part: Part, boxes: list[Box], fields: Fields, filled: Filled) -> ReadAnswer:
    """The value of all boxes, each of which can be read alone."""
    declined = f"declined:{part.code}" in fields
    reason = TWICE if declined and len(fields) > 1 else None
    sent = read_sent([part], {**fields, f"seen:{part.code}": ["0"]})
    reason = reason or sent.faults.get(part.code)
    if reason:
        texts = [filled.texts.get(box.name, "") for box in boxes]
        return ReadAnswer(part, unread=[Unread(boxes[0], " ".join(filter(None, texts)), reason)])
    return ReadAnswer(part, sent.changes[0].value, declined)


def _fields(part: Part, box: Box, filled: Filled, language: str) -> dict[str, list[str]]:
    """What the question's page would send for this box; nothing where it is empty."""
    if box.name in filled.formulas:
        raise BadInput(FORMULA)
    if box.name not in filled.texts and box.name != f"declined:{part.code}":
        raise BadInput(GONE)
    text = filled.texts.get(box.name, "")
    if box.kind == TICK:
        return _tick(part, box) if _is_ticked(text) else {}
    if box.kind == CHOICE:
        code = _code(part, text, language)
        return {part.code: [code]} if code else {}
    if box.kind == DATE:
        return _day(part, text)
    return {box.name: [text]} if text.strip() else {}


def _is_ticked(text: str) -> bool:
    word = _plain(text)
    if word not in TICKS and word not in NO_TICKS:
        raise BadInput(NO_TICK)
    return word in TICKS


def _tick(part: Part, box: Box) -> dict[str, list[str]]:
    _code, _colon, option = box.name.partition(":")
    return {part.code: [option]} if option in part.option_labels else {box.name: ["1"]}


def _code(part: Part, text: str, language: str) -> str:
    """The option with these words, in the form's language or in another one; unknown words as they are."""
    words = _plain(text)
    if words in DASHES:
        return ""
    languages = sorted({name for option in part.options for name in option.label}, key=language.__ne__)
    for name in languages:
        for option in part.options:
            if words == _plain(option.label.to(name)):
                return option.code
    return text


def _day(part: Part, text: str) -> dict[str, list[str]]:
    text = text.strip()
    if not text:
        return {}
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        day = month = year = "?"  # which the kind refuses with its own sentence
    return {f"{part.code}:day": [day], f"{part.code}:month": [month], f"{part.code}:year": [year]}


def _plain(text: str) -> str:
    """Words for comparing: without the differences that nobody sees."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def texts_beside(filled: Filled, known: Iterable[str]) -> list[str]:
    """What somebody wrote outside the boxes: all that does not stand in an untouched form."""
    seen = {_plain(text) for text in known}
    return [text for text in filled.beside if _plain(text) not in seen]
