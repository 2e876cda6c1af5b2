"""Asks signed reports what was added to the questionnaire since then, as supplements; the reports stay as they are."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering.models.reports import Report
from survey.answering.queries.supplements import askings
from survey.answering.services.tallies import count_again
from survey.answering.states import DRAFT
from survey.answering.supplements import Asking
from survey.audit.services import record
from survey.data import clock
from survey.data.base import table_of
from survey.data.direct import write
from survey.questionnaire.instrument import checksum
from survey.questionnaire.models import QuestionnaireVersion
from survey.rounds.models import AskedProject, Round

REPORTS = table_of(Report)
OPEN = insert(REPORTS)
MOVE = (
    update(REPORTS)
    .where(REPORTS.c.id == bindparam("own"), REPORTS.c.submitted_at.is_(None))
    .values(version_id=bindparam("asks"), closes_at=bindparam("until"))
)
END = update(REPORTS).where(REPORTS.c.id == bindparam("own")).values(closes_at=bindparam("until"))


def ask_supplements(
    session: Session,
    *,
    version: QuestionnaireVersion,
    round_ids: Sequence[int],
    closes_at: datetime,
    person: SignedIn,
) -> int:
    """Asks the signed reports of these rounds what a published version has and they were never asked.

    Each gets a supplement of its own, open until `closes_at` even where its round has closed. A supplement that was
    not signed yet goes on with the new version and all its answers, a signed one is followed by another. A returned
    report is asked too: it was signed, and stays on its version. Returns how many reports are asked something; the
    same call again asks nothing.
    """
    codes = _hold(session, round_ids)
    document = json.loads(version.document)
    found = askings(session, document=document, number=version.number, round_ids=round_ids)
    asked = [asking for asking in found if asking.document is not None]
    keys = _versions(session, version, asked)
    _open(session, [asking for asking in asked if not asking.chain.unsigned], keys, closes_at)
    _move(session, [asking for asking in asked if asking.chain.unsigned], keys, closes_at)
    _end(session, [asking for asking in found if asking.document is None])
    details = {"version": version.number, "reports": len(asked), "closes_at": closes_at.isoformat()}
    record(
        session,
        person=person.public_id,
        action="ask supplements",
        subject=version.code,
        rounds=codes,
        **details,
    )
    count_again(session, [asking.chain.asked_project_id for asking in asked], answers=False)
    return len(asked)


def _hold(session: Session, round_ids: Sequence[int]) -> list[str]:
    """Locks the reports of these rounds, so that nobody asks them twice at once; returns the rounds' codes."""
    own = select(Report.id).join(AskedProject).where(AskedProject.round_id.in_(round_ids))
    session.execute(own.order_by(Report.id).with_for_update(of=Report)).all()
    return list(session.scalars(select(Round.code).where(Round.id.in_(round_ids)).order_by(Round.id)))


def _versions(session: Session, version: QuestionnaireVersion, asked: Sequence[Asking]) -> dict[str, int]:
    """The id of what each group of reports is asked, by the versions that it comes after; made where missing."""
    documents = {asking.after: asking.document or "" for asking in asked}
    own = QuestionnaireVersion.code == version.code, QuestionnaireVersion.number == version.number
    found = select(QuestionnaireVersion.after, QuestionnaireVersion.id).where(
        *own, QuestionnaireVersion.after.in_(documents)
    )
    keys = dict(session.execute(found).all())
    new = [
        QuestionnaireVersion(
            code=version.code,
            number=version.number,
            document=text,
            checksum=checksum(text),
            published_at=version.published_at,
            after=after,
        )
        for after, text in sorted(documents.items())
        if after not in keys
    ]
    session.add_all(new)
    session.flush()
    return keys | {made.after: made.id for made in new}


def _open(session: Session, asked: Sequence[Asking], keys: dict[str, int], closes_at: datetime) -> None:
    rows = [
        {
            "asked_project_id": asking.chain.asked_project_id,
            "supplements_id": asking.chain.report_id,
            "version_id": keys[asking.after],
            "state": DRAFT,
            "fictitious": asking.chain.fictitious,
            "closes_at": closes_at,
        }
        for asking in asked
    ]
    if rows:
        write(session, OPEN, rows)


def _move(session: Session, asked: Sequence[Asking], keys: dict[str, int], closes_at: datetime) -> None:
    """Nobody gets less time than they were given before."""
    rows = [
        {
            "own": unsigned.id,
            "asks": keys[asking.after],
            "until": max(unsigned.closes_at or closes_at, closes_at),
        }
        for asking in asked
        if (unsigned := asking.chain.unsigned)
    ]
    if rows:
        write(session, MOVE, rows)


def _end(session: Session, over: Sequence[Asking]) -> None:
    """Closes supplements of which nothing is asked any more; what was written in them stays."""
    now = clock.now()
    rows = [
        {"own": unsigned.id, "until": min(unsigned.closes_at or now, now)}
        for asking in over
        if (unsigned := asking.chain.unsigned)
    ]
    if rows:
        write(session, END, rows)
