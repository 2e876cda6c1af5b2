"""Reads the reports of a round in batches, for files: what is in memory does not grow with the round."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.answering.models.reports import Answer, Report
from survey.answering.queries.reports import within
from survey.answering.scope import RECEIVED_REPORTS
from survey.comparison.queries.filtering import filtered, joined
from survey.comparison.queries.records import SAID, answered_versions, due_reports
from survey.comparison.records import UNFILTERED, AnswerRecord, Batch, Filters, ReportRecord
from survey.data.direct import read
from survey.questionnaire.models import QuestionnaireVersion
from survey.questionnaire.queries import part_ids, questionnaire_version
from survey.questionnaire.structure import Questionnaire
from survey.rounds.models import AskedProject

#: so many reports are in memory at a time, with their answers
REPORTS = 100
NUMBERS = 5_000


def batches(session: Session, round_id: int, filters: Filters = UNFILTERED) -> Iterator[range]:
    """The numbers of the round's list in ranges, each with so many reports as are read at a time.

    Each comes as soon as it is known: the first one does not wait for the end of a long list.
    """
    due = joined(select(AskedProject.number).select_from(Report)).where(Report.supplements_id.is_(None))
    due = filtered(due, round_id, filters).order_by(AskedProject.number)
    first = last = None
    with session.execute(due.execution_options(yield_per=NUMBERS)) as numbers:
        for place, last in enumerate(numbers.scalars()):
            if place % REPORTS:
                continue
            if first is not None:
                yield range(first, last)
            first = last
        if first is not None and last is not None:
            yield range(first, last + 1)


def reports_with_answers(
    session: Session, round_id: int, filters: Filters = UNFILTERED, *, parts: Collection[str] | None = None
) -> Iterator[Batch]:
    """Every report that is due, with its answers to these parts (None: to all), a batch at a time.

    Each batch takes three statements, for the reports, their service areas and the answers. In one statement for all of
    them PostgreSQL sorts the whole round before it gives the first row.
    """
    keys = part_ids(session)
    wanted = {keys[code]: code for code in (keys if parts is None else parts) if code in keys}
    for numbers in batches(session, round_id, filters):
        reports = due_reports(session, round_id, filters, numbers=numbers)
        yield reports, answers_of(session, reports, wanted, all_parts=parts is None)


def answers_of(
    session: Session, reports: Sequence[ReportRecord], parts: Mapping[int, str], *, all_parts: bool
) -> dict[int, list[AnswerRecord]]:
    """The answers of these reports and of their supplements, as far as they are received, by whose they are.

    `parts` holds the codes of the parts that are wanted by their keys; `all_parts`: there are no others.
    """
    ids = [one.id for report in reports for one in report.with_supplements if one.received]
    if not ids:
        return {}
    statement = (
        select(Answer.report_id, Answer.part_id, *SAID)
        .join(Report, Report.id == Answer.report_id)
        .where(Answer.report_id.in_(ids))
    )
    if not all_parts:
        statement = statement.where(Answer.part_id.in_(parts))
    found: dict[int, list[AnswerRecord]] = {id: [] for id in ids}
    for id, part_id, *said in read(session, within(statement, RECEIVED_REPORTS)):
        found[id].append(AnswerRecord(id, parts[part_id], *said))
    return found


def asked_further(session: Session, round_id: int) -> dict[int, Questionnaire]:
    """What supplements of the round's reports ask, by id."""
    version = QuestionnaireVersion
    own = select(version.id).where(version.after != "", version.id.in_(answered_versions(session, round_id)))
    return {id: questionnaire_version(session, id) for id in session.scalars(own.order_by(version.id))}
