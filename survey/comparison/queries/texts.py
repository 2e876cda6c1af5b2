"""Reads what received reports say in words: one question's texts page by page, and what a search finds."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select, union_all
from sqlalchemy.orm import Session

from survey.answering.models.reports import Answer, Report
from survey.answering.models.texts import AnswerText
from survey.answering.queries.answers import ids_of_parts
from survey.answering.queries.reports import within
from survey.answering.scope import RECEIVED_REPORTS
from survey.answering.statuses import ANSWERED
from survey.answering.texts import mission_mark, round_mark
from survey.comparison.queries.filtering import filtered, joined
from survey.comparison.queries.source import SOURCE
from survey.comparison.records import UNFILTERED, Filters
from survey.comparison.searching import Phrase, Search
from survey.comparison.texts import MOST_FOUND, TextRecord
from survey.data.word_index import rows_with
from survey.missions.models import Mission, Project
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.rounds.models import AskedProject, Round

MAIN_ID = func.coalesce(Report.supplements_id, Report.id)
FIELDS = (
    *SOURCE,
    MAIN_ID,
    Report.id,
    Report.public_id,
    Report.fictitious,
    Report.version_id,
    QuestionnaireVersion.number,
    Report.submitted_at,
    Answer.version,
    Answer.status,
    case((Answer.status == ANSWERED, Answer.value), else_=""),
    Answer.language,
)


def _answers(found: bool = False) -> Select:
    """The answers of received reports and supplements, with what stands beside them; with `found`, of kept texts.

    What few are chosen by stands first: PostgreSQL keeps the order of joins beyond the eighth table.
    """
    begun = select(*FIELDS)
    if found:
        same = and_(AnswerText.report_id == Answer.report_id, AnswerText.part_id == Answer.part_id)
        begun = begun.select_from(AnswerText).join(Answer, same)
    else:
        begun = begun.select_from(Answer)
    answers = (
        begun.join(Report, Report.id == Answer.report_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Report.version_id)
        .join(RegisteredPart, RegisteredPart.id == Answer.part_id)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Round, Round.id == AskedProject.round_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Mission, Mission.id == Project.mission_id)
    )
    return within(answers, RECEIVED_REPORTS)


def text_record(session: Session, round_id: int, public_id: str, part_code: str) -> TextRecord | None:
    """What a received report of this round says to a part in words, or None."""
    own = (
        AskedProject.round_id == round_id,
        Report.public_id == public_id,
        RegisteredPart.code == part_code,
        RegisteredPart.kind == "text",
        Answer.status == ANSWERED,
        Answer.value != "",
        exists().where(AnswerText.report_id == Report.id, AnswerText.part_id == Answer.part_id),
    )
    row = session.execute(_answers().where(*own)).first()
    return TextRecord(*row) if row else None


def reports_with_texts(
    session: Session, round_id: int, filters: Filters, parts: Collection[str]
) -> tuple[int, Select]:
    """How many reports, with their supplements, say something in words to these parts, and the select of their ids."""
    keys = list(ids_of_parts(session, parts).values())
    found = select(AnswerText.main_id).where(AnswerText.round_id == round_id, AnswerText.part_id.in_(keys))
    if filters.chosen:
        # by the reports that are due alone, the index over asked projects is of use
        due = select(Report.id).select_from(Report).where(Report.supplements_id.is_(None))
        fitting = joined(due)
        found = found.where(AnswerText.main_id.in_(filtered(fitting, round_id, filters)))
    # of one part there is one text from a report and its supplements together
    if len(keys) > 1:
        found = found.distinct()
    counted = session.scalar(select(func.count()).select_from(found.subquery()))
    return counted or 0, found.order_by(AnswerText.main_id)


def answers_of_reports(
    session: Session, report_ids: Sequence[int], parts: Collection[str]
) -> list[TextRecord]:
    """What these reports and their supplements say to these parts, in the order of reports and parts."""
    # each half by its index: a condition with OR would look through all reports, a subselect through all answers
    own = union_all(
        select(Report.id).where(Report.id.in_(report_ids)),
        select(Report.id).where(Report.supplements_id.in_(report_ids)),
    )
    holders, keys = list(session.scalars(own)), list(ids_of_parts(session, parts).values())
    statement = _answers().where(Answer.report_id.in_(holders), Answer.part_id.in_(keys))
    rows = session.execute(statement.order_by(MAIN_ID, Report.id, RegisteredPart.id))
    return [TextRecord(*row) for row in rows]


def found_texts(
    session: Session, search: Search, *, round_id: int, filters: Filters = UNFILTERED
) -> list[int]:
    """The ids of the texts that hold what is looked for, the last signed first; at most one more than are listed."""
    phrases = [Phrase((round_mark(round_id),)), *search.phrases]
    missions = _missions(session, filters)
    if missions == []:
        return []
    found = rows_with(session, phrases, map(mission_mark, missions or ()))
    row = found.selected_columns[0]
    if filters.chosen:
        found = found.join(AnswerText, AnswerText.id == row).join(Report, Report.id == AnswerText.report_id)
        found = filtered(joined(found), round_id, filters)
    return list(session.scalars(found.order_by(row.desc()).limit(MOST_FOUND + 1)))


def _missions(session: Session, filters: Filters) -> list[int] | None:
    """The missions that the filters leave, None: all. The index knows them, so that few are found fast among many."""
    wanted: list[ColumnElement[bool]] = []
    if filters.region:
        wanted.append(Mission.region == filters.region)
    if filters.mission:
        wanted.append(Mission.name == filters.mission)
    if not wanted:
        return None
    return list(session.scalars(select(Mission.id).where(and_(*wanted)).order_by(Mission.id)))


def texts_found(session: Session, ids: Sequence[int]) -> list[TextRecord]:
    """These rows of `found_texts`, in their order."""
    statement = _answers(found=True).where(AnswerText.id.in_(ids))
    rows = session.execute(statement.order_by(AnswerText.id.desc()))
    return [TextRecord(*row) for row in rows]
