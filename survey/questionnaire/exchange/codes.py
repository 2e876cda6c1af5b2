"""Codes for what comes in, made of the names in the file, of the letters that codes may have."""

import re
import unicodedata

from survey.questionnaire.consistency import CHOICE_CODE, CODE, QUESTION_CODE
from survey.questionnaire.editing.codes import LONGEST, OWN_PREFIX


def question_code(name: str) -> str:
    """A question's code from a name in a file; a name that is no code of ours becomes one with the prefix X_."""
    if QUESTION_CODE.fullmatch(name) and len(name) <= LONGEST:
        return name
    return (OWN_PREFIX + (_plain(name).upper() or "QUESTION"))[:LONGEST].rstrip("_")


def part_code(name: str) -> str:
    """A part's, an option's, a row's or a column's code from a name in a file."""
    plain = _plain(name)
    if not plain:
        return "part"
    return plain[:LONGEST].rstrip("_") if CODE.match(plain) else f"c_{plain}"[:LONGEST].rstrip("_")


def option_code(name: str) -> str:
    """An option's code, which may be a figure; it stays as it is where it can."""
    if CHOICE_CODE.fullmatch(name) and len(name) <= LONGEST:
        return name
    return _plain(name)[:LONGEST].rstrip("_") or "option"


def _plain(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "_", ascii_only).strip("_")
