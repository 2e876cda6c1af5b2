"""A draft filled in for trying out: what was typed lives in the pages themselves and nowhere else."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from survey.answering.checks import warnings
from survey.answering.records import SavedAnswer
from survey.answering.saving import Change
from survey.answering.statuses import DECLINED, own_status
from survey.questionnaire.kinds.kind import Fields, first
from survey.questionnaire.kinds.registry import KINDS, kind_of
from survey.questionnaire.structure import Question, Questionnaire, Section
from survey.web.wording import BadInput, Sentence

#: the names of the hidden fields in which a page carries what was typed on others, each with a part's code behind it
HELD, HELD_DECLINED = "held:", "held-declined:"
#: the kinds whose figures are looked at together
FIGURES = ("table", "verdict")


def showable(version: Questionnaire) -> Questionnaire:
    """The draft without what no page can show yet: parts of an unknown kind."""

    def question(asked: Question) -> Question:
        return replace(asked, parts=tuple(part for part in asked.parts if part.kind in KINDS))

    def section(asked: Section) -> Section:
        return replace(asked, questions=tuple(question(own) for own in asked.questions))

    return replace(version, sections=tuple(section(own) for own in version.sections))


def held_answers(version: Questionnaire, fields: Fields) -> dict[str, SavedAnswer]:
    """An answer for every part: what the page carries, or nothing where that is no answer to the part as it is."""
    found = {}
    for part in version.parts:
        declined = bool(first(fields, HELD_DECLINED + part.code))
        value = "" if declined else first(fields, HELD + part.code)
        try:
            kind_of(part).check(part, value)
        except BadInput:
            value = ""
        found[part.code] = _answer(part.code, value, own_status(value, declined))
    return found


def with_changes(answers: Mapping[str, SavedAnswer], changes: Collection[Change]) -> dict[str, SavedAnswer]:
    """The answers with what a page sent in place of what it had."""
    sent = {change.part_code: _answer(change.part_code, change.value, change.status) for change in changes}
    return {**answers, **sent}


def _answer(code: str, value: str, status: str) -> SavedAnswer:
    return SavedAnswer(code, version=1 if value or status == DECLINED else 0, status=status, value=value)


def carried(answers: Mapping[str, SavedAnswer], shown: Collection[str]) -> list[tuple[str, str]]:
    """The hidden fields, as names and texts, for all answers but those whose parts are `shown` in fields."""
    found = []
    for code, answer in answers.items():
        if code in shown:
            continue
        if answer.status == DECLINED:
            found.append((HELD_DECLINED + code, "1"))
        elif answer.value:
            found.append((HELD + code, answer.value))
    return found


def gentle(version: Questionnaire, answers: Mapping[str, SavedAnswer]) -> dict[str, Sentence]:
    """The gentle warnings, by part code."""
    figures = {part.code: answers[part.code].value for part in version.parts if part.kind in FIGURES}
    return warnings(figures)
