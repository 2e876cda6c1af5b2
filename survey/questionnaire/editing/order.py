"""The order of sections, of questions in a section and of parts in a question."""

from collections.abc import Mapping
from copy import deepcopy

from survey.questionnaire.editing.places import QUESTION, element_in, kind_of_element, section_in, siblings_of

UP, DOWN = "up", "down"


def order_of(document: Mapping, code: str) -> list[str]:
    """The own codes of all that stands beside this element, and of itself, in their order."""
    return [entry["code"] for entry in siblings_of(document, code)]


def place_of(document: Mapping, code: str) -> int:
    """The place among its siblings, counted from 0."""
    return order_of(document, code).index(code.rpartition(".")[2])


def moved(document: Mapping, code: str, to: str, section: str = "") -> dict:
    """The document with this element moved: up, down, or to a place counted from 1 as people count.

    A place beyond the ends is the end. A question may move into another section, given by its code.
    Raises NotThere, and ValueError where `to` is no place.
    """
    new = deepcopy(dict(document))
    siblings, entry = siblings_of(new, code), element_in(new, code)
    place = siblings.index(entry)
    target = _target(place, to)
    siblings.remove(entry)
    if section and kind_of_element(document, code) == QUESTION:
        siblings = section_in(new, section)["questions"]
    siblings.insert(max(0, min(target, len(siblings))), entry)
    return new


def _target(place: int, to: str) -> int:
    if to in (UP, DOWN):
        return max(0, place - 1) if to == UP else place + 1
    if not (to.isascii() and to.isdigit() and len(to) < 6):
        raise ValueError(to)
    return int(to) - 1
