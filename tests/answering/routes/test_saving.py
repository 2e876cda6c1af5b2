"""One part at a time, as the script saves it."""

import pytest

from survey.answering.services.steps import take_step
from tests.answering.examples import answer_of, history_of, person_of, report_id, report_number, returned
from tests.support.app import writing

CODE = "Q4_LESSONS.lessons"


def put(client, app, text, *, seen=0, key="", code=CODE, **more):
    """What the script sends for a text, and the answer's status and content."""
    path = f"/reports/{report_id(app, 8)}/answers/{code}"
    fields = {f"seen:{code}": seen, code: text, "key": key, **more}
    response = client.send(path, fields, method="PUT", headers={"Accept": "application/json"})
    return response.status_code, response.json


def saved(version):
    return 200, {"outcome": "saved", "version": version}


def unchanged(version):
    return 200, {"outcome": "unchanged", "version": version}


@pytest.fixture
def staff(client_for):
    return client_for("mission_staff")


@pytest.fixture
def lead(client_for):
    return client_for("mission_lead")


def test_part_is_saved_by_version(app, staff):
    assert put(staff, app, "one") == saved(1)
    assert put(staff, app, "one\r\ntwo ", seen=1) == saved(2)
    assert (answer_of(app, 8, CODE).value, answer_of(app, 8, CODE).version) == ("one\ntwo", 2)


def test_same_request_again_has_one_effect_and_the_same_version(app, staff, lead):
    assert put(staff, app, "one", key="k") == saved(1)
    assert put(staff, app, "one", key="k") == unchanged(1)
    assert put(lead, app, "a colleague's", seen=1) == saved(2)
    # version 2 would let the next text overwrite the colleague's
    assert put(staff, app, "one", key="k") == unchanged(1)
    assert put(staff, app, "one more", seen=1)[0] == 409
    assert history_of(app, 8, CODE) == [
        ("saved", "one"),
        ("saved", "a colleague's"),
        ("kept_aside", "one more"),
    ]


def test_text_that_two_people_both_wrote_is_no_conflict(app, staff, lead):
    put(lead, app, "the same")
    assert put(staff, app, "the same") == unchanged(1)


def test_text_taken_back_to_what_was_seen_does_not_hide_a_colleagues_newer_one(app, staff, lead):
    put(staff, app, "old")
    put(lead, app, "newer", seen=1)
    assert put(staff, app, "old", seen=1) == unchanged(1)
    assert answer_of(app, 8, CODE).value == "newer"


def test_conflict_comes_with_both_texts_and_keeps_the_refused_one_once(app, staff, lead):
    put(lead, app, "<b>theirs</b>")
    for _ in range(3):
        status, answer = put(staff, app, "<i>mine</i>", key="k")
        assert (status, answer["outcome"], answer["version"]) == (409, "conflict", 1)
        assert "&lt;b&gt;theirs&lt;/b&gt;" in answer["mine"]
        assert "&lt;i&gt;mine&lt;/i&gt;</textarea>" in answer["mine"]
        assert "&lt;b&gt;theirs&lt;/b&gt;</textarea>" in answer["theirs"]
        assert "mine" not in answer["theirs"]
    assert history_of(app, 8, CODE) == [("saved", "<b>theirs</b>"), ("kept_aside", "<i>mine</i>")]


def test_fault_is_a_sentence_and_changes_nothing(app, staff):
    status, answer = put(staff, app, "x" * 20_001)
    assert (status, answer["outcome"]) == (422, "fault")
    assert answer["says"] == "The text has 20,001 characters; at most 20,000 fit. Shorten it by 1."
    assert history_of(app, 8, CODE) == []


def test_declined_part_is_saved_without_a_value(app, staff):
    assert put(staff, app, "", **{f"declined:{CODE}": "1"}) == saved(1)
    assert (answer_of(app, 8, CODE).status, answer_of(app, 8, CODE).value) == ("declined", "")


def test_report_that_was_handed_over_takes_nothing_more(app, staff):
    with writing(app) as session:
        staff_person = person_of(session, "mission_staff")
        take_step(session, name="hand_over", report=report_number(session, 8), person=staff_person)
        session.commit()
    status, answer = put(staff, app, "late")
    assert (status, answer["outcome"]) == (409, "closed")
    assert answer["says"].startswith("Not saved: the report was handed over")
    assert answer["says"].endswith("What you wrote is kept in the history of the answer.")
    assert answer_of(app, 8, CODE).version == 0
    assert history_of(app, 8, CODE) == [("kept_aside", "late")]


def test_part_that_was_not_returned_is_closed_and_its_text_kept(app, staff):
    returned(app, 8, "Q7_SUCCESS.why")
    for _ in range(2):
        status, answer = put(staff, app, "not asked for", key="k")
        assert (status, answer["outcome"]) == (409, "closed")
        assert answer["says"].startswith("This part was not returned")
    assert answer_of(app, 8, CODE).version == 0
    assert history_of(app, 8, CODE) == [("kept_aside", "not asked for")]
    assert put(staff, app, "asked for", code="Q7_SUCCESS.why") == saved(1)


@pytest.mark.parametrize("code", ["Q4_LESSONS.nothing", "Q4_LESSONS"])
def test_unknown_part_is_not_found(sqlite_app, staff, code):
    assert put(staff, sqlite_app, "text", code=code)[0] == 404


def test_request_without_the_version_it_saw_is_refused(sqlite_app, staff):
    path = f"/reports/{report_id(sqlite_app, 8)}/answers/{CODE}"
    assert staff.send(path, {CODE: "text"}, method="PUT").status_code == 400


def test_signed_out_script_is_told_so_in_a_word(sqlite_app, visitor):
    assert put(visitor, sqlite_app, "text") == (401, {"outcome": "signed_out"})


def test_script_without_a_valid_token_gets_a_sentence(sqlite_app, staff):
    path = f"/reports/{report_id(sqlite_app, 8)}/answers/{CODE}"
    refused = staff.put(path, data={CODE: "text"}, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json["outcome"]) == (400, "refused")
