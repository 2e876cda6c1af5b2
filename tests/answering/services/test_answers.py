import pytest
from sqlalchemy import func, select

from survey.answering.models.reports import AnswerHistory, SaveKey
from survey.answering.queries.answers import answers_as_seen, saved_answers
from survey.answering.services.answers import StateChanged, open_report, save_answers
from survey.answering.services.steps import take_step
from survey.audit.queries import entries, first_broken
from tests.answering.examples import change, person_of, report_number

CODE = "Q4_LESSONS.lessons"


def save(session, *changes, role="mission_staff", key=""):
    return save_answers(
        session,
        report=report_number(session, 8),
        changes=changes,
        person=person_of(session, role),
        language="en",
        key=key,
    )


def answer(session):
    return saved_answers(session, report_number(session, 8).id, [CODE])[CODE]


def history(session):
    rows = select(
        AnswerHistory.outcome, AnswerHistory.seen_version, AnswerHistory.version, AnswerHistory.value
    )
    own = AnswerHistory.report_id == report_number(session, 8).id
    return session.execute(rows.where(own).order_by(AnswerHistory.id)).all()


def test_open_report_opens_each_project_once(session):
    head = report_number(session, 8)
    again = open_report(session, asked_project_id=8, version_id=1)
    assert again.public_id == head.public_id
    assert again.version_id == head.version_id


def test_save_answers_counts_versions_and_keeps_the_history(session):
    assert save(session, change(CODE, "one", 0)) == {CODE: "saved"}
    assert save(session, change(CODE, "two", 1)) == {CODE: "saved"}
    assert (answer(session).version, answer(session).value) == (2, "two")
    assert answer(session).person_id == person_of(session, "mission_staff").person_id
    assert history(session) == [("saved", 0, 1, "one"), ("saved", 1, 2, "two")]


def test_save_answers_never_overwrites_a_newer_text_and_keeps_the_other_aside(session):
    save(session, change(CODE, "theirs", 0), role="mission_lead")
    assert save(session, change(CODE, "mine", 0)) == {CODE: "conflict"}
    assert (answer(session).version, answer(session).value) == (1, "theirs")
    assert history(session)[-1] == ("kept_aside", 0, 1, "mine")


def test_save_answers_takes_the_same_request_once(session):
    assert save(session, change(CODE, "one", 0), key="k") == {CODE: "saved"}
    save(session, change(CODE, "a colleague's", 1), role="mission_lead")
    assert save(session, change(CODE, "one", 0), key="k") == {CODE: "unchanged"}
    assert answer(session).value == "a colleague's"
    assert session.scalar(select(func.count()).select_from(SaveKey)) == 1


def test_save_answers_tells_of_a_conflict_every_time_that_it_is_sent(session):
    save(session, change(CODE, "theirs", 0), role="mission_lead")
    assert [save(session, change(CODE, "mine", 0), key="k") for _ in range(2)] == [{CODE: "conflict"}] * 2
    assert answer(session).value == "theirs"


def test_save_answers_takes_another_text_under_the_same_key(session):
    save(session, change(CODE, "one", 0), key="k")
    assert save(session, change(CODE, "more", 1), key="k") == {CODE: "saved"}


def test_save_answers_refuses_a_report_that_is_with_the_lead(session):
    head = report_number(session, 8)
    take_step(session, name="hand_over", report=head, person=person_of(session, "mission_staff"))
    with pytest.raises(StateChanged):
        save(session, change(CODE, "late", 0))
    assert save(session, change(CODE, "by the lead", 0), role="mission_lead") == {CODE: "saved"}


def test_save_answers_records_who_saved_what_without_the_words(session):
    save(session, change(CODE, "very private words", 0))
    newest = entries(session)[-1]
    assert (newest.action, newest.person) == ("save", person_of(session, "mission_staff").public_id)
    assert newest.details == '{"Q4_LESSONS.lessons": "saved"}'
    assert first_broken(session) is None


def test_answers_as_seen_are_those_of_the_version_that_was_seen(session):
    save(session, change(CODE, "one", 0))
    save(session, change(CODE, "two", 1))
    report = report_number(session, 8).id
    assert answers_as_seen(session, report, {CODE: 1})[CODE].value == "one"
    assert answers_as_seen(session, report, {CODE: 0})[CODE].value == ""


def test_save_answers_without_a_change_leaves_the_report_not_started(session):
    assert save(session, change(CODE, "", 0, "no_answer")) == {CODE: "unchanged"}
    assert report_number(session, 8).shown_state == "not_started"
    assert history(session) == []
