"""Texts of a questionnaire that are missing in some language; pages show them in English."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.questionnaire.structure import Questionnaire, Words
from survey.questionnaire.worded import texts_of_part, texts_of_question
from survey.web.wording import Sentence, sentence


@dataclass(frozen=True)
class Untranslated:
    """A text and the languages that it lacks; `code` is that of its section, question, part or aim."""

    code: str
    field: Sentence
    languages: tuple[str, ...]


def untranslated(version: Questionnaire, languages: Sequence[str]) -> list[Untranslated]:
    """Every text that is there, but not in all of these languages."""
    found = []
    for code, field, words in _texts(version):
        missing = tuple(language for language in languages if not words.get(language))
        if missing and any(words.values()):
            found.append(Untranslated(code, field, missing))
    return found


def _texts(version: Questionnaire) -> Iterator[tuple[str, Sentence, Words]]:
    title = sentence("Title")
    yield version.code, title, version.title
    for aim in version.aims:
        yield aim.code, sentence("Label"), aim.label
    for section in version.sections:
        yield section.code, title, section.title
        for question in section.questions:
            yield from ((question.code, name, words) for _key, name, words in texts_of_question(question))
            for part in question.parts:
                yield from ((part.code, name, words) for _key, name, words in texts_of_part(part))
