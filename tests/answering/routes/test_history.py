import re

import pytest

from survey.answering.services.answers import save_answers
from survey.answering.services.steps import take_step
from survey.rounds.queries import round_by_code
from tests.answering.examples import (
    answer_of,
    change,
    hidden_fields,
    history_of,
    person_of,
    report_id,
    report_number,
)
from tests.support.app import writing

LESSONS = "Q4_LESSONS.lessons"
REACH = "Q10_ACCESS.reach"
STAFF, LEAD = "Sample Staff, San José", "Sample Lead, San José"


def write(app, *savings, code=LESSONS):
    """Savings of the report 8, each a role, a text, the version that was seen and, where it matters, the status."""
    with writing(app) as session:
        for role, text, seen, *status in savings:
            report, person = report_number(session, 8), person_of(session, role)
            mine = [change(code, text, seen, *status)]
            save_answers(session, report=report, changes=mine, person=person, language="en")
        session.commit()


def path_of(app, code=LESSONS):
    return f"/reports/{report_id(app, 8)}/parts/{code}"


def words(page):
    """The text of a page's list, in one line."""
    listed = page.split('<ul class="cards">')[1].split("</ul>")[0]
    return " ".join(re.sub("<[^>]*>", "", listed).split())


def restore(client, path, number, **fields):
    form = hidden_fields(client.get(f"{path}/history").text)
    form = {name: form[name] for name in ("seen", "key")}
    return client.send(f"{path}/restore", form | {"entry": str(number)} | fields)


def test_history_of_an_untouched_part_says_so(sqlite_app, client_for):
    page = client_for("mission_staff").get(f"{path_of(sqlite_app)}/history").text
    assert "Nothing has been written here yet." in page


def test_history_of_a_part_that_is_not_in_the_questionnaire_is_not_found(sqlite_app, client_for):
    client = client_for("mission_staff")
    assert client.get(f"{path_of(sqlite_app, 'Q4_LESSONS.more')}/history").status_code == 404


def test_history_marks_differences_word_by_word_newest_first(app, client_for):
    write(app, ("mission_staff", "We met twice.", 0), ("mission_lead", "We met often.", 1))
    text = client_for("mission_staff").get(f"{path_of(app)}/history").text
    page = words(text)
    assert page.index("Version 2 The answer now") < page.index(LEAD) < page.index("Version 1")
    assert "We met [removed:] twice [end][added:] often [end]." in page
    assert re.findall(r"<(ins|del)>", text) == ["del", "ins"]


def test_history_marks_what_was_not_taken_over_and_what_was_declined_or_emptied(app, client_for):
    write(
        app,
        ("mission_lead", "theirs", 0),
        ("mission_staff", "mine", 0),
        ("mission_lead", "", 1, "declined"),
        ("mission_staff", "more", 2),
        ("mission_lead", "", 3, "no_answer"),
    )
    page = words(client_for("mission_staff").get(f"{path_of(app)}/history").text)
    order = [
        "Version 4",
        "Emptied",
        "Version 3",
        "Version 2",
        "Preferred not to answer",
        "Not taken over; kept",
    ]
    places = [page.index(found) for found in order]
    assert places == sorted(places)
    assert "[removed:] theirs [end][added:] mine [end]" in page
    declined = page.split("Version 2")[1].split("Not taken over")[0]
    assert ("Use this answer again" in declined, "Use this text again" in declined) == (True, False)


def test_history_folds_one_sitting_and_opens_it(app, client_for):
    write(app, *(("mission_staff", "word " * number, number - 1) for number in range(1, 4)))
    page = words(client_for("mission_staff").get(f"{path_of(app)}/history").text)
    assert page.startswith("Versions 1 to 3 The answer now")
    assert "3 savings from" in page
    assert page.index("Version 3 ·") < page.index("Version 2 ·") < page.index("Version 1 ·")


def test_history_of_counts_and_choices_says_before_and_after_in_words(sqlite_app, client_for):
    write(
        sqlite_app,
        ("mission_staff", '{"eligible":{"women":1000}}', 0),
        ("mission_lead", "not_recorded", 1),
        code=REACH,
    )
    client = client_for("mission_staff")
    page = words(client.get(f"{path_of(sqlite_app, REACH)}/history").text)
    assert re.search("Before EligibleReached Women1,000–.* AfterThese figures were not recorded", page)
    verdict = "Q7_SUCCESS.success"
    write(sqlite_app, ("mission_staff", "yes", 0), ("mission_lead", "too_early", 1), code=verdict)
    page = words(client.get(f"{path_of(sqlite_app, verdict)}/history").text)
    assert "BeforeYes AfterToo early to say" in page


def test_history_has_pages(sqlite_app, client_for):
    turns = [(("mission_staff", "mission_lead")[turn % 2], f"text {turn}", turn) for turn in range(60)]
    write(sqlite_app, *turns)
    client, path = client_for("mission_staff"), f"{path_of(sqlite_app)}/history"
    first, second = client.get(path).text, client.get(f"{path}?page=2").text
    assert (words(first).count("Version "), words(second).count("Version ")) == (50, 10)
    assert ("Page 1 of 2" in first, "Page 2 of 2" in second) == (True, True)
    for odd in ("0", "9", "x", "-1", "9" * 5_000):
        assert re.search("Page [12] of 2", client.get(f"{path}?page={odd}").text)


def test_history_of_a_submitted_report_is_read_but_not_restored(app, client_for):
    write(app, ("mission_staff", "one", 0), ("mission_lead", "two", 1))
    client, path = client_for("mission_lead"), path_of(app)
    form = hidden_fields(client.get(f"{path}/history").text)
    client.send(f"/reports/{report_id(app, 8)}/sign", {"name": "L", "function": "F", "sure": "y"})
    assert "Use this text again" not in client.get(f"{path}/history").text
    answer = client.send(f"{path}/restore", form | {"entry": "1"})
    assert answer.status_code == 409
    assert "so nothing was changed. All texts stay here." in answer.text
    assert answer_of(app, 8, LESSONS).value == "two"


def test_restore_saves_the_older_text_as_a_new_version(app, client_for):
    write(app, ("mission_staff", "one", 0), ("mission_lead", "two", 1))
    client, path = client_for("mission_staff"), path_of(app)
    answer = restore(client, path, 1)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}/history")
    assert "The older text is the answer again" in client.get(f"{path}/history").text
    assert (answer_of(app, 8, LESSONS).version, answer_of(app, 8, LESSONS).value) == (3, "one")
    assert history_of(app, 8, LESSONS) == [("saved", "one"), ("saved", "two"), ("saved", "one")]


@pytest.mark.parametrize(
    ("number", "value", "status"), [(2, "mine", "answered"), (3, "", "declined")], ids=["kept", "declined"]
)
def test_restore_takes_what_was_kept_aside_and_what_was_declined(app, client_for, number, value, status):
    write(
        app,
        ("mission_lead", "theirs", 0),
        ("mission_staff", "mine", 0),
        ("mission_lead", "", 1, "declined"),
        ("mission_lead", "more", 2),
    )
    assert restore(client_for("mission_staff"), path_of(app), number).status_code == 302
    assert (answer_of(app, 8, LESSONS).value, answer_of(app, 8, LESSONS).status) == (value, status)


def test_restore_of_what_is_the_answer_already_does_nothing(app, client_for):
    write(app, ("mission_staff", "same", 0), ("mission_lead", "other", 1), ("mission_lead", "same", 2))
    client, path = client_for("mission_staff"), path_of(app)
    restore(client, path, 1)
    assert "This text was the answer already" in client.get(f"{path}/history").text
    assert answer_of(app, 8, LESSONS).version == 3


@pytest.mark.parametrize("seen", ["1", "", "x", "-7", "9" * 30])
def test_restore_never_overwrites_what_a_colleague_saved_meanwhile(app, client_for, seen):
    write(app, ("mission_staff", "one", 0), ("mission_staff", "two", 1), ("mission_lead", "theirs", 2))
    answer = restore(client_for("mission_staff"), path_of(app), 2, seen=seen)
    assert answer.status_code == 409
    assert "A colleague saved another answer after you had opened this page" in answer.text
    assert "theirs" in words(answer.text)
    assert answer_of(app, 8, LESSONS).value == "theirs"


def test_restore_sent_twice_has_one_effect(app, client_for):
    write(app, ("mission_staff", "one", 0), ("mission_lead", "two", 1))
    client, path = client_for("mission_staff"), path_of(app)
    form = hidden_fields(client.get(f"{path}/history").text) | {"entry": "1"}
    assert [client.send(f"{path}/restore", form).status_code for _ in range(2)] == [302, 302]
    assert len(history_of(app, 8, LESSONS)) == 3


@pytest.mark.parametrize("number", ["", "0", "3", "-1", "x", "9" * 5_000])
def test_restore_of_what_is_not_in_this_history_says_so(sqlite_app, client_for, number):
    write(sqlite_app, ("mission_staff", "one", 0), ("mission_lead", "two", 1))
    write(sqlite_app, ("mission_staff", "elsewhere", 0), code="Q7_SUCCESS.why")
    answer = restore(client_for("mission_staff"), path_of(sqlite_app), number)
    assert answer.status_code == 422
    assert "Choose one of the older texts below." in answer.text
    assert answer_of(sqlite_app, 8, LESSONS).value == "two"


def test_restore_of_staff_while_the_lead_has_the_report_is_refused(app, client_for):
    write(app, ("mission_staff", "one", 0), ("mission_lead", "two", 1))
    with writing(app) as session:
        staff = person_of(session, "mission_staff")
        take_step(session, name="hand_over", report=report_number(session, 8), person=staff)
        session.commit()
    answer = restore(client_for("mission_staff"), path_of(app), 1)
    assert (answer.status_code, answer_of(app, 8, LESSONS).value) == (409, "two")


def test_restore_after_the_round_has_closed_is_refused(sqlite_app, client_for):
    write(sqlite_app, ("mission_staff", "one", 0), ("mission_lead", "two", 1))
    with writing(sqlite_app) as session:
        found = round_by_code(session, "2001")
        found.closes_at = found.opens_at
        session.commit()
    answer = restore(client_for("mission_staff"), path_of(sqlite_app), 1)
    assert (answer.status_code, answer_of(sqlite_app, 8, LESSONS).value) == (409, "two")


def test_restore_after_signing_out_shows_no_numbers_as_if_somebody_had_typed_them(sqlite_app, visitor):
    answer = visitor.send(f"{path_of(sqlite_app)}/restore", {"entry": "3", "seen": "7", "key": "k"})
    assert (answer.status_code, "What you typed" in answer.text) == (401, False)
