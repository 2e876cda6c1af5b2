from survey.answering.records import SavedAnswer
from survey.answering.review import reviewed
from tests.answering.examples import NEWEST, saved


def parts_of(code, answers):
    questions = [question for section in reviewed(NEWEST, answers) for question in section.questions]
    [found] = [question for question in questions if question.question.code == code]
    return [(part.part.code, part.status, part.value) for part in found.parts]


def test_reviewed_leaves_out_what_is_not_shown():
    assert parts_of("Q2_SPINOFF", saved(Q2_SPINOFF__resulted="no")) == [
        ("Q2_SPINOFF.resulted", "answered", "no")
    ]


def test_reviewed_shows_what_is_kept_behind_another_answer():
    answers = saved(Q2_SPINOFF__resulted="no", Q2_SPINOFF__which="A course")
    assert parts_of("Q2_SPINOFF", answers)[1] == ("Q2_SPINOFF.which", "not_shown", "A course")


def test_reviewed_tells_a_blank_from_a_declined_part():
    answers = saved() | {"Q7_SUCCESS.why": SavedAnswer("Q7_SUCCESS.why", 1, "declined", "")}
    assert parts_of("Q7_SUCCESS", answers) == [
        ("Q7_SUCCESS.success", "no_answer", ""),
        ("Q7_SUCCESS.why", "declined", ""),
    ]
