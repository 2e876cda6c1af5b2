"""All answers of a report for reading: each part with its answer in words and its status."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.answering.asking import label
from survey.answering.evidence import Attached
from survey.answering.records import ReportHead, SavedAnswer
from survey.answering.statuses import DECLINED, NOT_SHOWN, final_status
from survey.questionnaire.conditions import visible
from survey.questionnaire.kinds.kind import Kind
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part, Question, Questionnaire, Section, Words


@dataclass(frozen=True)
class ReadPart:
    part: Part
    kind: Kind
    label: Words
    status: str
    value: str

    @property
    def kept_hidden(self) -> bool:
        """Something was written before another answer hid this part: it is kept, but is not part of the report."""
        return self.status == NOT_SHOWN and bool(self.value)


@dataclass(frozen=True)
class ReadQuestion:
    question: Question
    parts: list[ReadPart]


@dataclass(frozen=True)
class ReadSection:
    section: Section
    questions: list[ReadQuestion]


@dataclass(frozen=True)
class ReadSupplement:
    """What a report was asked later, read on the report's page; without answers until they are signed."""

    report: ReportHead
    sections: list[ReadSection] = field(default_factory=list)
    evidence: Mapping[str, list[Attached]] = field(default_factory=dict)


def reviewed(questionnaire: Questionnaire, answers: Mapping[str, SavedAnswer]) -> list[ReadSection]:
    """Every question with the parts that are shown, and the hidden ones in which something is kept."""
    read = read_parts(questionnaire, answers)

    def question(asked: Question) -> ReadQuestion:
        parts = [read[part.code] for part in asked.parts]
        return ReadQuestion(asked, [part for part in parts if part.status != NOT_SHOWN or part.kept_hidden])

    return [
        ReadSection(section, [question(asked) for asked in section.questions])
        for section in questionnaire.sections
    ]


def read_parts(questionnaire: Questionnaire, answers: Mapping[str, SavedAnswer]) -> dict[str, ReadPart]:
    """Every part by its code, shown or not."""
    values = {code: answer.value for code, answer in answers.items()}
    shown = visible(questionnaire.parts, values)

    def read(part: Part) -> ReadPart:
        answer = answers[part.code]
        status = final_status(answer.status if answer.version else None, shown=part.code in shown)
        value = "" if status == DECLINED else answer.value
        return ReadPart(part, kind_of(part), label(part, values), status, value)

    return {part.code: read(part) for part in questionnaire.parts}
