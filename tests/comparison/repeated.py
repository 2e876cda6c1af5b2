"""Rounds that ask the projects of 2001 again, and versions that give a verdict a new meaning."""

from datetime import UTC, datetime

from sqlalchemy import select

from survey.answering.models.reports import Answer, Report
from survey.answering.statuses import ANSWERED, SAVED_STATUSES
from survey.questionnaire.declarations import Declaration, with_declarations
from survey.questionnaire.queries import part_ids
from survey.rounds.models import AskedProject, Round
from survey.rounds.services import ensure_round
from tests.answering.supplements import whole
from tests.support.drafts import make_draft, part_in, publish_draft_in

SUCCESS = "Q7_SUCCESS.success"
NOTE = "Success is now judged against the <b>targets</b>."


def ask_again(
    session, code="2002", says=None, *, version=2, state="submitted", first="2001", fictitious=False
):
    """Another round that asks the projects of the round `first` with these numbers.

    `says` holds by project number an answer, or a status, to each part code; None: the report is still a draft.
    """
    opens_at = datetime(int(code), 1, 1, tzinfo=UTC)
    version_id = whole(session, version).id
    made = ensure_round(session, code=code, title=code, version_id=version_id, opens_at=opens_at)
    keys = part_ids(session)
    old = session.scalars(select(AskedProject).join(Round).where(Round.code == first)).all()
    projects = {asked.number: asked for asked in old}
    for number, said in (says or {}).items():
        add_report(
            session,
            made,
            projects[number],
            said,
            keys,
            version,
            state if said is not None else "draft",
            fictitious,
        )
    session.flush()
    return made


def add_report(session, made, pattern, said, keys, version, state, fictitious=False):
    asked = AskedProject(
        round_id=made.id,
        project_id=pattern.project_id,
        number=pattern.number,
        report_kind=pattern.report_kind,
        status=pattern.status,
        constraint_kinds="",
        reason_not_completed="",
        results="",
    )
    session.add(asked)
    session.flush()
    report = Report(
        asked_project_id=asked.id, version_id=whole(session, version).id, state=state, fictitious=fictitious
    )
    session.add(report)
    session.flush()
    for code, word in (said or {}).items():
        session.add(answer(report, keys[code], word, version))
    session.flush()
    return report


def answer(report, part_id, word, version):
    status = word if word in SAVED_STATUSES and word != ANSWERED else ANSWERED
    return Answer(
        report_id=report.id,
        part_id=part_id,
        version=1,
        status=status,
        value=word if status == ANSWERED else "",
        language="en",
        question_version=version,
        answered_at=datetime(2002, 2, 1, tzinfo=UTC),
    )


def publish_new_meaning(session, code=SUCCESS, *rounds, declared="new meaning", note=NOTE):
    """Version 3, in which this part asks something else."""

    def change(document):
        part_in(document, code)["label"]["en"] = "Were the targets reached?"
        return with_declarations(document, 3, [Declaration(code, declared, note)])

    return publish_draft_in(session, make_draft(session, change), *rounds)
