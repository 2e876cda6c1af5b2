"""The rows of an XLSForm with their columns named as we name them, and their texts by language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.questionnaire.exchange.incoming import LANGUAGES, Incoming, cleaned
from survey.questionnaire.exchange.sheets import SETTINGS, Row, Sheet
from survey.web.wording import Sentence, sentence

LANGUAGE_NAMES = {
    "english": "en", "anglais": "en", "inglés": "en", "ingles": "en",
    "french": "fr", "français": "fr", "francais": "fr", "francés": "fr", "frances": "fr",
    "spanish": "es", "español": "es", "espanol": "es", "espagnol": "es", "castellano": "es",
}  # fmt: skip
IN_BRACKETS = re.compile(r"\(\s*([a-zA-Z]{2,3})(?:[-_][\w-]+)?\s*\)\s*$")
ALIASES = {
    "caption": "label",
    "relevance": "relevant",
    "bind": "relevant",
    "constraint_msg": "constraint_message",
    "list": "list_name",
    "list name": "list_name",
    "value": "name",
    "command": "type",
}
TRANSLATED = ("label", "hint", "short")
NO_COLUMN_NAME = sentence("This column has no name. “%(words)s” was left out.")
UNKNOWN_LANGUAGE = sentence(
    "The texts in “%(language)s” are left out: the questionnaire is in English, French and Spanish."
)


@dataclass
class Entry:
    """One row: `cells` by column, `texts` by column and language, `at` the number of each column."""

    sheet: Sheet
    number: int
    cells: dict[str, str] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def words(self, column: str) -> dict[str, str]:
        return self.texts.get(column, {})

    def place(self, column: str | None = None) -> Sentence:
        return self.sheet.place(self.number, self.at.get(column) if column else None)


@dataclass(frozen=True)
class _Column:
    name: str
    language: str | None


def entries(sheet: Sheet, default: str, form: Incoming) -> list[Entry]:
    """The rows of a sheet that hold anything. `default` is the language of texts that name none."""
    columns = {at: _column(text, default) for at, text in sheet.header.items()}
    for at, column in columns.items():
        if column.language and column.language not in LANGUAGES:
            words = sentence(UNKNOWN_LANGUAGE.text, language=column.language)
            form.say(sheet.place(sheet.header_row, at), words)
    found = [_entry(sheet, row, columns, form) for row in sheet.rows]
    return [entry for entry in found if entry.cells or entry.texts]


def _entry(sheet: Sheet, row: Row, columns: Mapping[int, _Column], form: Incoming) -> Entry:
    entry = Entry(sheet, row.number)
    for at, raw in row.cells.items():
        text = cleaned(raw, sheet.place(row.number, at))
        if not text:
            continue
        if at not in columns:
            form.say(sheet.place(row.number, at), sentence(NO_COLUMN_NAME.text, words=shortened(text)))
            continue
        column = columns[at]
        entry.at.setdefault(column.name, at)
        if column.language is None:
            entry.cells[column.name] = text
        elif column.language in LANGUAGES:
            entry.texts.setdefault(column.name, {})[column.language] = text
    return entry


def _column(text: str, default: str) -> _Column:
    name, _colons, language = (part.strip() for part in text.partition("::" if "::" in text else ":"))
    name = name.casefold()
    name = ALIASES.get(name) or ALIASES.get(name.replace(" ", "_")) or name.replace(" ", "_")
    if name not in TRANSLATED:
        return _Column(f"{name}::{language}" if language else name, None)
    return _Column(name, language_code(language) if language else default)


def language_code(text: str) -> str:
    """The code of a language that a column names; what is no language of ours stays as it is."""
    found = IN_BRACKETS.search(text)
    word = (found[1] if found else text).strip().casefold()
    return LANGUAGE_NAMES.get(word) or (word.split("-")[0] if word.split("-")[0] in LANGUAGES else text)


def settings_of(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """The first row of the settings."""
    sheet = sheets.get(SETTINGS)
    if not sheet or not sheet.rows:
        return {}
    row = sheet.rows[0]
    return {
        text.casefold().replace(" ", "_"): cleaned(row.cells.get(at, ""), sheet.place(row.number, at))
        for at, text in sheet.header.items()
    }


def shortened(text: str, longest: int = 200) -> str:
    """A text for showing it inside a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
