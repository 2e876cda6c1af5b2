from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.comparison.denominators import Bounds
from survey.comparison.indicators import (
    ADDITIONAL,
    BASIC,
    indicator_figures,
    indicator_groups,
    mission_lines,
    report_lines,
    share_of,
    words_to_extent,
)
from survey.comparison.patterns import Counted, ListedReport
from survey.questionnaire.structure import Choice, Words
from tests.comparison.examples import DATA, VERSIONS

PART = VERSIONS[2].part[DATA]
CODES = [option.code for option in PART.options]
ALL_BASIC = ";".join(BASIC)


def listed(word, project="Project"):
    return ListedReport("report-1", "submitted", False, None, project, "Mission", (word,))


def test_options_fall_into_the_basic_four_the_additional_four_and_others():
    more = replace(PART, options=(*PART.options, Choice("disability", Words(en="Disability"))))
    groups = {group.code: [option.code for option in group.options] for group in indicator_groups(more)}
    assert groups == {
        "basic": list(BASIC), "additional": list(ADDITIONAL), "other": ["other", "disability"],
    }  # fmt: skip
    assert [group.columns for group in indicator_groups(more)] == [5, 5, 2]


def test_group_without_options_is_left_out():
    few = replace(PART, options=PART.options[:2])
    assert [(group.code, len(group.options)) for group in indicator_groups(few)] == [("basic", 2)]


def test_reports_are_counted_by_how_many_of_the_four_they_name():
    words = {
        ALL_BASIC: 2,
        f"{ALL_BASIC};skills": 1,
        "sex;age": 3,
        "other": 1,
        "no_answer": 1,
        "not_reached": 2,
    }
    figures = indicator_figures(PART, words)
    assert figures.extents["basic"] == {"all": 3, "some": 3, "none": 1}
    assert figures.extents["additional"] == {"all": 0, "some": 1, "none": 6}
    base = figures.summary.base
    assert (base.due, base.received, base.answered, base.valid, base.no_answer) == (10, 8, 7, 7, 1)
    assert (base.k("sex"), base.k("skills"), base.k("other")) == (6, 1, 1)
    assert figures.bounds("basic") == Bounds(0.3, 0.6)


def test_no_reports_have_no_bounds():
    assert indicator_figures(PART, {}).bounds("basic") is None


def test_a_mission_without_reports_that_answered_keeps_its_line():
    counted = [Counted("Manila", ("sex",), 2), Counted("Nairobi", ("not_reached",), 1)]
    manila, nairobi = mission_lines(PART, ["Manila", "Nairobi"], counted)
    assert (manila.name, manila.figures.summary.base.k("sex"), manila.reason) == ("Manila", 2, "")
    assert (nairobi.figures.summary.base.valid, nairobi.figures.summary.base.due) == (0, 1)


def test_a_report_says_why_it_has_no_answer():
    with_answer, without = report_lines(PART, [listed("sex"), listed("declined")])
    assert (with_answer.reason, without.reason) == ("", "declined")
    assert with_answer.figures.extents["basic"] == {"all": 0, "some": 1, "none": 0}


@pytest.mark.parametrize(
    ("k", "n", "step"),
    [(0, 4, 0), (1, 4, 1), (2, 4, 2), (3, 4, 3), (4, 4, 4), (1, 1, 4), (0, 0, 0), (2, 3, 2)],
)
def test_marks_go_from_none_to_all(k, n, step):
    assert share_of(k, n) == step


def test_words_of_reports_that_name_so_much_of_a_group():
    basic = indicator_groups(PART)[0]
    counted = [Counted("", (word,), 1) for word in (ALL_BASIC, "sex", "other", "no_answer")]
    assert {extent: words_to_extent(PART, basic, extent, counted) for extent in ("all", "some", "none")} == {
        "all": {ALL_BASIC}, "some": {"sex"}, "none": {"other"},
    }  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sets(st.sampled_from(CODES), min_size=1), max_size=20), st.integers(0, 5))
def test_every_answer_is_counted_once_in_each_group(chosen, not_received):
    words = Counter(";".join(code for code in CODES if code in own) for own in chosen)
    figures = indicator_figures(PART, words | {"not_reached": not_received})
    assert figures.summary.base.due == len(chosen) + not_received
    for group, codes in (("basic", BASIC), ("additional", ADDITIONAL)):
        assert figures.extents[group]["all"] == sum(set(codes) <= own for own in chosen)
        assert sum(figures.extents[group].values()) == len(chosen) == figures.summary.base.valid
