"""Declares what a draft's changes mean, and publishes drafts into rounds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering.models.reports import Report
from survey.answering.services.supplements import ask_supplements
from survey.answering.services.tallies import count_again
from survey.audit.services import record
from survey.data.direct import write
from survey.publishing.records import MOVING_STATES
from survey.questionnaire.declarations import Declaration, declarations_of, undeclared, with_declarations
from survey.questionnaire.differences import Difference, differences
from survey.questionnaire.drafts import Draft
from survey.questionnaire.instrument import BadInstrument
from survey.questionnaire.models import QuestionnaireVersion
from survey.questionnaire.queries import draft_of, findings_of, published_versions
from survey.questionnaire.services import change_draft, publish_draft
from survey.questionnaire.structure import questionnaire
from survey.rounds.models import AskedProject, Round


class NotDeclared(Exception):
    """The draft changes questions or parts without saying what that means; `differences` are these changes."""

    def __init__(self, missing: Sequence[Difference]):
        super().__init__(", ".join(difference.code for difference in missing))
        self.differences = missing


class NothingChanged(Exception):
    """The draft says the same as the published version."""


@dataclass(frozen=True)
class Published:
    """A version that was just published: how many drafts moved over to it, how many signed reports it asks."""

    version: QuestionnaireVersion
    moved: int
    asked: int


def declare_changes(
    session: Session, *, draft: Draft, seen_revision: int, declared: Iterable[Declaration], person: SignedIn
) -> int:
    """Keeps in the draft what its changes mean; returns the draft's new revision.

    Raises DraftChanged when somebody has changed the draft since it was read as `seen_revision`.
    """
    declared = list(declared)
    revision = change_draft(
        session,
        code=draft.code,
        document=with_declarations(draft.document, draft.number, declared),
        seen_revision=seen_revision,
        person_id=person.person_id,
    )
    meanings = {declaration.code: declaration.declared for declaration in declared}
    record(session, person=person.public_id, action="declare changes", subject=draft.code, changes=meanings)
    return revision


def publish_to_rounds(
    session: Session,
    *,
    code: str,
    seen_revision: int,
    round_ids: Sequence[int],
    ask_until: datetime | None,
    person: SignedIn,
) -> Published:
    """Publishes the draft, lets these rounds ask it from now on, and moves their unsigned reports over.

    What is answered already stays, to parts that are retired too. With `ask_until` their signed reports are asked what
    is new to them until then. The number of statements does not grow with the reports. Raises DraftChanged,
    BadInstrument, NotDeclared or NothingChanged, before anything is written.
    """
    draft = draft_of(session, code)
    if draft is not None and draft.revision == seen_revision:
        _refuse_unready(session, draft)
    version = publish_draft(session, code=code, seen_revision=seen_revision)
    own = update(Round).where(Round.id.in_(round_ids)).values(version_id=version.id)
    write(session, own)
    moved = _move_drafts(session, version, round_ids)
    asked = 0
    if ask_until is not None:
        asked = ask_supplements(
            session, version=version, round_ids=round_ids, closes_at=ask_until, person=person
        )
    codes = session.scalars(select(Round.code).where(Round.id.in_(round_ids)).order_by(Round.id))
    record(
        session,
        person=person.public_id,
        action="publish version",
        subject=code,
        number=version.number,
        rounds=list(codes),
        moved=len(moved),
        asked=asked,
    )
    count_again(session, moved, answers=False)
    return Published(version, len(moved), asked)


def _refuse_unready(session: Session, draft: Draft) -> None:
    if wrong := findings_of(session, draft):
        raise BadInstrument([str(finding) for finding in wrong])
    *_older, newest = published_versions(session, draft.code)
    found = differences(newest.questionnaire, questionnaire(draft.document, draft.number))
    if not found:
        raise NothingChanged
    missing = undeclared(found, declarations_of(draft.document, draft.number))
    if missing:
        raise NotDeclared(missing)


def _move_drafts(session: Session, version: QuestionnaireVersion, round_ids: Sequence[int]) -> list[int]:
    """Lets the reports of these rounds that nobody ever signed answer this version; returns their asked projects."""
    asked = select(AskedProject.id).where(AskedProject.round_id.in_(round_ids))
    moving = (
        update(Report)
        .where(
            Report.asked_project_id.in_(asked),
            Report.state.in_(MOVING_STATES),
            Report.submitted_at.is_(None),
            Report.supplements_id.is_(None),
        )
        .values(version_id=version.id)
        .returning(Report.asked_project_id)
    )
    return list(session.scalars(moving))
