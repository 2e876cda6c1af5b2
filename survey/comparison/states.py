"""The status of every part of every report that is due, and where the reports of a round stand."""

from collections import Counter
from collections.abc import Iterable

from survey.answering.states import RECEIVED, RETURNED
from survey.answering.statuses import NO_ANSWER, NOT_ASKED, NOT_REACHED
from survey.comparison.records import AnswerRecord, ReportRecord
from survey.questionnaire.structure import Part


def status_of(report: ReportRecord, part: Part | None, answer: AnswerRecord | None) -> str:
    """The status of a part of a report that is due.

    `part` is the part in the version that the report answers, None where that version has none. Until it is
    received, a report can still move to another version: all its parts count as not reached.
    """
    if not report.received:
        return NOT_REACHED
    if part is None:
        return NOT_ASKED
    return answer.status if answer else NO_ANSWER


def progress(reports: Iterable[ReportRecord]) -> dict[str, int]:
    """How many reports are due, and how many of them stand where: these figures sum up to the first."""
    states = Counter("submitted" if report.state in RECEIVED else report.state for report in reports)
    shown = ["not_started", "draft", "with_lead", "submitted"]
    if states[RETURNED]:
        shown.insert(3, RETURNED)
    return {"due": states.total()} | {state: states[state] for state in shown}
