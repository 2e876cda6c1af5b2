"""The tables of a LimeSurvey structure file (.lss): of version 3, with a row for each language, and of later ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from survey.questionnaire.exchange.incoming import LANGUAGES, Incoming, cleaned
from survey.questionnaire.exchange.texts import without_markup
from survey.questionnaire.exchange.xlsform_rows import UNKNOWN_LANGUAGE
from survey.web.uploads.xml_reading import MOST_ELEMENTS, Budget, parsed
from survey.web.wording import BadInput, Sentence, sentence

OTHER_TYPE = sentence(
    "This is no structure file of a whole LimeSurvey survey (.lss). Export the survey’s structure."
)
PLACE = sentence("<%(table)s>, row %(row)s, %(code)s")
FIRST = 10**6


@dataclass(frozen=True)
class Record:
    """A row of a table, by field."""

    table: str
    number: int
    fields: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def place(self, code: str = "") -> Sentence:
        return sentence(
            PLACE.text, table=self.table, row=str(self.number), code=code or self["title"] or self["qid"]
        )


class Tables:
    """All tables of the file by name, and the texts in them by language."""

    def __init__(self, root: Element, form: Incoming):
        self.form = form
        self.rows = {child.tag: list(_records(child)) for child in root}
        self._said: set[str] = set()
        self._words: dict[tuple[str, str, str], dict[str, str]] = {}
        self.had_markup = False
        for table, key in (("group_l10ns", "gid"), ("question_l10ns", "qid"), ("answer_l10ns", "aid")):
            for row in self.rows.get(table, ()):
                for name in ("group_name", "description", "question", "help", "answer"):
                    self._keep((table, row[key], name), row["language"], row, name)

    def of(self, table: str) -> list[Record]:
        return self.rows.get(table, [])

    def single(self, table: str, key: str) -> list[list[Record]]:
        """The rows of a table, those of the same thing in several languages together."""
        found: dict[str, list[Record]] = {}
        for row in self.of(table):
            found.setdefault(row[key], []).append(row)
        return list(found.values())

    def words(self, rows: Sequence[Record], name: str, table: str, key: str) -> dict[str, str]:
        """A text by language: from rows of its own, or from the table of texts."""
        words: dict[str, str] = {}
        for row in rows:
            if row[name]:
                text = self._plain(row, name)
                language = self._language(row["language"] or self.base, row)
                if language and text:
                    words.setdefault(language, text)
        return words or self._words.get((table, rows[0][key], name), {})

    @property
    def base(self) -> str:
        """The language of texts that name none."""
        return next((row["language"] for row in self.of("surveys") if row["language"]), "en")

    def _keep(self, key: tuple[str, str, str], language: str, row: Record, name: str) -> None:
        if row[name] and (code := self._language(language, row)) and (text := self._plain(row, name)):
            self._words.setdefault(key, {})[code] = text

    def _plain(self, row: Record, name: str) -> str:
        text = without_markup(row[name])
        if text != " ".join(row[name].split()) and "<" in row[name]:
            self.had_markup = True
        return cleaned(text, row.place())

    def _language(self, language: str, row: Record) -> str:
        code = language.split("-")[0].lower()
        if code in LANGUAGES:
            return code
        if code not in self._said:
            self._said.add(code)
            self.form.say(row.place(), sentence(UNKNOWN_LANGUAGE.text, language=language[:40]))
        return ""


def read_tables(data: bytes, form: Incoming) -> Tables:
    """The tables of the file. Raises BadInput for anything but the structure of a whole survey."""
    root = parsed(data, Budget(MOST_ELEMENTS))
    kind = next((child.text or "" for child in root if child.tag == "LimeSurveyDocType"), "")
    if root.tag != "document" or kind.strip() != "Survey":
        raise BadInput(OTHER_TYPE)
    return Tables(root, form)


def _records(table: Element) -> Iterator[Record]:
    for rows in table:
        for number, row in enumerate(rows if rows.tag == "rows" else (), 1):
            yield Record(table.tag, number, {entry.tag: (entry.text or "").strip() for entry in row})


def ordered(groups: Sequence[list[Record]], *names: str) -> list[list[Record]]:
    """Things in the order that these numbers give them."""
    return sorted(groups, key=lambda rows: [_number(rows[0][name]) for name in names])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else FIRST
