"""What pages read instead of all answers: made of what was signed, kept with every signature, gone with a return."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from survey.answering.records import SavedAnswer
from survey.answering.services.persons import (
    count_missing,
    forget_counts,
    keep_counts,
    keep_counts_of,
    rebuild_counts,
)
from survey.answering.services.tallies import count_report_again, count_uncounted
from survey.answering.services.tallies import rebuild as rebuild_tallies
from survey.answering.services.texts import (
    forget_texts,
    keep_texts,
    rebuild_texts,
    take_in_missing_texts,
    take_in_texts,
)
from survey.questionnaire.structure import Questionnaire
from survey.rounds.queries import rounds


def keep_derived(
    session: Session,
    *,
    report_id: int,
    questionnaire: Questionnaire,
    answers: Mapping[str, SavedAnswer],
    parts: Mapping[str, int],
) -> None:
    """Takes in a report as it was just signed; what it said before goes.

    `answers` hold every part of the report with its final status, `parts` the keys of these parts. Call it after the
    trail was written to, so that no two writers wait for each other.
    """
    keep_counts(session, report_id, answers)
    keep_texts(session, report_id=report_id, questionnaire=questionnaire, answers=answers, parts=parts)
    count_report_again(session, report_id)


def keep_derived_of(session: Session, signed: Mapping[int, Mapping[str, SavedAnswer]]) -> None:
    """Takes in many reports that were signed together and had nothing kept, by their id, but for their tallies.

    Call `count_again` for their projects once the trail was written to.
    """
    keep_counts_of(session, signed)
    take_in_texts(session, signed.keys())


def forget_derived(session: Session, report_id: int) -> None:
    """Takes out a report that is not received any more."""
    forget_counts(session, report_id)
    forget_texts(session, report_id)
    count_report_again(session, report_id)


def derive_missing(session: Session) -> None:
    """Takes in what was signed before any of this was kept, as after an upgrade."""
    count_missing(session)
    take_in_missing_texts(session)
    count_uncounted(session)


def rebuild(session: Session) -> None:
    """Makes all of it anew from the answers."""
    rebuild_counts(session)
    rebuild_texts(session)
    for round in rounds(session):
        rebuild_tallies(session, round.id)
