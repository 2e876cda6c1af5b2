"""Texts that came too late to be saved are in the history, and nowhere else."""

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Answer, AnswerHistory
from survey.answering.queries.answers import ids_of_parts, saved_answers
from survey.answering.services.answers import keep_aside, save_answers
from survey.audit.queries import entries
from tests.answering.examples import change, person_of, report_number, save_one, send_back, sign

LESSONS, WHY = "Q4_LESSONS.lessons", "Q7_SUCCESS.why"
RESULTED, WHICH = "Q2_SPINOFF.resulted", "Q2_SPINOFF.which"


def keep(session, *changes):
    report, staff = report_number(session, 8), person_of(session, "mission_staff")
    return keep_aside(session, report=report, changes=changes, person=staff, language="fr")


def history(session, code):
    own = (
        AnswerHistory.report_id == report_number(session, 8).id,
        AnswerHistory.part_id == ids_of_parts(session, [code])[code],
    )
    fields = (AnswerHistory.outcome, AnswerHistory.seen_version, AnswerHistory.version, AnswerHistory.value)
    return session.execute(select(*fields).where(*own).order_by(AnswerHistory.id)).all()


def rows(session):
    return session.execute(select(Answer.__table__).order_by(Answer.id)).all()


def test_keep_aside_writes_the_history_and_never_the_answer(session):
    save_one(session, 8, LESSONS, "Signed words")
    sign(session, 8)
    before = rows(session)
    assert keep(session, change(LESSONS, "Late words", 1)) == [LESSONS]
    assert rows(session) == before
    assert history(session, LESSONS) == [("saved", 0, 1, "Signed words"), ("kept_aside", 1, 1, "Late words")]


def test_keep_aside_keeps_only_what_differs_from_what_is_saved(session):
    save_one(session, 8, LESSONS, "Signed words")
    sign(session, 8)
    sent = [change(LESSONS, "Signed words", 1), change(WHY, "", 0, "no_answer")]
    assert keep(session, *sent) == []
    assert history(session, WHY) == []


def test_keep_aside_leaves_out_what_was_not_touched_since_it_was_seen(session):
    save_one(session, 8, LESSONS, "Seen")
    save_one(session, 8, LESSONS, "A colleague's", role="mission_lead")
    sign(session, 8)
    assert keep(session, change(LESSONS, "Seen", 1)) == []


def test_keep_aside_leaves_out_what_the_signature_only_marked_as_not_shown(session):
    for code, value in ((RESULTED, "yes"), (WHICH, "A course"), (RESULTED, "no")):
        save_one(session, 8, code, value)
    sign(session, 8)
    assert keep(session, change(WHICH, "A course", 1)) == []
    assert keep(session, change(WHICH, "Another", 1)) == [WHICH]


def test_keep_aside_of_the_same_words_again_is_one_row(session):
    sign(session, 8)
    assert [keep(session, change(LESSONS, "Late", 0)) for _ in range(2)] == [[LESSONS], [LESSONS]]
    assert history(session, LESSONS) == [("kept_aside", 0, 0, "Late")]


@pytest.mark.parametrize("times", [1, 2])
def test_text_for_a_part_that_was_not_returned_is_kept_aside_once(session, times):
    sign(session, 8)
    send_back(session, 8, WHY)
    report, staff = report_number(session, 8), person_of(session, "mission_staff")
    for _ in range(times):
        sent = [change(LESSONS, "Not asked for", 0)]
        found = save_answers(session, report=report, changes=sent, person=staff, language="en", key="k")
        assert found == {LESSONS: "closed"}
    assert history(session, LESSONS) == [("kept_aside", 0, 0, "Not asked for")]
    assert saved_answers(session, report.id, [LESSONS])[LESSONS].value == ""


def test_keep_aside_is_on_record_without_the_words(session):
    sign(session, 8)
    keep(session, change(LESSONS, "very private words", 0))
    newest = entries(session)[-1]
    assert (newest.action, newest.details) == ("keep aside", '{"Q4_LESSONS.lessons": "kept_aside"}')
