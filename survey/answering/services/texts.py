"""Keeps the texts of received reports folded for searching."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Row, Select, bindparam, delete, exists, insert, select
from sqlalchemy.orm import Session

from survey.answering.models.reports import Answer, Report
from survey.answering.models.texts import AnswerText
from survey.answering.records import SavedAnswer
from survey.answering.states import RECEIVED
from survey.answering.statuses import ANSWERED
from survey.answering.texts import indexed, mission_mark, round_mark
from survey.data import word_index
from survey.data.base import table_of
from survey.data.direct import read, write
from survey.missions.models import Project
from survey.questionnaire.models import RegisteredPart
from survey.questionnaire.queries import questionnaire_version
from survey.questionnaire.structure import Questionnaire
from survey.rounds.models import AskedProject

TEXTS = table_of(AnswerText)
ADD = insert(TEXTS)
FORGET = delete(TEXTS).where(TEXTS.c.report_id == bindparam("own"))
PLACE = (
    select(Report.id, Report.supplements_id, Report.version_id, AskedProject.round_id, Project.mission_id)
    .join(AskedProject, AskedProject.id == Report.asked_project_id)
    .join(Project, Project.id == AskedProject.project_id)
)
OWN_PLACE = PLACE.where(Report.id == bindparam("report_id"))
BATCH = 1_000


def keep_texts(
    session: Session,
    *,
    report_id: int,
    questionnaire: Questionnaire,
    answers: Mapping[str, SavedAnswer],
    parts: Mapping[str, int],
) -> None:
    """Takes in what a report says in words, as it was just signed; what it said before goes.

    `answers` hold every part of the report with its final status, `parts` the keys of these parts.
    """
    forget_texts(session, report_id)
    codes = [code for code, part in questionnaire.covered.items() if part.kind == "text"]
    said = [(parts[code], answers[code].value) for code in codes if _is_said(answers[code])]
    if said:
        write(session, ADD, _rows(read(session, OWN_PLACE, {"report_id": report_id}).one(), said))


def forget_texts(session: Session, report_id: int) -> None:
    """Takes out what a report says: it is not received any more, or its words are to go."""
    write(session, FORGET, {"own": report_id})


def rebuild_texts(session: Session) -> int:
    """Makes the texts of all received reports, and the index of their words, anew; returns how many there are."""
    # SQLite takes no row out of an index that does not know it
    word_index.rebuild(session)
    write(session, delete(TEXTS))
    return _take_in(session, PLACE)


def take_in_texts(session: Session, report_ids: Collection[int]) -> None:
    """Takes in what these reports say, which were just signed for the first time."""
    _take_in(session, PLACE.where(Report.id.in_(report_ids)))


def take_in_missing_texts(session: Session) -> int:
    """Takes in received reports none of whose texts are in: those that were signed before texts were kept."""
    has_none = ~exists().where(AnswerText.report_id == Report.id)
    says = exists().where(
        Answer.report_id == Report.id,
        Answer.status == ANSWERED,
        Answer.value != "",
        Answer.part_id.in_(select(RegisteredPart.id).where(RegisteredPart.kind == "text")),
    )
    return _take_in(session, PLACE.where(has_none, says))


def _is_said(answer: SavedAnswer) -> bool:
    return answer.status == ANSWERED and bool(answer.value)


def _take_in(session: Session, places: Select) -> int:
    """The texts of the received ones of these reports, in the order in which they were signed."""
    received = places.where(Report.state.in_(RECEIVED)).order_by(Report.submitted_at, Report.id)
    found = session.execute(received).all()
    texts = {version_id: _texts(session, version_id) for version_id in {row.version_id for row in found}}
    number = 0
    for start in range(0, len(found), BATCH):
        some = found[start : start + BATCH]
        rows = _batch(session, some, texts)
        number += len(rows)
        if rows:
            write(session, ADD, rows)
    return number


def _texts(session: Session, version_id: int) -> dict[int, int]:
    """The place of each part of a version that is answered in words, by its key."""
    covered = questionnaire_version(session, version_id).covered
    codes = [code for code, part in covered.items() if part.kind == "text"]
    keys = select(RegisteredPart.code, RegisteredPart.id).where(RegisteredPart.code.in_(codes))
    key_of = dict(session.execute(keys).all())
    return {key_of[code]: place for place, code in enumerate(codes)}


def _batch(session: Session, reports: Iterable[Row], texts: Mapping[int, Mapping[int, int]]) -> list[dict]:
    own = {row.id: row for row in reports}
    parts = {key for row in own.values() for key in texts[row.version_id]}
    statement = select(Answer.report_id, Answer.part_id, Answer.value).where(
        Answer.report_id.in_(own), Answer.part_id.in_(parts), Answer.status == ANSWERED, Answer.value != ""
    )
    said: dict[int, list[tuple[int, str]]] = {id: [] for id in own}
    for report_id, part_id, value in session.execute(statement):
        if part_id in texts[own[report_id].version_id]:
            said[report_id].append((part_id, value))
    rows = []
    for id, answers in said.items():
        order = texts[own[id].version_id]
        rows += _rows(own[id], sorted(answers, key=lambda answer: order[answer[0]]))
    return rows


def _rows(place: Row, said: Iterable[tuple[int, str]]) -> list[dict]:
    """What a report says, by part in the order of its questionnaire.

    The last part comes first: what is found is shown from the highest id downwards.
    """
    marks = round_mark(place.round_id), mission_mark(place.mission_id)
    same = {"round_id": place.round_id, "main_id": place.supplements_id or place.id, "report_id": place.id}
    return [same | {"part_id": part, "words": indexed(text, *marks)} for part, text in reversed([*said])]
