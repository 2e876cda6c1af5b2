"""Codes for what comes in: of the letters that codes may have, and never one that is taken."""

import re
import unicodedata
from collections.abc import Callable, Container

from survey.questionnaire.consistency import CODE, QUESTION_CODE

OWN_PREFIX = "X_"
LONGEST = 60


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
    return _plain(name)[:LONGEST].rstrip("_") or "option"


def free(code: str, is_taken: Callable[[str], bool] | Container[str]) -> str:
    """The code, or the same with the first number that makes it a free one."""
    taken = is_taken if callable(is_taken) else is_taken.__contains__
    number, found = 2, code
    while taken(found):
        found = f"{code}_{number}"
        number += 1
    return found


def _plain(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "_", ascii_only).strip("_")
