"""Of a returned report only what was returned can be changed, on every way; the working group sees what was signed."""

import re

import pytest

from survey.answering.queries.evidence import evidence_of
from tests.answering.examples import (
    answer_of,
    hidden_fields,
    report_number,
    returned,
    save_one,
    send_back,
    sign,
)
from tests.support.app import writing
from tests.support.factories import add_evidence

LESSONS, WHY = "Q4_LESSONS.lessons", "Q7_SUCCESS.why"


@pytest.fixture
def report(app):
    """The id of a report whose lessons were returned, after they had been written twice."""
    with writing(app) as session:
        save_one(session, 8, LESSONS, "first")
        save_one(session, 8, LESSONS, "second")
        save_one(session, 8, WHY, "first reason")
        save_one(session, 8, WHY, "second reason")
        session.commit()
    return returned(app, 8, LESSONS)


def restore_the_first(client, report, code):
    path = f"/reports/{report}/parts/{code}"
    form = hidden_fields(client.get(f"{path}/history").text)
    return client.send(f"{path}/restore", {"seen": "2", "key": form.get("key", "k"), "entry": "1"})


def test_older_text_is_restored_in_a_returned_part_only(app, client_for, report):
    staff = client_for("mission_staff")
    assert restore_the_first(staff, report, LESSONS).status_code == 302
    refused = restore_the_first(staff, report, WHY)
    assert (refused.status_code, "This part was not returned" in refused.text) == (409, True)
    assert (answer_of(app, 8, LESSONS).value, answer_of(app, 8, WHY).value) == ("first", "second reason")


def test_history_of_a_part_that_was_not_returned_offers_no_restoring(client_for, report):
    pages = {
        c: client_for("mission_staff").get(f"/reports/{report}/parts/{c}/history").text
        for c in (LESSONS, WHY)
    }
    assert {code: 'name="entry"' in page for code, page in pages.items()} == {LESSONS: True, WHY: False}


def test_evidence_is_added_to_a_returned_part_only(app, client_for, report):
    staff = client_for("mission_staff")
    link = {"address": "https://example.org/list", "about": ""}
    added = {
        code: staff.send(f"/reports/{report}/parts/{code}/evidence", link).status_code
        for code in (LESSONS, WHY)
    }
    assert added == {LESSONS: 302, WHY: 409}
    with writing(app) as session:
        found = [attached.part_code for attached in evidence_of(session, report_number(session, 8).id)]
    assert found == [LESSONS]


def test_working_group_sees_the_evidence_that_was_signed_until_it_is_signed_again(app, client_for):
    with writing(app) as session:
        add_evidence(
            session, report_number(session, 8).public_id, "0" * 16, "x", code=LESSONS, name="signed.txt"
        )
        sign(session, 8)
        send_back(session, 8, None)
        session.commit()
        public_id = report_number(session, 8).public_id
    staff, group = client_for("mission_staff"), client_for("working_group")
    link = {"address": "https://example.org/later", "about": ""}
    assert staff.send(f"/reports/{public_id}/parts/{LESSONS}/evidence", link).status_code == 302
    read = group.get(f"/reports/{public_id}/answers").text
    assert ("signed.txt" in read, "example.org/later" in read) == (True, False)
    [address] = re.findall(rf'href="(/reports/{public_id}/evidence/[0-9a-f]+)"', read)
    assert group.get(address).status_code == 200
    with writing(app) as session:
        sign(session, 8)
        session.commit()
    assert "example.org/later" in group.get(f"/reports/{public_id}/answers").text
