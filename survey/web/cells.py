"""How a value becomes the text of a cell: safe in a spreadsheet, and given back exactly by `restore`.

A spreadsheet may run a text that begins like a formula, so such a text gets an apostrophe. Numbers are never
touched: -5 stays -5.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

MARK = "'"
#: a text that a spreadsheet could run (OWASP, "CSV Injection"): after white space one of = + - @ (full-width too), tab,
#: CR, LF or NUL
RUNNABLE = re.compile("\\s*?[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n\0]")

Cell = str | int | float | Decimal | date | datetime | bool | None


def guard(text: str) -> str:
    """The text with a leading apostrophe if a spreadsheet could run it, or if it begins with one itself."""
    # nearly every text begins with a letter or a digit, and files have millions of them
    if text[:1].isalnum():
        return text
    return MARK + text if text.startswith(MARK) or RUNNABLE.match(text) else text


def restore(cell: str) -> str:
    """The text or number that was written: the inverse of `guard`, and of `written` for every text."""
    return cell.removeprefix(MARK)


def written(value: Cell) -> str:
    """The text of a cell: texts guarded, numbers in digits with a decimal point, None as nothing.

    Dates are ISO 8601; times are in UTC to the second, such as 2001-10-12T09:30:00Z. A time without a zone is
    taken for UTC.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return format(Decimal(repr(value)) if isinstance(value, float) else value, "f")


def moment(value: datetime) -> str:
    in_utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    return in_utc.isoformat(timespec="seconds") + "Z"
