"""What stands in the fields of an authoring form, read field by field."""

from collections.abc import Mapping, Sequence

from survey.questionnaire.structure import SOURCE_LANGUAGE
from survey.web.wording import BadInput, Sentence, clean_text, sentence

LANGUAGES = ("en", "fr", "es")
CODE, TITLE, SHORT, TEXT = 80, 200, 80, 4_000
Words = dict[str, str]

ENGLISH_NEEDED = sentence("Write the English text: it is shown wherever there is no translation.")


class Typed:
    """The fields of a form by name, and what is wrong with them, by the same names.

    A text in three languages has three fields, such as label.en, label.fr and label.es.
    """

    def __init__(self, fields: Mapping[str, Sequence[str]] | None = None):
        self.fields = dict(fields or {})
        self.faults: dict[str, Sentence] = {}

    def text(self, name: str) -> str:
        """As it was typed."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> Sequence[str]:
        return self.fields.get(name, ())

    def has(self, name: str, value: str) -> bool:
        return value in self.all(name)

    def fault(self, name: str, words: Sentence) -> None:
        """Says what is wrong with a field; the first that is said stays."""
        self.faults.setdefault(name, words)

    def clean(self, raw: str, name: str, longest: int, lines: bool = False) -> str:
        """A text as it is stored; what cannot be stored is a fault of the field `name`."""
        try:
            text = clean_text(raw, longest)
        except BadInput as refusal:
            self.fault(name, refusal.sentence)
            return ""
        # a no-break space stays, as French writes it before a colon
        return text if lines else text.replace("\n", " ").replace("\t", " ")

    def line(self, name: str, longest: int) -> str:
        return self.clean(self.text(name), name, longest)

    def words(self, name: str, longest: int, *, needed: bool = True, lines: bool = False) -> Words:
        """A text in several languages, those that are given; English is needed where any is, or always."""
        given = {
            language: self.clean(self.text(f"{name}.{language}"), f"{name}.{language}", longest, lines)
            for language in LANGUAGES
        }
        found = {language: text for language, text in given.items() if text}
        if SOURCE_LANGUAGE not in found and (needed or found):
            self.fault(f"{name}.{SOURCE_LANGUAGE}", ENGLISH_NEEDED)
        return found


def words_fields(name: str, words: Mapping[str, str]) -> dict[str, list[str]]:
    """The fields of a text in several languages."""
    return {f"{name}.{language}": [words.get(language, "")] for language in LANGUAGES}
