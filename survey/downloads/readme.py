"""README.txt of an archive: which round, asked how, by whom and when, and how to read the files."""

import textwrap

from survey.comparison.filters import Selection
from survey.downloads.column_words import STATUS_MEANINGS
from survey.downloads.content import Content
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.web.cells import moment
from survey.web.csv_files import BOM

WIDTH = 88
AS_REPORTED = "as reported; for the working group, not to be passed on"
FOR_OTHERS = "small ones suppressed; the texts are as missions wrote them: read them before you pass this on"
READING = (
    "The CSV files are UTF-8 with commas and quotes (RFC 4180). Dates are as 2001-10-12, times are in UTC, decimals "
    "have a point. datapackage.json says of each column what it means, its type and its codes (Data Package 2.0).",
    "Apostrophes: a text that a spreadsheet could run as a formula begins with an apostrophe ('), and one that begins "
    "with an apostrophe itself has one more. Take one away to have the exact text. Numbers are never changed. The "
    "command `survey read FILE.csv` gives back the exact texts.",
    "Missing values: an empty cell is no value, never 0. Beside each value stands a status that says why:",
)
SUPPRESSION = (
    "Counts of persons: 0 means nobody, empty means not recorded. In an edition for others small counts are "
    "left out, with what would give them away: counts.csv says yes under suppressed, tables of counts say "
    "such as <5 or suppressed, and nothing is computed from them."
)
INVENTED = (
    "A report that says yes under fictitious is invented as an example and says nothing about real projects."
)
TAGS = "HXL: the second row of each CSV file holds tags (hxlstandard.org). Leave it out for anything else."
PANDAS = 'In Python: pandas.read_csv("answers_long.csv"{more}, dtype={{"value": str}})'
WHOLE = (
    "Is it whole? datapackage.json is written last and holds the length and the SHA-256 of each CSV file. The command "
    "`survey check archive.zip` compares them."
)


def readme(content: Content, order: Order) -> bytes:
    """The text in UTF-8 with CRLF, so that every editor shows it."""
    lines = [
        "Gender Mainstreaming Survey: the files of one round",
        "",
        *_origin(content, order),
        "",
        "The files",
        "",
    ]
    for file in FILES.values():
        rows = file.count(content)
        lines += _item(f"{file.name}.csv", f"{file.about} A row is {file.row}. Rows: {rows}.")
    lines += ["", "How to read them", ""]
    for paragraph in READING:
        lines += [*textwrap.wrap(paragraph, WIDTH), ""]
    for status, meaning in STATUS_MEANINGS.items():
        lines += _item(status, str(meaning))
    lines.append("")
    for paragraph in (SUPPRESSION, INVENTED, *([TAGS] if order.hxl else []), WHOLE):
        lines += [*textwrap.wrap(paragraph, WIDTH), ""]
    lines.append(PANDAS.format(more=", skiprows=[1]" if order.hxl else ""))
    text = "".join(f"{line}\r\n" for line in lines)
    return ((BOM if order.bom else "") + text).encode("utf-8", "replace")


def _origin(content: Content, order: Order) -> list[str]:
    origin = content.origin
    if origin is None:
        return []
    code = origin.round_code
    chosen = Selection(order.filters, {}).in_words
    filters = "; ".join(f"{label}: {value}" for label, value in chosen) or "none, the whole round"
    told = (
        ("Round", code if code == origin.round_title else f"{code} ({origin.round_title})"),
        (
            "Questionnaire",
            f"{origin.questionnaire}, version {origin.version}; a report can answer an earlier one (question_version)",
        ),
        ("Filters", filters),
        ("Counts of persons", FOR_OTHERS if order.for_others else AS_REPORTED),
        ("Made", f"{moment(origin.at)} (UTC)"),
        ("By", "the command survey export" if origin.person == "command" else origin.person),
    )
    return [line for label, text in told for line in _item(label, " ".join(text.split()))]


def _item(name: str, text: str) -> list[str]:
    return textwrap.wrap(
        f"{name}: {text}", WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
