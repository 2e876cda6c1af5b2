"""What differs between two signatures of a report: the parts with another status or value, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey.answering.clarifications import Clarification, by_part
from survey.answering.records import SavedAnswer
from survey.answering.review import ReadPart, read_parts
from survey.answering.statuses import ANSWERED
from survey.questionnaire.structure import Question, Questionnaire
from survey.web.word_differences import Stretch, differences


@dataclass(frozen=True)
class ChangedPart:
    """A part before and after, with what was asked about it."""

    before: ReadPart
    after: ReadPart
    asked: list[Clarification]

    @property
    def differences(self) -> list[Stretch]:
        """The way from one text to the other; empty for anything but two texts."""
        texts = [read.value for read in (self.before, self.after) if read.status == ANSWERED]
        is_text = self.after.part.kind == "text" and len(texts) == 2
        return differences(*texts) if is_text else []


@dataclass(frozen=True)
class ChangedQuestion:
    question: Question
    parts: list[ChangedPart]


def changed_questions(
    questionnaire: Questionnaire,
    before: Mapping[str, SavedAnswer],
    after: Mapping[str, SavedAnswer],
    clarifications: Iterable[Clarification],
) -> list[ChangedQuestion]:
    """The questions in which something differs, each with these parts alone."""
    old, new = read_parts(questionnaire, before), read_parts(questionnaire, after)
    asked = by_part(clarifications)

    def changed(question: Question) -> ChangedQuestion:
        codes = [part.code for part in question.parts if _said(old[part.code]) != _said(new[part.code])]
        return ChangedQuestion(
            question, [ChangedPart(old[code], new[code], asked.get(code, [])) for code in codes]
        )

    return [found for found in map(changed, questionnaire.questions) if found.parts]


def _said(read: ReadPart) -> tuple[str, str]:
    """What a reader is told: words behind a part that is not shown are no part of the report."""
    return read.status, read.value if read.status == ANSWERED else ""


def unchanged(
    clarifications: Iterable[Clarification], questions: Iterable[ChangedQuestion]
) -> list[Clarification]:
    """What was asked about the whole report, or about a part that stayed as it was."""
    codes = {part.after.part.code for question in questions for part in question.parts}
    return [asked for asked in clarifications if asked.part_code not in codes]
