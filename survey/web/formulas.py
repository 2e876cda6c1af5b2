"""Texts that a spreadsheet would run, and how they are kept from it (OWASP, "CSV Injection")."""

import re

MARK = "'"
#: a text that a spreadsheet could run: after white space one of = + - @ (full-width too), tab, CR, LF or NUL
RUNNABLE = re.compile("\\s*?[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n\0]")


def guard(text: str) -> str:
    """The text with a leading apostrophe if a spreadsheet could run it, or if it begins with one itself."""
    return MARK + text if text.startswith(MARK) or RUNNABLE.match(text) else text
