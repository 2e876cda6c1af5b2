"""Figures made of words are those that the summary makes of tallies."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.comparison.patterns import Counted, base_of, reports_of, saying, summaries_by_group, words_of
from tests.comparison.counting import summaries
from tests.comparison.examples import CONSTRAINTS, SUCCESS, VERSIONS, answer, report, tallies_of

VERDICT, KINDS = VERSIONS[2].part[SUCCESS], VERSIONS[2].part[CONSTRAINTS]
REASONS = ["no_answer", "declined", "not_shown", "not_reached"]
SAID = {
    VERDICT.code: [option.code for option in VERDICT.options] + REASONS,
    KINDS.code: ["funding", "funding;data", "other", *REASONS],
}


@pytest.mark.parametrize("part", [VERDICT, KINDS], ids=lambda part: part.code)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_denominators_are_those_of_the_summary(part, data):
    said = data.draw(st.lists(st.sampled_from(SAID[part.code]), max_size=12))
    reports = [report(n, "draft" if word == "not_reached" else "submitted") for n, word in enumerate(said, 1)]
    answers = [
        answer(n, part.code, status=word) if word in REASONS else answer(n, part.code, word)
        for n, word in enumerate(said, 1)
        if word != "not_reached"
    ]
    expected = summaries(tallies_of(answers, reports), reports, VERSIONS)[part.code].base
    counted = [Counted("", (word,), 1) for word in said]
    assert base_of(part, words_of(counted)) == expected


def test_not_asked_is_received_and_not_asked():
    base = base_of(VERDICT, {"not_asked": 2, "yes": 1})
    assert (base.due, base.received, base.not_asked, base.asked, base.valid) == (3, 3, 2, 1, 1)


def test_groups_have_figures_of_their_own_by_name():
    counted = [
        Counted("Asia", ("x", "funding"), 2), Counted("Africa", ("x", "not_reached"), 1),
        Counted("Asia", ("y", "data"), 1),
    ]  # fmt: skip
    found = summaries_by_group(KINDS, counted, 1)
    assert {name: (one.base.due, one.base.valid, one.base.k("funding")) for name, one in found.items()} == {
        "Africa": (1, 0, 0), "Asia": (3, 3, 2),
    }  # fmt: skip
    assert list(found) == ["Africa", "Asia"]


def test_reports_that_say_the_wanted_words():
    counted = [Counted("", ("yes", "no"), 2), Counted("", ("yes", "partly"), 3), Counted("", ("no", "no"), 4)]
    assert reports_of(saying(counted, [{"yes"}, None])) == 5
    assert reports_of(saying(counted, [None, {"no"}])) == 6
    assert saying(counted, [{"no"}, {"partly"}]) == []
