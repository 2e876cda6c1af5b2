"""Reads the quotes of a round."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from survey.accounts.models import Person
from survey.answering.models.reports import Answer, AnswerHistory, Report
from survey.answering.states import RECEIVED
from survey.answering.statuses import ANSWERED
from survey.comparison.models import Quote
from survey.comparison.queries.filtering import filtered, joined
from survey.comparison.queries.source import SOURCE
from survey.comparison.quotes import QuoteRecord
from survey.comparison.records import Filters
from survey.questionnaire.models import RegisteredPart
from survey.rounds.models import AskedProject, Round

RECEIVED_NOW = Report.state.in_(RECEIVED)
THEN = aliased(AnswerHistory)
FIELDS = (
    *SOURCE,
    Quote.public_id,
    Quote.text,
    Quote.whole,
    Quote.note,
    Quote.edition,
    Person.name,
    Quote.collected_at,
    Quote.answer_version,
    Quote.question_version,
    Quote.language,
    Report.public_id,
    Report.fictitious,
    func.coalesce(
        select(func.max(THEN.value))
        .where(
            THEN.report_id == Quote.report_id,
            THEN.part_id == Quote.part_id,
            THEN.version == Quote.answer_version,
            THEN.outcome == "saved",
        )
        .scalar_subquery(),
        Quote.text,
    ),
    RECEIVED_NOW,
    case((RECEIVED_NOW, Answer.version)),
    case((RECEIVED_NOW & (Answer.status == ANSWERED), Answer.value)),
)


def _of_round(
    fields: Sequence, round_id: int, filters: Filters, question_code: str = "", *, quote_id: str = ""
) -> Select:
    statement = (
        joined(select(*fields).select_from(Quote).join(Report, Report.id == Quote.report_id))
        .join(Round, Round.id == AskedProject.round_id)
        .join(RegisteredPart, RegisteredPart.id == Quote.part_id)
        .join(Person, Person.id == Quote.person_id)
        .outerjoin(Answer, and_(Answer.report_id == Quote.report_id, Answer.part_id == Quote.part_id))
    )
    # a quote is of a round, however its report's project is filed
    statement = filtered(statement, round_id, filters).where(Quote.round_id == round_id)
    if question_code:
        statement = statement.where(RegisteredPart.question_code == question_code)
    if quote_id:
        statement = statement.where(Quote.public_id == quote_id)
    return statement


def count_quotes(session: Session, round_id: int, filters: Filters, question_code: str = "") -> int:
    return session.scalar(_of_round([func.count()], round_id, filters, question_code)) or 0


def quotes(
    session: Session,
    round_id: int,
    filters: Filters,
    question_code: str = "",
    *,
    offset: int = 0,
    limit: int | None = None,
) -> list[QuoteRecord]:
    """The quotes of a round by question, each question's in the order of reports, the oldest first."""
    order = (RegisteredPart.id, AskedProject.number, Report.id, Quote.id)
    statement = _of_round(FIELDS, round_id, filters, question_code).order_by(*order)
    return [QuoteRecord(*row) for row in session.execute(statement.offset(offset).limit(limit))]


def quote_record(session: Session, round_id: int, public_id: str) -> QuoteRecord | None:
    """The quote with this id in the collection of this round, or None."""
    row = session.execute(_of_round(FIELDS, round_id, Filters(), quote_id=public_id)).first()
    return QuoteRecord(*row) if row else None


def quoted_questions(session: Session, round_id: int) -> list[str]:
    """The codes of the questions from which something is collected."""
    found = (
        select(RegisteredPart.question_code)
        .join(Quote, Quote.part_id == RegisteredPart.id)
        .where(Quote.round_id == round_id)
        .distinct()
    )
    return list(session.scalars(found.order_by(RegisteredPart.question_code)))
