"""Adds files and links to the parts of a report, and takes them away again."""

from hashlib import sha256

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering.evidence import FILE, LINK, Attached, room_fault
from survey.answering.models.evidence import Evidence, EvidenceContent
from survey.answering.models.reports import Snapshot
from survey.answering.queries.answers import ids_of_parts
from survey.answering.queries.evidence import evidence_of
from survey.answering.records import ReportHead
from survey.answering.services.answers import StateChanged, lock_for_writing
from survey.audit.services import record
from survey.data import clock
from survey.data.direct import write
from survey.web.wording import BadInput


def add_file(
    session: Session,
    *,
    report: ReportHead,
    part_code: str,
    person: SignedIn,
    name: str,
    media_type: str,
    content: bytes,
    description: str = "",
) -> bool:
    """Keeps a file whose name, type and size were looked at; False where the part has the same one already.

    Raises BadInput where there is no room for it, StateChanged when the report was submitted or handed over meanwhile.
    """
    checksum = sha256(content).hexdigest()
    own = {"name": name, "description": description, "media_type": media_type}
    row = Evidence(kind=FILE, size=len(content), sha256=checksum, **own)
    added = _add(session, report=report, part_code=part_code, person=person, row=row)
    if added:
        session.add(EvidenceContent(evidence_id=row.id, content=content))
        session.flush()
    return added


def add_link(
    session: Session,
    *,
    report: ReportHead,
    part_code: str,
    person: SignedIn,
    address: str,
    description: str = "",
) -> bool:
    """Keeps a link whose address was looked at; the rest is as for files."""
    row = Evidence(kind=LINK, name=address, description=description)
    return _add(session, report=report, part_code=part_code, person=person, row=row)


def _add(session: Session, *, report: ReportHead, part_code: str, person: SignedIn, row: Evidence) -> bool:
    _lock(session, report, part_code, person)
    present = evidence_of(session, report.id)
    beside = [other for other in present if other.part_code == part_code]
    # a form that was sent twice has one effect
    if any((other.name, other.sha256) == (row.name, row.sha256 or "") for other in beside):
        return False
    used = sum(other.size for other in present)
    if fault := room_fault(row.size or 0, of_part=len(beside), of_report=used):
        raise BadInput(fault)
    row.report_id, row.part_id = report.id, ids_of_parts(session, [part_code])[part_code]
    row.added_by, row.added_at = person.person_id, clock.now()
    session.add(row)
    session.flush()
    own = {"part": part_code, "evidence": row.public_id, "kind": row.kind}
    record(session, person=person.public_id, action="add evidence", subject=report.public_id, **own)
    return True


def _lock(session: Session, report: ReportHead, part_code: str, person: SignedIn) -> None:
    """Holds the report; of a returned one, only what was returned takes evidence."""
    writable = lock_for_writing(session, report, person.role)
    if writable is not None and part_code not in writable:
        raise StateChanged


def remove_evidence(session: Session, *, report: ReportHead, attached: Attached, person: SignedIn) -> None:
    """Takes a file or link off its report.

    The bytes go with it unless the report was ever signed: then a signature may speak of them. Raises StateChanged
    when the report was submitted or handed over meanwhile.
    """
    _lock(session, report, attached.part_code, person)
    own = update(Evidence).where(Evidence.id == attached.id, Evidence.removed_at.is_(None))
    if write(session, own.values(removed_by=person.person_id, removed_at=clock.now())) == 0:
        return
    if not session.scalar(select(exists().where(Snapshot.report_id == report.id))):
        session.execute(delete(EvidenceContent).where(EvidenceContent.evidence_id == attached.id))
    details = {"part": attached.part_code, "evidence": attached.public_id}
    record(session, person=person.public_id, action="remove evidence", subject=report.public_id, **details)
