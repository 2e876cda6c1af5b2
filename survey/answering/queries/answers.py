"""Reads the answers of a report that somebody's scope has reached."""

from collections.abc import Collection
from weakref import WeakKeyDictionary

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from survey.accounts.models import Person
from survey.answering.models.reports import Answer, AnswerHistory
from survey.answering.records import Authored, SavedAnswer
from survey.answering.saving import Change, has_text
from survey.data.direct import read
from survey.questionnaire.queries import part_ids

# part codes never change their number: one map for each database, read anew when a code is missing
_part_ids: WeakKeyDictionary = WeakKeyDictionary()


def ids_of_parts(session: Session, codes: Collection[str]) -> dict[str, int]:
    """The key of each of these part codes; after the first call without a statement."""
    pool = session.get_bind().engine.pool
    known = _part_ids.get(pool, {})
    if not known.keys() >= set(codes):
        known = _part_ids[pool] = part_ids(session)
    return {code: known[code] for code in codes}


OWN_ANSWERS = select(
    Answer.part_id,
    Answer.version,
    Answer.status,
    Answer.value,
    Answer.language,
    Answer.person_id,
    Answer.answered_at,
).where(Answer.report_id == bindparam("report_id"), Answer.part_id.in_(bindparam("parts", expanding=True)))


def saved_answers(session: Session, report_id: int, codes: Collection[str]) -> dict[str, SavedAnswer]:
    """The current answer to each of these parts; a part that was never saved has version 0."""
    keys = ids_of_parts(session, codes)
    code_of = {key: code for code, key in keys.items()}
    found = read(session, OWN_ANSWERS, {"report_id": report_id, "parts": list(keys.values())})
    saved = {code_of[row[0]]: SavedAnswer(code_of[row[0]], *row[1:]) for row in found}
    return {code: saved.get(code) or SavedAnswer(code) for code in codes}


def answers_as_seen(session: Session, report_id: int, versions: dict[str, int]) -> dict[str, SavedAnswer]:
    """The answers to these parts as they were in these versions, from the history."""
    keys = ids_of_parts(session, versions.keys())
    code_of = {key: code for code, key in keys.items()}
    wanted = [
        and_(AnswerHistory.part_id == keys[code], AnswerHistory.version == version)
        for code, version in versions.items()
        if version
    ]
    seen = {code: SavedAnswer(code) for code, version in versions.items() if not version}
    if wanted:
        history = AnswerHistory
        fields = (history.part_id, history.version, history.status, history.value, history.language)
        own = (history.report_id == report_id, history.outcome == "saved", or_(*wanted))
        for row in session.execute(select(*fields).where(*own).order_by(history.id)):
            seen[code_of[row[0]]] = SavedAnswer(code_of[row[0]], *row[1:])
    return seen


def version_with(session: Session, report_id: int, change: Change) -> int:
    """The version that holds what was sent, though nothing was saved just now.

    Either it is what stands there anyway, or the same request had been carried out before, or the person sent what
    they had seen. A newer version that they have not seen must not be named: the next save would overwrite it.
    """
    code, seen = change.part_code, change.seen_version
    current = saved_answers(session, report_id, [code])[code]
    if has_text(current, change):
        return current.version
    next_one = answers_as_seen(session, report_id, {code: seen + 1}) if seen >= 0 else {}
    return seen + 1 if has_text(next_one.get(code), change) else seen


def authored(session: Session, report_id: int, code: str) -> Authored:
    """The current answer to a part with the name of its author."""
    key = ids_of_parts(session, [code])[code]
    row = session.execute(
        select(Answer.value, Answer.status, func.coalesce(Person.name, ""), Answer.answered_at)
        .outerjoin(Person, Person.id == Answer.person_id)
        .where(Answer.report_id == report_id, Answer.part_id == key)
    ).one()
    return Authored(row[0], row[1] == "declined", row[2], row[3])
