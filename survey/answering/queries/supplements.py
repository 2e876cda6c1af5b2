"""Reads which signed reports would be asked, or were asked, what was added to the questionnaire since then."""

import json
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from survey.answering.models.reports import Answer, Report, Snapshot
from survey.answering.states import RECEIVED
from survey.answering.statuses import ANSWERED
from survey.answering.supplements import Asking, Askings, Chain, Unsigned
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.questionnaire.queries import questionnaire_version
from survey.rounds.models import AskedProject

ROOT = func.coalesce(Report.supplements_id, Report.id)


def supplements_to_ask(session: Session, *, document: Mapping, number: int, round_ids: Sequence[int]) -> int:
    """How many signed reports of these rounds version `number` of a data file, published now, would be asked of.

    A supplement that was not signed yet counts too: it would go on with the new version.
    """
    found = askings(session, document=document, number=number, round_ids=round_ids)
    return sum(asking.document is not None for asking in found)


def askings(session: Session, *, document: Mapping, number: int, round_ids: Sequence[int]) -> list[Asking]:
    """What version `number` asks of each signed report of these rounds that was never asked it."""
    found = [chain for chain in chains(session, document["code"], round_ids) if chain.comes_before(number)]
    ids = {id for chain in found for id in chain.versions}
    made = Askings(document, number, {id: questionnaire_version(session, id) for id in sorted(ids)})
    tested = made.tested(found)
    values = signed_values(session, round_ids, tested) if tested else {}
    return [made.of(chain, values.get(chain.report_id, {})) for chain in found]


def _of_rounds(statement: Select, round_ids: Collection[int]) -> Select:
    return statement.join(AskedProject, AskedProject.id == Report.asked_project_id).where(
        AskedProject.round_id.in_(round_ids)
    )


def chains(session: Session, code: str, round_ids: Sequence[int]) -> list[Chain]:
    """Every report of these rounds that was signed on a version of this questionnaire, with its supplements."""
    fields = (
        Report.id,
        ROOT.label("root"),
        Report.asked_project_id,
        Report.fictitious,
        Report.version_id,
        QuestionnaireVersion.number,
        Report.submitted_at,
        Report.closes_at,
    )
    statement = _of_rounds(select(*fields), round_ids).join(
        QuestionnaireVersion, QuestionnaireVersion.id == Report.version_id
    )
    by_report: dict[int, list] = {}
    for row in session.execute(statement.where(QuestionnaireVersion.code == code).order_by(Report.id)):
        by_report.setdefault(row.root, []).append(row)
    return [_chain(rows) for rows in by_report.values() if rows[0].submitted_at]


def _chain(rows: list) -> Chain:
    """A report, which comes first, and its supplements, of which one at most was never signed."""
    report, signed = rows[0], [row for row in rows if row.submitted_at]
    open_rows = [Unsigned(row.id, row.number, row.closes_at) for row in rows if not row.submitted_at]
    return Chain(
        report_id=report.id,
        asked_project_id=report.asked_project_id,
        fictitious=report.fictitious,
        versions=tuple(row.version_id for row in signed),
        numbers=tuple(row.number for row in signed),
        unsigned=open_rows[0] if open_rows else None,
    )


def signed_values(
    session: Session, round_ids: Sequence[int], codes: Collection[str]
) -> dict[int, dict[str, str]]:
    """What the signed reports of these rounds and their supplements answered to these parts, by the report's id.

    Of a returned report, what was signed last, not the draft that it is now.
    """
    found: dict[int, dict[str, str]] = {}
    fields = ROOT, Report.version_id, RegisteredPart.code, Answer.value
    answers = (
        _of_rounds(select(*fields).select_from(Report), round_ids)
        .join(Answer, Answer.report_id == Report.id)
        .join(RegisteredPart, RegisteredPart.id == Answer.part_id)
        .where(RegisteredPart.code.in_(codes), Report.state.in_(RECEIVED), Answer.status == ANSWERED)
        .order_by(Answer.id)
    )
    rows = session.execute(answers).all()
    asked = {id: questionnaire_version(session, id).part for id in {row.version_id for row in rows}}
    for root, version_id, code, value in rows:
        # a report may hold an answer to a part that its version does not ask in the end
        if code in asked[version_id]:
            found.setdefault(root, {})[code] = value
    snapshots = (
        _of_rounds(select(ROOT, Snapshot.report_id, Snapshot.content).select_from(Report), round_ids)
        .join(Snapshot, Snapshot.report_id == Report.id)
        .where(Report.state.not_in(RECEIVED))
        .order_by(Snapshot.id)
    )
    newest = {report_id: (root, content) for root, report_id, content in session.execute(snapshots)}
    for root, content in newest.values():
        for entry in json.loads(content)["answers"]:
            if entry["part"] in codes and entry["status"] == ANSWERED:
                found.setdefault(root, {})[entry["part"]] = entry["value"]
    return found
