import pytest

from survey.questionnaire.editing import codes


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Link noticed", "X_LINK_NOTICED"),
        ("Égalité d’accès", "X_EGALITE_D_ACCES"),
        ("Different needs of migrant women and men", "X_DIFFERENT_NEEDS_OF"),
        ("2001", "X_2001"),
        ("Antidisestablishmentarianism again", "X_ANTIDISESTABLISHMENTARIA"),
        ("性别", "X_QUESTION"),
        ("", "X_QUESTION"),
    ],
)
def test_question_code_is_made_of_the_title(title, code):
    assert codes.question_code(title, ()) == code
    assert codes.question_objection(code, ()) is None


def test_suggested_codes_are_free():
    assert codes.question_code("Needs", {"X_NEEDS", "X_NEEDS_2"}) == "X_NEEDS_3"
    assert codes.part_code("How?", {"X_A.how"}, "X_A.") == "how_2"
    assert codes.choice_code("Other", {"other"}) == "other_2"
    assert codes.section_code("Needs", {"NEEDS"}) == "NEEDS_2"


@pytest.mark.parametrize(("short", "code"), [("2 years", "p_2_years"), ("…", "part"), ("Staff", "staff")])
def test_part_code_begins_with_a_letter(short, code):
    assert codes.part_code(short, ()) == code
    assert codes.part_objection(code, ()) is None


@pytest.mark.parametrize("code", ["x_a", "X-A", "X A", "1X", "", "X_Ä", "X_A\n"])
def test_question_code_of_other_letters_is_refused(code):
    assert codes.question_objection(code, ()) == codes.NOT_A_QUESTION_CODE


@pytest.mark.parametrize("code", ["Q12", "NEEDS", "X_", "XA"])
def test_question_code_of_an_administrator_begins_with_x(code):
    assert codes.question_objection(code, ()) == codes.NOT_AN_OWN_CODE


def test_code_that_was_ever_used_is_refused():
    refused = "The code %s is or was used already. Codes are never used again for something else: choose another one."
    assert str(codes.question_objection("X_A", {"X_A"})) == refused % "X_A"
    assert str(codes.part_objection("how", {"X_A.how"}, "X_A.")) == refused % "X_A.how"
    assert str(codes.section_objection("ONE", {"ONE"})) == refused % "ONE"


def test_code_of_any_length_is_refused():
    assert codes.part_objection("a" * 61, ()) == codes.TOO_LONG
    assert codes.part_objection("a" * 60, ()) is None


@pytest.mark.parametrize("code", ["a;b", "a:b", "A", "_a", "é"])
def test_option_code_that_could_not_stand_in_an_answer_is_refused(code):
    assert codes.choice_objection(code, ()) == codes.NOT_A_CHOICE_CODE
