"""What the draft would be after a file was taken over, beside what it is now, for the page that asks for consent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.questionnaire.conditions import Test
from survey.questionnaire.editing.kind_names import SHORT_KIND_NAMES
from survey.questionnaire.exchange.incoming import LANGUAGES
from survey.questionnaire.structure import Part, Question, Questionnaire, Section, Words, questionnaire
from survey.web.wording import BadInput, Sentence, sentence

NEW, CHANGED, SAME = "new", "changed", "same"
OUTCOMES = {NEW: sentence("New"), CHANGED: sentence("Changed"), SAME: sentence("As before")}
DANGLING = sentence(
    "The draft would refer to a list or a value that it does not have (%(name)s). Nothing was taken from the file."
)


@dataclass(frozen=True)
class PreviewedPart:
    """A part as it would be. `tests` are its condition, each with the part that it names (None: it is gone)."""

    part: Part
    outcome: str
    tests: list[tuple[Test, Part | None]]

    @property
    def kind(self) -> Sentence | str:
        return SHORT_KIND_NAMES.get(self.part.kind, self.part.kind)

    @property
    def missing(self) -> list[str]:
        """The languages in which a text of this part is missing."""
        texts = [self.part.label, self.part.help, *(choice.label for choice in self.part.options)]
        texts += [choice.label for choice in (*self.part.rows, *self.part.columns)]
        return _missing(texts)


@dataclass(frozen=True)
class PreviewedQuestion:
    question: Question
    outcome: str
    parts: list[PreviewedPart]

    @property
    def missing(self) -> list[str]:
        return _missing([self.question.title, self.question.text])


@dataclass(frozen=True)
class Preview:
    """The draft as it would be, and the questions that would no longer be asked: retired, or dropped from the draft."""

    sections: list[tuple[Section, list[PreviewedQuestion]]]
    retired: list[Question]
    dropped: list[Question]

    @property
    def questions(self) -> list[PreviewedQuestion]:
        return [question for _section, questions in self.sections for question in questions]

    def count(self, outcome: str) -> int:
        return sum(question.outcome == outcome for question in self.questions)

    @property
    def number_of_parts(self) -> int:
        return sum(len(question.parts) for question in self.questions)

    @property
    def changes_nothing(self) -> bool:
        return not self.retired and not self.dropped and self.count(SAME) == len(self.questions)


def preview(before: Mapping, after: Mapping, number: int) -> Preview:
    """Compares the documents of the draft of version `number`. Raises BadInput where the new one has no shape."""
    old = _readable(before, number)
    try:
        new = questionnaire(after, number)
    except KeyError as missing:
        raise BadInput(sentence(DANGLING.text, name=str(missing.args[0])[:60])) from None
    sections = [(section, list(_questions(section, new, old))) for section in new.sections]
    gone = [question for question in old.questions if question.code not in new.question] if old else []
    return Preview(
        sections,
        [question for question in gone if question.since < number],
        [question for question in gone if question.since >= number],
    )


def _readable(document: Mapping, number: int) -> Questionnaire | None:
    try:
        return questionnaire(document, number)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _questions(
    section: Section, new: Questionnaire, old: Questionnaire | None
) -> Iterator[PreviewedQuestion]:
    for question in section.questions:
        known = old.question.get(question.code) if old else None
        parts = [_part(part, new, old) for part in question.parts]
        outcome = NEW if known is None else SAME if known == question else CHANGED
        yield PreviewedQuestion(question, outcome, parts)


def _part(part: Part, new: Questionnaire, old: Questionnaire | None) -> PreviewedPart:
    known = old.part.get(part.code) if old else None
    outcome = NEW if known is None else SAME if known == part else CHANGED
    return PreviewedPart(part, outcome, [(test, new.part.get(test.part)) for test in part.when])


def _missing(texts: list[Words]) -> list[str]:
    return [name for code, name in LANGUAGES.items() if any(text and not text.get(code) for text in texts)]
