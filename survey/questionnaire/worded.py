"""Every text of a questionnaire with its field, for whoever compares or completes them."""

from collections.abc import Iterator
from typing import NamedTuple

from survey.questionnaire.structure import Choice, Part, Question, Words
from survey.web.wording import Sentence, sentence


class Field(NamedTuple):
    """A field that holds a text in several languages: its key, what people call it, and the text."""

    key: str
    name: Sentence
    words: Words


def texts_of_question(question: Question) -> Iterator[Field]:
    yield Field("title", sentence("Short name"), question.title)
    yield Field("text", sentence("Question in full"), question.text)


def texts_of_part(part: Part) -> Iterator[Field]:
    yield Field("label", sentence("Label"), part.label)
    yield Field("short", sentence("Short label"), part.short)
    yield Field("help", sentence("Help text"), part.help)
    yield Field("alternative", sentence("Other label, used on a condition"), part.alternative_label)
    for key, choices in (("options", part.options), ("rows", part.rows), ("columns", part.columns)):
        for choice in choices:
            yield Field(f"{key}:{choice.code}", choice_name(key, choice), choice.label)


def choice_name(key: str, choice: Choice) -> Sentence:
    if key == "rows":
        return sentence("Row “%(code)s”", code=choice.code)
    if key == "columns":
        return sentence("Column “%(code)s”", code=choice.code)
    return sentence("Choice “%(code)s”", code=choice.code)
