"""How far a report has come: the task list of its questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.answering.records import SavedAnswer
from survey.answering.statuses import ANSWERED, DECLINED
from survey.questionnaire.conditions import visible
from survey.questionnaire.structure import Question, Questionnaire, Section

NOT_STARTED, STARTED, DONE = "not_started", "started", "done"


@dataclass(frozen=True)
class Task:
    """A question in the task list: how many of the parts that are shown have something in them."""

    question: Question
    given: int
    shown: int

    @property
    def state(self) -> str:
        if self.given == 0:
            return NOT_STARTED
        return DONE if self.given >= self.shown else STARTED


@dataclass(frozen=True)
class TaskSection:
    section: Section
    tasks: list[Task]


def task_list(questionnaire: Questionnaire, answers: Mapping[str, SavedAnswer]) -> list[TaskSection]:
    """The questions by section. Optional parts count only where something was given."""
    shown = visible(questionnaire.parts, {code: answer.value for code, answer in answers.items()})

    def task(question: Question) -> Task:
        given = [part for part in question.parts if part.code in shown and is_given(answers[part.code])]
        due = [part for part in question.parts if part.code in shown and (not part.optional or part in given)]
        return Task(question, len(given), len(due))

    return [TaskSection(section, [task(q) for q in section.questions]) for section in questionnaire.sections]


def is_given(answer: SavedAnswer) -> bool:
    return answer.status in (ANSWERED, DECLINED)
