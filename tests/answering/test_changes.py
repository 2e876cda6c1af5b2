from datetime import UTC, date, datetime

from survey.answering.changes import changed_questions, unchanged
from survey.answering.clarifications import Clarification
from survey.answering.records import SavedAnswer
from tests.answering.examples import NEWEST, saved

NOON = datetime(2001, 11, 12, 12, 0, tzinfo=UTC)


def asked(code):
    return Clarification(1, 1, code, "Why?", date(2001, 12, 1), "A member", NOON, None)


def found(before, after, *clarifications):
    """Each changed part with status and value before and after."""
    return [
        (part.after.part.code, *((side.status, side.value) for side in (part.before, part.after)))
        for question in changed_questions(NEWEST, before, after, clarifications)
        for part in question.parts
    ]


def test_changed_questions_of_the_same_answers_are_none():
    answers = saved(Q4_LESSONS__lessons="Ask earlier.")
    assert changed_questions(NEWEST, answers, answers, []) == []


def test_changed_questions_are_those_with_another_value_or_status_and_no_others():
    before = saved(Q4_LESSONS__lessons="Ask earlier.", Q7_SUCCESS__why="Because")
    after = before | {
        "Q4_LESSONS.lessons": SavedAnswer("Q4_LESSONS.lessons", 2, "answered", "Ask both."),
        "Q7_SUCCESS.success": SavedAnswer("Q7_SUCCESS.success", 1, "declined", ""),
    }
    assert found(before, after) == [
        ("Q4_LESSONS.lessons", ("answered", "Ask earlier."), ("answered", "Ask both.")),
        ("Q7_SUCCESS.success", ("no_answer", ""), ("declined", "")),
    ]


def test_changed_questions_tell_of_a_part_that_another_answer_hides_now():
    before = saved(Q2_SPINOFF__resulted="yes", Q2_SPINOFF__which="A course")
    after = saved(Q2_SPINOFF__resulted="no", Q2_SPINOFF__which="A course")
    assert found(before, after)[1] == (
        "Q2_SPINOFF.which",
        ("answered", "A course"),
        ("not_shown", "A course"),
    )


def test_words_behind_a_part_that_is_hidden_before_and_after_are_no_change():
    before = saved(Q2_SPINOFF__resulted="no", Q2_SPINOFF__which="A course")
    assert found(before, saved(Q2_SPINOFF__resulted="no", Q2_SPINOFF__which="Two")) == []


def test_changed_part_brings_what_was_asked_about_it_and_the_rest_stands_apart():
    before, after = saved(), saved(Q4_LESSONS__lessons="Ask both.")
    about, other, whole = asked("Q4_LESSONS.lessons"), asked("Q7_SUCCESS.why"), asked(None)
    questions = changed_questions(NEWEST, before, after, [about, other, whole])
    assert [part.asked for question in questions for part in question.parts] == [[about]]
    assert unchanged([about, other, whole], questions) == [other, whole]


def test_two_texts_are_told_by_their_differences_and_nothing_else_is():
    def marks(code, before, after):
        given = [saved(**({code: value} if value else {})) for value in (before, after)]
        questions = changed_questions(NEWEST, *given, [])
        [changed] = [
            part
            for question in questions
            for part in question.parts
            if part.after.part.code == code.replace("__", ".")
        ]
        return [(stretch.mark, stretch.text) for stretch in changed.differences]

    assert marks("Q4_LESSONS__lessons", "Women came.", "Women came late.") == [
        ("same", "Women came"),
        ("added", " late"),
        ("same", "."),
    ]
    assert marks("Q4_LESSONS__lessons", "", "Women came.") == []
    assert marks("Q7_SUCCESS__success", "yes", "no") == []
