from html import escape

import pytest

from survey.answering.services.steps import take_step
from survey.questionnaire.instrument import read_file
from survey.questionnaire.structure import questionnaire
from tests.answering.examples import (
    answer_of,
    hidden_fields,
    history_of,
    person_of,
    question_path,
    report_number,
    save_one,
)
from tests.support.app import writing

LESSONS = "Q4_LESSONS.lessons"
ACCESS = "Q10_ACCESS.reach"


def form_of(client, path):
    """The hidden fields of a question's page, as a browser would send them back."""
    return hidden_fields(client.get(path).text.split("data-question")[1])


def test_question_shows_its_text_to_the_letter_and_all_its_parts(sqlite_app, client_for):
    version = questionnaire(read_file(), 2)
    client = client_for("mission_staff")
    for asked in version.questions:
        page = client.get(question_path(sqlite_app, 8, asked.code)).text
        assert str(escape(asked.text["en"], quote=False)) in page.replace("&#39;", "'")
        assert [part.code for part in asked.parts if f'id="{part.code}-group"' in page] == [
            part.code for part in asked.parts
        ]


def test_question_preselects_nothing(sqlite_app, client_for):
    page = client_for("mission_staff").get(question_path(sqlite_app, 8, "Q1_AWARENESS")).text
    assert " checked" not in page


def test_question_that_is_not_in_the_questionnaire_is_not_found(sqlite_app, client_for):
    assert client_for("mission_staff").get(question_path(sqlite_app, 8, "Q12_MORE")).status_code == 404


def test_save_goes_on_to_the_next_question(app, client_for):
    client, path = client_for("mission_staff"), question_path(app, 8, "Q4_LESSONS")
    answer = client.send(path, form_of(client, path) | {LESSONS: "Ask earlier.\r\nAsk both.", "then": "next"})
    assert answer.headers["Location"].endswith("/questions/Q5_BALANCE")
    assert answer_of(app, 8, LESSONS).value == "Ask earlier.\nAsk both."
    assert "Ask earlier.\nAsk both." in client.get(path).text


def test_save_of_the_last_question_leads_to_the_check(sqlite_app, client_for):
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "Q11_NEEDS")
    answer = client.send(path, form_of(client, path) | {"then": "next"})
    assert answer.headers["Location"].endswith("/answers")


def test_save_sent_twice_has_one_effect(app, client_for):
    client, path = client_for("mission_staff"), question_path(app, 8, "Q4_LESSONS")
    fields = form_of(client, path) | {LESSONS: "once"}
    assert [client.send(path, fields).status_code for _ in range(2)] == [302, 302]
    assert history_of(app, 8, LESSONS) == [("saved", "once")]


def test_save_never_overwrites_a_colleagues_newer_text(app, client_for):
    staff, lead, path = (
        client_for("mission_staff"),
        client_for("mission_lead"),
        question_path(app, 8, "Q4_LESSONS"),
    )
    mine, theirs = form_of(staff, path), form_of(lead, path)
    lead.send(path, theirs | {LESSONS: "The lead's <b>text</b>"})
    answer = staff.send(path, mine | {LESSONS: "My own text"})
    assert answer.status_code == 409
    assert "The lead&#39;s &lt;b&gt;text&lt;/b&gt;" in answer.text
    assert "Saved by Sample Lead, San José" in answer.text
    assert answer.text.count("My own text") == 2
    assert answer_of(app, 8, LESSONS).value == "The lead's <b>text</b>"
    assert history_of(app, 8, LESSONS)[-1] == ("kept_aside", "My own text")


@pytest.mark.parametrize("key", ["a\0b", "\ud7ff", "x" * 5_000, "'; --"])
def test_save_with_a_key_that_no_page_made_is_saved_all_the_same(app, client_for, key):
    client, path = client_for("mission_staff"), question_path(app, 8, "Q4_LESSONS")
    assert client.send(path, form_of(client, path) | {LESSONS: "kept", "key": key}).status_code == 302
    assert answer_of(app, 8, LESSONS).value == "kept"


def test_save_sent_twice_meets_the_conflict_twice(app, client_for):
    staff, lead, path = (
        client_for("mission_staff"),
        client_for("mission_lead"),
        question_path(app, 8, "Q4_LESSONS"),
    )
    mine, theirs = form_of(staff, path), form_of(lead, path)
    lead.send(path, theirs | {LESSONS: "theirs"})
    assert [staff.send(path, mine | {LESSONS: "mine"}).status_code for _ in range(2)] == [409, 409]
    assert answer_of(app, 8, LESSONS).value == "theirs"


def conflict(app, client_for):
    staff, lead, path = (
        client_for("mission_staff"),
        client_for("mission_lead"),
        question_path(app, 8, "Q4_LESSONS"),
    )
    mine, theirs = form_of(staff, path), form_of(lead, path)
    lead.send(path, theirs | {LESSONS: "theirs"})
    page = staff.send(path, mine | {LESSONS: "mine"}).text
    return staff, path, hidden_fields(page.split("data-question")[1])


def test_save_after_a_conflict_keeps_what_stands_in_the_field(app, client_for):
    staff, path, fields = conflict(app, client_for)
    assert staff.send(path, fields | {LESSONS: "both together"}).status_code == 302
    assert answer_of(app, 8, LESSONS).value == "both together"
    assert [value for _outcome, value in history_of(app, 8, LESSONS)] == ["theirs", "mine", "both together"]


def test_save_after_a_conflict_can_keep_the_colleagues_text(app, client_for):
    staff, path, fields = conflict(app, client_for)
    page = staff.send(path, fields | {LESSONS: "mine", "take": LESSONS})
    assert page.status_code == 200
    assert answer_of(app, 8, LESSONS).value == "theirs"
    assert ">\ntheirs</textarea>" in page.text


def test_save_of_two_colleagues_in_two_parts_is_no_conflict(app, client_for):
    staff, lead, path = (
        client_for("mission_staff"),
        client_for("mission_lead"),
        question_path(app, 8, "Q7_SUCCESS"),
    )
    mine, theirs = form_of(staff, path), form_of(lead, path)
    lead.send(path, theirs | {"Q7_SUCCESS.success": "yes"})
    assert staff.send(path, mine | {"Q7_SUCCESS.why": "Because"}).status_code == 302
    assert answer_of(app, 8, "Q7_SUCCESS.success").value == "yes"
    assert answer_of(app, 8, "Q7_SUCCESS.why").value == "Because"


def test_save_of_a_malformed_table_keeps_what_was_typed_and_saves_the_rest(sqlite_app, client_for):
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "Q10_ACCESS")
    typed = {
        f"{ACCESS}:eligible:women": "a dozen",
        f"{ACCESS}:reached:men": "7",
        "Q10_ACCESS.equal": "partly",
    }
    answer = client.send(path, form_of(client, path) | typed)
    assert answer.status_code == 422
    assert 'value="a dozen"' in answer.text
    assert 'value="7"' in answer.text
    assert "Write each count as a whole number, such as 84." in answer.text
    assert "<title>Please check:" in answer.text
    assert answer_of(sqlite_app, 8, "Q10_ACCESS.equal").value == "partly"
    assert answer_of(sqlite_app, 8, ACCESS).version == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 20_001, "The text has 20,001 characters; at most 20,000 fit. Shorten it by 1."),
        ("NUL \0 inside", "contains a character that cannot be stored"),
        ("bell \a", "contains a character that cannot be stored"),
    ],
)
def test_save_of_a_text_that_cannot_be_stored_says_so_and_keeps_it(sqlite_app, client_for, text, sentence):
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "Q4_LESSONS")
    answer = client.send(path, form_of(client, path) | {LESSONS: text})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert text in answer.text
    assert answer_of(sqlite_app, 8, LESSONS).version == 0


def test_save_of_bytes_that_are_no_text_keeps_them_as_they_were_written(sqlite_app, client_for):
    """A lone surrogate in a form cannot be decoded; the percent signs of its encoding are kept as text."""
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "Q4_LESSONS")
    body = f"csrf_token={client.token}&seen:{LESSONS}=0&{LESSONS}=%ED%A0%80"
    answer = client.post(path, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert answer_of(sqlite_app, 8, LESSONS).value == "%ED%A0%80"


def test_save_of_the_mark_of_unreadable_text_is_refused(sqlite_app, client_for):
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "Q4_LESSONS")
    answer = client.send(path, form_of(client, path) | {LESSONS: "half a \ufffd"})
    assert answer.status_code == 422
    assert answer_of(sqlite_app, 8, LESSONS).version == 0


def test_save_of_the_longest_legal_question_fits(sqlite_app, client_for):
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "Q6_CAPACITY")
    text = "\N{CJK UNIFIED IDEOGRAPH-20000}" * 20_000
    fields = {"Q6_CAPACITY.capacity_how": text, "Q6_CAPACITY.network_who": text}
    assert client.send(path, form_of(client, path) | fields).status_code == 302
    assert answer_of(sqlite_app, 8, "Q6_CAPACITY.network_who").value == text


@pytest.mark.parametrize("day", [("31", "2", "2002"), ("x", "1", "2002"), ("1", "1", "20"), ("", "", "2002")])
def test_save_of_a_day_that_is_not_in_the_calendar_keeps_its_fields(sqlite_app, client_for, day):
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "S_STATUS")
    names = [f"S_STATUS.expected:{name}" for name in ("day", "month", "year")]
    fields = {"S_STATUS.state": "delayed", **dict(zip(names, day, strict=True))}
    answer = client.send(path, form_of(client, path) | fields)
    assert answer.status_code == 422
    assert all(f'name="{name}" value="{text}"' in answer.text for name, text in fields.items() if ":" in name)
    assert answer_of(sqlite_app, 8, "S_STATUS.state").value == "delayed"


def test_save_of_a_submitted_report_is_refused_and_shows_the_words(app, client_for):
    client, path = client_for("mission_lead"), question_path(app, 8, "Q4_LESSONS")
    fields = form_of(client, path)
    client.send(path.split("/questions")[0] + "/sign", {"name": "L", "function": "F", "sure": "y"})
    answer = client.send(path, fields | {LESSONS: "Too late, but not lost"})
    assert answer.status_code == 409
    assert "This report can no longer be changed" in answer.text
    assert "Too late, but not lost" in answer.text
    assert answer_of(app, 8, LESSONS).value == ""


def test_save_of_staff_while_the_lead_has_the_report_is_refused(sqlite_app, client_for):
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "Q4_LESSONS")
    fields = form_of(client, path)
    with writing(sqlite_app) as session:
        staff = person_of(session, "mission_staff")
        take_step(session, name="hand_over", report=report_number(session, 8), person=staff)
        session.commit()
    assert client.send(path, fields | {LESSONS: "late"}).status_code == 409


def test_save_of_another_missions_report_is_not_found(sqlite_app, client_for):
    client = client_for("mission_staff")
    answer = client.send(
        question_path(sqlite_app, 3, "Q4_LESSONS"), {f"seen:{LESSONS}": "0", LESSONS: "mine"}
    )
    assert answer.status_code == 404


def test_declining_a_part_is_a_status_of_its_own(sqlite_app, client_for):
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "Q7_SUCCESS")
    client.send(path, form_of(client, path) | {"declined:Q7_SUCCESS.success": "1"})
    assert answer_of(sqlite_app, 8, "Q7_SUCCESS.success").status == "declined"
    assert (
        'id="Q7_SUCCESS.success-declined" name="declined:Q7_SUCCESS.success" value="1" checked'
        in client.get(path).text
    )


def test_question_of_the_sample_warns_of_counts_that_do_not_fit(sqlite_app, client_for):
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "Q10_ACCESS")
    counts = {f"{ACCESS}:eligible:women": "1,000", f"{ACCESS}:reached:women": "1 001"}
    client.send(path, form_of(client, path) | counts)
    assert answer_of(sqlite_app, 8, ACCESS).value == '{"eligible":{"women":1000},"reached":{"women":1001}}'
    assert "More persons were reached than were eligible." in client.get(path).text


def test_text_with_a_fault_still_meets_a_colleagues_newer_one_once_it_is_mended(app, client_for):
    path, code = question_path(app, 8, "Q4_LESSONS"), "Q4_LESSONS.lessons"
    staff = client_for("mission_staff")
    form = form_of(staff, path)
    with writing(app) as session:
        save_one(session, 8, code, "theirs", role="mission_lead")
        session.commit()
    refused = staff.send(path, form | {code: "x" * 20_001})
    assert refused.status_code == 422
    again = staff.send(path, hidden_fields(refused.text) | {code: "mine, shortened"})
    assert (again.status_code, answer_of(app, 8, code).value) == (409, "theirs")
