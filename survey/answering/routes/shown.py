"""The version of the questionnaire that a page showed, where its report has moved to another one since."""

from collections.abc import Iterator

from flask import request
from flask_babel import gettext as _

from survey.answering.records import ReportHead
from survey.questionnaire.queries import version_by_number
from survey.questionnaire.structure import Part, Questionnaire
from survey.web.database import session

#: the field in which every page that takes answers or a signature says which version it shows
FIELD = "questionnaire_version"


def as_shown(head: ReportHead, questionnaire: Questionnaire) -> Questionnaire:
    """The version whose page sent this request; the report's own where the page says nothing else that can be.

    Somebody may be typing on a page when the next version is published. What they send is read, and kept, as the
    answer to what they saw.
    """
    number = request.form.get(FIELD, "")
    if not (number.isascii() and number.isdigit() and len(number) < 9 and int(number) < head.version_number):
        return questionnaire
    return version_by_number(session(), questionnaire.code, int(number)) or questionnaire


def part_of_any_version(questionnaire: Questionnaire, code: str) -> Part | None:
    """The part as the report's version asks it, else as the newest older version asked it."""
    versions = (questionnaire, *_older(questionnaire))
    return next((version.part[code] for version in versions if code in version.part), None)


def was_asked(questionnaire: Questionnaire, question_code: str) -> bool:
    """Whether an older version had this question."""
    return any(question_code in version.question for version in _older(questionnaire))


def _older(questionnaire: Questionnaire) -> Iterator[Questionnaire]:
    """The versions before this one, the newest first, read as they are asked for; a supplement has none."""
    if questionnaire.after:
        return
    for number in range(questionnaire.number - 1, 0, -1):
        version = version_by_number(session(), questionnaire.code, number)
        if version:
            yield version


def moved_on() -> str:
    """What somebody is told whose page was older than the report's version."""
    return _("The questionnaire was changed while you were writing. What you wrote is saved.")
