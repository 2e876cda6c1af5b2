"""Codes: suggested from the English text, of the letters that codes may have, and never one that is taken."""

import re
import unicodedata
from collections.abc import Container

from survey.questionnaire.consistency import CHOICE_CODE, CODE, QUESTION_CODE
from survey.web.wording import Sentence, sentence

OWN_PREFIX = "X_"
LONGEST, SHORTER = 60, 24

NOT_A_QUESTION_CODE = sentence(
    "A code has capital letters, digits and underscores only, and begins with a letter, such as X_NOTICED."
)
NOT_AN_OWN_CODE = sentence("The codes of added questions begin with X_, such as X_NOTICED.")
NOT_A_CODE = sentence(
    "A code has small letters, digits and underscores only, and begins with a letter, such as partners."
)
NOT_A_CHOICE_CODE = sentence("A code has small letters, digits and underscores only, such as other.")
TOO_LONG = sentence("A code has at most %(longest)s characters.", longest=LONGEST)
TAKEN = sentence(
    "The code %(code)s is or was used already. Codes are never used again for something else: choose another one."
)


def question_code(text: str, taken: Container[str]) -> str:
    """A free code for a question with this title."""
    return free(OWN_PREFIX + (_shortened(text).upper() or "QUESTION"), taken)


def section_code(text: str, taken: Container[str]) -> str:
    """A free code for a section with this title."""
    plain = _shortened(text).upper()
    return free(plain if QUESTION_CODE.fullmatch(plain) else f"{OWN_PREFIX}{plain or 'SECTION'}", taken)


def part_code(text: str, taken: Container[str], before: str = "") -> str:
    """A free code for a part with this short label; `taken` holds codes that begin with `before`."""
    plain = _shortened(text) or "part"
    plain = plain if CODE.fullmatch(plain) else f"p_{plain}"
    return free(before + plain, taken).removeprefix(before)


def choice_code(text: str, taken: Container[str]) -> str:
    """A free code for an option, a row or a column with this label."""
    return free(_shortened(text) or "option", taken)


def free(code: str, taken: Container[str]) -> str:
    """The code, or the same with the first number from 2 on that makes it a free one."""
    number, found = 2, code
    while found in taken:
        found = f"{code}_{number}"
        number += 1
    return found


def question_objection(code: str, taken: Container[str]) -> Sentence | None:
    """Why a new question cannot have this code."""
    if not QUESTION_CODE.fullmatch(code):
        return NOT_A_QUESTION_CODE
    if not code.startswith(OWN_PREFIX) or code == OWN_PREFIX:
        return NOT_AN_OWN_CODE
    return _objection(code, code, taken)


def section_objection(code: str, taken: Container[str]) -> Sentence | None:
    return _objection(code, code, taken) if QUESTION_CODE.fullmatch(code) else NOT_A_QUESTION_CODE


def part_objection(code: str, taken: Container[str], before: str = "") -> Sentence | None:
    """Why a new part cannot have this code; `taken` holds codes that begin with `before`."""
    return _objection(code, before + code, taken) if CODE.fullmatch(code) else NOT_A_CODE


def choice_objection(code: str, taken: Container[str]) -> Sentence | None:
    return _objection(code, code, taken) if CHOICE_CODE.fullmatch(code) else NOT_A_CHOICE_CODE


def _objection(own: str, full: str, taken: Container[str]) -> Sentence | None:
    if len(own) > LONGEST:
        return TOO_LONG
    return sentence(TAKEN.text, code=full) if full in taken else None


def _shortened(text: str) -> str:
    """The first words of a text in the letters of codes; at least one word, cut where it is too long."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text).lower() if not unicodedata.combining(c))
    words = re.findall("[a-z0-9]+", plain)
    found = "".join(words[:1])[:SHORTER]
    for word in words[1:]:
        if len(found) + 1 + len(word) > SHORTER:
            break
        found += f"_{word}"
    return found
