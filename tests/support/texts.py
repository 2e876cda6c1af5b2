"""Every text of the interface, as the catalogues are made from them."""

from functools import cache

from babel.messages.extract import extract_from_dir

from tests.architecture.source import ROOT

METHODS = [("survey/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "sentence": None,
    "ngettext": (1, 2),
}


@cache
def texts():
    """Every text of the interface in the program and its templates; a pair where it depends on a number."""
    found = extract_from_dir(ROOT, METHODS, keywords=KEYWORDS, directory_filter=lambda path: "/." not in path)
    return frozenset(
        message
        for file, _line, message, _comments, _context in found
        if file.startswith(("survey", "templates"))
    )
