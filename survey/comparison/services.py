"""Collects quotes, and writes their notes."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering.models.reports import Answer, Report
from survey.answering.queries.answers import ids_of_parts
from survey.answering.states import RECEIVED
from survey.audit.services import record
from survey.comparison.models import Quote
from survey.comparison.quotes import QuoteRecord, is_whole
from survey.comparison.texts import TextRecord
from survey.data import clock
from survey.data.direct import write
from survey.rounds.models import Round


class AnswerChanged(Exception):
    """The answer is not the one any more that was read, or its report is not received any more."""


class NoteChanged(Exception):
    """Somebody else changed the note, or removed the quote, since it was read."""


def collect_quote(
    session: Session, *, round: Round, answer: TextRecord, text: str, note: str, person: SignedIn
) -> bool:
    """Adds a passage of the answer that was read to the round's collection.

    False, and nothing is added, where the same words of the same version are in it already. Raises AnswerChanged when
    the answer was changed or its report returned since it was read.
    """
    # held until the commit: the report is not returned in between, and nobody adds the same at once
    own = select(Report.id).where(Report.id == answer.report_id, Report.state.in_(RECEIVED))
    if session.scalar(own.with_for_update()) is None:
        raise AnswerChanged
    part_id = ids_of_parts(session, [answer.part_code])[answer.part_code]
    now = session.execute(
        select(Answer.version, Answer.value, Answer.question_version).where(
            Answer.report_id == answer.report_id, Answer.part_id == part_id
        )
    ).first()
    if now is None or (now.version, now.value) != (answer.version, answer.value):
        raise AnswerChanged
    place = {"report_id": answer.report_id, "part_id": part_id, "answer_version": answer.version}
    if session.scalar(select(Quote.id).filter_by(**place, text=text, round_id=round.id)):
        return False
    quote = Quote(
        **place,
        round_id=round.id,
        question_version=now.question_version,
        language=answer.language,
        text=text,
        whole=is_whole(text, answer.value),
        note=note,
        person_id=person.person_id,
        collected_at=clock.now(),
    )
    session.add(quote)
    session.flush()
    _record(session, "collect quote", quote.public_id, round, person, answer.public_id, answer.part_code)
    return True


def write_note(
    session: Session, *, round: Round, quote: QuoteRecord, note: str, edition: int, person: SignedIn
) -> None:
    """Writes the note of a quote. Raises NoteChanged when it has not the edition any more that the person saw."""
    own = (Quote.public_id == quote.public_id, Quote.round_id == round.id, Quote.edition == edition)
    if write(session, update(Quote).where(*own).values(note=note, edition=edition + 1)) != 1:
        raise NoteChanged
    _record(session, "note on quote", quote.public_id, round, person, quote.report_id, quote.part_code)


def remove_quote(session: Session, *, round: Round, quote: QuoteRecord, person: SignedIn) -> None:
    """Takes a quote out of the collection; once it is gone, again has no effect."""
    own = (Quote.public_id == quote.public_id, Quote.round_id == round.id)
    if write(session, delete(Quote).where(*own)) == 1:
        _record(session, "remove quote", quote.public_id, round, person, quote.report_id, quote.part_code)


def _record(
    session: Session, action: str, quote_id: str, round: Round, person: SignedIn, report: str, part: str
) -> None:
    details = {"quote": quote_id, "report": report, "part": part}
    record(session, person=person.public_id, action=action, subject=round.code, **details)
