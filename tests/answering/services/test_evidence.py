import json
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from survey.answering.evidence import LARGEST_REPORT, MOST_OF_A_PART
from survey.answering.models.evidence import Evidence, EvidenceContent
from survey.answering.models.reports import AnswerHistory, Snapshot
from survey.answering.queries.evidence import content_of, evidence_counts, evidence_of
from survey.answering.services.answers import StateChanged
from survey.answering.services.evidence import add_file, add_link, remove_evidence
from survey.answering.services.steps import submit, take_step
from survey.audit.queries import entries
from survey.web.wording import BadInput
from tests.answering.examples import NEWEST, person_of, report_number, send_back

WHY, LESSONS = "Q7_SUCCESS.why", "Q4_LESSONS.lessons"
BYTES = bytes(range(256)) * 3


def put_file(session, name="list.pdf", content=BYTES, *, code=WHY, number=8, role="mission_staff", **fields):
    return add_file(
        session,
        report=report_number(session, number),
        part_code=code,
        person=person_of(session, role),
        name=name,
        media_type="application/pdf",
        content=content,
        **fields,
    )


def put_link(session, address="https://example.org/", *, code=WHY, number=8, **fields):
    own = {"report": report_number(session, number), "person": person_of(session, "mission_staff")}
    return add_link(session, part_code=code, address=address, **own, **fields)


def listed(session, number=8):
    return [
        (found.part_code, found.name) for found in evidence_of(session, report_number(session, number).id)
    ]


def sign(session, number=8):
    lead = person_of(session, "mission_lead")
    signature = {"name": "A. Lead", "function": "Chief"}
    submit(session, report=report_number(session, number), questionnaire=NEWEST, person=lead, **signature)


def test_added_file_is_listed_and_comes_back_to_the_byte(session):
    assert put_file(session, description="Who came")
    [found] = evidence_of(session, report_number(session, 8).id)
    assert (found.part_code, found.kind, found.name, found.description) == (
        WHY,
        "file",
        "list.pdf",
        "Who came",
    )
    assert (found.size, found.sha256) == (len(BYTES), sha256(BYTES).hexdigest())
    assert found.added_by == "Sample Staff, San José"
    assert content_of(session, found) == BYTES


def test_evidence_is_counted_by_part(session):
    put_file(session)
    put_link(session)
    put_link(session, code=LESSONS)
    put_file(session, number=5)
    report = report_number(session, 8)
    assert evidence_counts(session, report.id, [WHY, LESSONS, "Q7_SUCCESS.success"]) == {WHY: 2, LESSONS: 1}


def test_same_thing_a_second_time_has_no_effect(session):
    assert [put_file(session), put_file(session), put_link(session), put_link(session)] == [
        True,
        False,
        True,
        False,
    ]
    assert listed(session) == [(WHY, "list.pdf"), (WHY, "https://example.org/")]


def test_another_content_under_the_same_name_is_another_file(session):
    assert [put_file(session), put_file(session, content=b"other")] == [True, True]


def test_number_of_a_part_is_limited(session):
    for number in range(MOST_OF_A_PART):
        put_link(session, f"https://example.org/{number}")
    with pytest.raises(BadInput, match="There are 10 files and links here already"):
        put_link(session, "https://example.org/more")
    assert put_link(session, "https://example.org/more", code=LESSONS)


def test_bytes_of_a_report_are_limited(session):
    put_file(session)
    session.scalars(select(Evidence)).one().size = LARGEST_REPORT
    session.flush()
    with pytest.raises(BadInput, match="more than 50 MB"):
        put_file(session, content=b"x", code=LESSONS)
    assert put_file(session, content=b"x", number=5)


def test_removed_file_is_gone_and_the_row_tells_who_did_it(session):
    put_file(session)
    staff, report = person_of(session, "mission_staff"), report_number(session, 8)
    [found] = evidence_of(session, report.id)
    remove_evidence(session, report=report, attached=found, person=staff)
    remove_evidence(session, report=report, attached=found, person=staff)
    row = session.scalars(select(Evidence)).one()
    assert (row.removed_by, row.removed_at is not None) == (staff.person_id, True)
    assert listed(session) == []
    assert session.scalar(select(func.count()).select_from(EvidenceContent)) == 0
    assert [e.action for e in entries(session)][-2:] == ["add evidence", "remove evidence"]
    assert put_file(session)


def test_removed_file_of_a_report_that_was_signed_keeps_its_bytes(session):
    put_file(session)
    sign(session)
    send_back(session, 8, None)
    report = report_number(session, 8)
    [found] = evidence_of(session, report.id)
    remove_evidence(session, report=report, attached=found, person=person_of(session, "mission_staff"))
    assert listed(session) == []
    assert session.scalars(select(EvidenceContent.content)).one() == BYTES


@pytest.mark.parametrize("state", ["submitted", "with_lead"])
def test_report_that_is_closed_to_a_person_takes_and_gives_nothing(session, state):
    put_file(session)
    staff = person_of(session, "mission_staff")
    if state == "submitted":
        sign(session)
    else:
        take_step(session, name="hand_over", report=report_number(session, 8), person=staff)
    report = report_number(session, 8)
    [found] = evidence_of(session, report.id)
    with pytest.raises(StateChanged):
        put_file(session, "more.pdf")
    with pytest.raises(StateChanged):
        put_link(session)
    with pytest.raises(StateChanged):
        remove_evidence(session, report=report, attached=found, person=staff)
    assert listed(session) == [(WHY, "list.pdf")]


def test_evidence_touches_no_answer_and_the_trail_holds_no_name(session):
    before = session.scalar(select(func.count()).select_from(AnswerHistory))
    put_file(session, "Name of a person.pdf")
    put_link(session, "https://example.org/name")
    assert session.scalar(select(func.count()).select_from(AnswerHistory)) == before
    told = [entry.details for entry in entries(session) if entry.action == "add evidence"]
    assert len(told) == 2
    assert not [details for details in told if "ame" in details]
    assert all(json.loads(details).keys() == {"evidence", "kind", "part"} for details in told)


def test_snapshot_names_the_evidence_with_its_checksum(session):
    put_file(session)
    put_link(session, code=LESSONS)
    sign(session)
    own = select(Snapshot.content).where(Snapshot.report_id == report_number(session, 8).id)
    assert json.loads(session.scalars(own).one())["evidence"] == [
        {"part": LESSONS, "kind": "link", "name": "https://example.org/"},
        {
            "part": WHY,
            "kind": "file",
            "name": "list.pdf",
            "size": len(BYTES),
            "sha256": sha256(BYTES).hexdigest(),
        },
    ]


def test_snapshot_without_evidence_is_as_it_was(session):
    sign(session)
    own = select(Snapshot.content).where(Snapshot.report_id == report_number(session, 8).id)
    assert list(json.loads(session.scalars(own).one())) == [
        "round",
        "project",
        "questionnaire_version",
        "signed",
        "answers",
    ]
