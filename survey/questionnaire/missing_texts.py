"""Texts of a document that are missing in a language: readers get the English there, and that must be there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.questionnaire.findings import Finding
from survey.questionnaire.structure import SOURCE_LANGUAGE, in_version
from survey.web.wording import Sentence, sentence

TITLE, LABEL = sentence("Title"), sentence("Label")
PART_TEXTS = {"label": LABEL, "short": sentence("Short label")}
HELP = sentence("Help text")
ALTERNATIVE = sentence("Other label, used on a condition")
QUESTION_TEXT = sentence("Question in full")


@dataclass(frozen=True)
class Text:
    """A text of a document: the code of its section, question, part, list or aim, its name there, and its words."""

    place: str
    name: Sentence
    words: Mapping[str, str]

    def lacks(self, languages: Sequence[str]) -> tuple[str, ...]:
        return tuple(language for language in languages if not self.words.get(language))


def texts(document: Mapping, number: int) -> Iterator[Text]:
    """Every text that version `number` shows to somebody, those that must be there even where they are empty."""
    yield Text("", TITLE, document["title"])
    for aim in document["aims"]:
        yield Text(aim["code"], LABEL, aim["label"])
    for entry in document["lists"]:
        yield from _choices(entry["code"], "options", entry["options"])
    for section in document["sections"]:
        yield Text(section["code"], TITLE, section["title"])
        for question in section["questions"]:
            if in_version(question, number):
                yield from question_texts(question)
                for part in question["parts"]:
                    if in_version(part, number):
                        yield from part_texts(f"{question['code']}.{part['code']}", part)


def question_texts(question: Mapping) -> Iterator[Text]:
    yield Text(question["code"], TITLE, question.get("title", {}))
    yield Text(question["code"], QUESTION_TEXT, question.get("text", {}))


def part_texts(code: str, part: Mapping) -> Iterator[Text]:
    for key, name in PART_TEXTS.items():
        yield Text(code, name, part.get(key, {}))
    if part.get("help"):
        yield Text(code, HELP, part["help"])
    if part.get("alternative"):
        yield Text(code, ALTERNATIVE, part["alternative"].get("label", {}))
    for option, words in part.get("relabel", {}).items():
        yield Text(code, sentence("Option “%(code)s”", code=option), words)
    for key in ("extra", "rows", "columns"):
        yield from _choices(code, key, part.get(key, ()))


def _choices(place: str, key: str, entries: Iterable[Mapping]) -> Iterator[Text]:
    for entry in entries:
        if key == "rows":
            name = sentence("Row “%(code)s”", code=entry["code"])
        elif key == "columns":
            name = sentence("Column “%(code)s”", code=entry["code"])
        else:
            name = sentence("Option “%(code)s”", code=entry["code"])
        yield Text(place, name, entry["label"])


def missing_texts(
    document: Mapping, number: int, languages: Sequence[str]
) -> list[tuple[Text, tuple[str, ...]]]:
    """Every text that lacks some of these languages, with those that it lacks."""
    return [(text, lacking) for text in texts(document, number) if (lacking := text.lacks(languages))]


def missing_by_place(document: Mapping, number: int, languages: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The languages in which some text of a section, question, part, list or aim is missing, by its code."""
    found: dict[str, set[str]] = {}
    for text, lacking in missing_texts(document, number, languages):
        found.setdefault(text.place, set()).update(lacking)
    return {place: tuple(code for code in languages if code in lacking) for place, lacking in found.items()}


def missing_by_language(document: Mapping, number: int, languages: Sequence[str]) -> dict[str, int]:
    """How many texts are missing in each of these languages."""
    counted = Counter(language for text in texts(document, number) for language in text.lacks(languages))
    return {language: counted[language] for language in languages}


def without_english(document: Mapping, number: int) -> Iterator[Finding]:
    for text in texts(document, number):
        if text.lacks([SOURCE_LANGUAGE]):
            words = sentence("%(place)s: the English text is missing (%(name)s).")
            place = text.place or document["code"]
            yield Finding(text.place, sentence(words.text, place=place, name=text.name))
