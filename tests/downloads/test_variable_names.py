import re

import pytest

from survey.downloads.option_numbers import Numbers
from survey.downloads.variable_names import STATUS_SUFFIX, Names
from survey.questionnaire.structure import questionnaire
from tests.support.factories import document

LEGAL = re.compile(r"[A-Za-z][A-Za-z0-9_]*[A-Za-z0-9]")


def names(*codes, question="X_TRIAL", taken=()):
    parts = [{"code": code} for code in codes]
    return Names(Numbers([questionnaire(document(*parts, question=question), 1)]), taken)


def test_a_name_is_the_code_with_an_underscore():
    found = names("first")
    assert found.of("X_TRIAL.first") == "X_TRIAL_first"
    assert found.of("X_TRIAL.first", STATUS_SUFFIX) == "X_TRIAL_first_s"


def test_a_long_code_is_cut_and_told_apart():
    codes = ("a" * 40, "a" * 41)
    found = names(*codes)
    made = [found.of(f"X_TRIAL.{code}", suffix) for code in codes for suffix in ("", STATUS_SUFFIX)]
    assert {len(name) for name in made} == {32}
    assert len(set(made)) == 4
    # from the code alone, so that the next version names it alike
    assert [names(codes[1]).of(f"X_TRIAL.{codes[1]}", suffix) for suffix in ("", STATUS_SUFFIX)] == made[2:]


@pytest.mark.parametrize(
    ("codes", "taken"),
    [(("first", "first_s"), ()), (("first",), ("x_trial_FIRST",)), (("first_",), ())],
)
def test_no_name_comes_twice_whatever_its_capitals(codes, taken):
    found = names(*codes, taken=taken)
    made = [found.of(f"X_TRIAL.{code}", suffix) for code in codes for suffix in ("", STATUS_SUFFIX)]
    assert len({name.casefold() for name in (*made, *taken)}) == len(made) + len(taken)
    assert all(LEGAL.fullmatch(name) and len(name) <= 32 for name in made)


def test_a_later_version_changes_no_name():
    first, second = (
        document({"code": "first_s"}),
        document({"code": "first"}, {"code": "first_s"}, versions=(2,)),
    )
    both = [questionnaire(first, 1), questionnaire(second, 2)]
    before, after = Names(Numbers(both[:1]), ()), Names(Numbers(both), ())
    assert after.of("X_TRIAL.first_s") == before.of("X_TRIAL.first_s") == "X_TRIAL_first_s"
    assert after.of("X_TRIAL.first", STATUS_SUFFIX) != "X_TRIAL_first_s"
