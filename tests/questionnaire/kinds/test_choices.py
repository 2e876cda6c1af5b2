import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaire.kinds.registry import KINDS
from survey.web.wording import BadInput
from tests.support.factories import part

OPTIONS = ("one", "two", "three", "four")
CODE = "X_TRIAL.part"
MANY, ONE = KINDS["many_choices"], KINDS["one_choice"]
many, one = part("many_choices", options=OPTIONS), part("one_choice", options=OPTIONS)


@given(st.lists(st.sampled_from(OPTIONS)))
def test_many_choices_are_stored_once_each_in_the_order_of_the_questionnaire(codes):
    value = MANY.read(many, {CODE: codes})
    MANY.check(many, value)
    assert MANY.counted(many, value) == tuple(code for code in OPTIONS if code in codes)
    assert MANY.read(many, {CODE: MANY.typed(many, {CODE: value.split(";")}).split(";")}) == value


@given(st.text())
def test_one_choice_takes_its_options_and_nothing_else(text):
    if text in ("", *OPTIONS):
        assert ONE.read(one, {CODE: [text]}) == text
    else:
        with pytest.raises(BadInput, match="Choose one of the list"):
            ONE.read(one, {CODE: [text]})


@pytest.mark.parametrize("codes", [["five"], ["one", "five"], ["one;two"], [" one"]])
def test_many_choices_with_an_unknown_code_are_refused_whole(codes):
    with pytest.raises(BadInput, match="One of these answers cannot be chosen here"):
        MANY.read(many, {CODE: codes})


@pytest.mark.parametrize("value", ["two;one", "one;one", "one;", ";", "five"])
def test_stored_choices_in_another_form_are_refused(value):
    with pytest.raises(BadInput):
        MANY.check(many, value)


def test_retired_option_is_shown_by_its_code():
    assert ONE.shown(one, "retired", "en") == "retired"
