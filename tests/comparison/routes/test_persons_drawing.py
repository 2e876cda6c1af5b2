"""Women and men as charts: on the page of access all that can be compared, for others nothing that is suppressed."""

import pytest

from survey.answering.persons import OUTCOMES, REACH
from tests.comparison.charts.reading import all_of, charts_in, read_out, texts
from tests.comparison.pages import main_of, text_of
from tests.comparison.persons import add_counted_round, outcomes, reach

CLEAR = {REACH: reach(84, 400, 156, 400)}
SINGLE_SEX = {REACH: reach(9, 20, 0, 0)}
NOT_COMPUTED = {REACH: reach(women=9, men=20)}
SMALL = {REACH: reach(3, 30, 20, 60), OUTCOMES: outcomes(9, 12, 4, 11)}


@pytest.fixture
def group(client_for):
    return client_for("working_group")


def drawn(group, address):
    return charts_in(main_of(group.get(address)))


def test_project_that_is_compared_is_drawn_with_rates_ratio_and_interval(sqlite_app, group):
    [chart] = drawn(group, f"{add_counted_round(sqlite_app, [CLEAR])}/access")
    assert read_out(chart) == [
        "Access: reached of eligible",
        "Projects: women under-represented 1. The table has the figures of each.",
    ]
    assert texts(chart)[-3:] == ["Mission 1: Project 1", "0.54 (0.43 to 0.68): women", "under-represented"]
    assert len(all_of(chart, "line", **{"stroke-width": "3"})) == 1


def test_what_cannot_be_compared_is_listed_with_its_reason_and_not_drawn(sqlite_app, group):
    path = add_counted_round(sqlite_app, [SINGLE_SEX, NOT_COMPUTED, None])
    for page in ("access", "access?show=single_sex", "persons"):
        assert drawn(group, f"{path}/{page}") == []
        assert "as a chart" not in text_of(main_of(group.get(f"{path}/{page}")))


def test_charts_hold_the_projects_of_the_page_in_pieces_with_one_scale(sqlite_app, group):
    path = add_counted_round(sqlite_app, [CLEAR] * 5 + [{REACH: reach(9, 12, 1, 120)}] + [NOT_COMPUTED])
    charts = drawn(group, f"{path}/access")
    assert [read_out(chart)[0] for chart in charts] == [
        "Access: reached of eligible, projects 1 to 4 of 6",
        "Access: reached of eligible, projects 5 to 6 of 6",
    ]
    scales = [texts(chart, **{"text-anchor": "end"}) for chart in charts]
    assert scales[0] == scales[1] == ["1", "16"]
    assert len({chart.get("aria-labelledby") for chart in charts}) == 2
    [filtered] = drawn(group, f"{path}/access?mission=Mission+1")
    assert [words for words in texts(filtered) if words.startswith("Mission")] == [
        f"Mission 1: Project {n}" for n in (1, 3, 5)
    ]


def test_outcome_without_a_ratio_shows_its_rates(sqlite_app, group):
    [chart] = drawn(group, f"{add_counted_round(sqlite_app, [{OUTCOMES: outcomes(0, 9, 8, 9)}])}/access")
    assert read_out(chart)[0] == "Outcomes: with a good outcome of assessed"
    assert "Ratio, women to men" not in texts(chart)
    assert len(all_of(chart, "line", **{"stroke-width": "3"})) == 1


def test_chart_for_others_draws_nothing_of_suppressed_counts(sqlite_app, group):
    path = add_counted_round(sqlite_app, [SMALL, CLEAR])
    inside, _outcomes = drawn(group, f"{path}/access")
    assert len(all_of(inside, "line", **{"stroke-width": "3"})) == 2
    # the outcomes hold a 4, so they have no chart at all
    [told] = drawn(group, f"{path}/persons")
    assert len(all_of(told, "line", **{"stroke-width": "3"})) == 1
    said = texts(told)
    assert said[said.index("Mission 1: Project 1") + 1] == "suppressed"
    # not even by the scale: the ratio that is hidden is farther from 1
    [alone] = drawn(group, f"{add_counted_round(sqlite_app, [CLEAR], code='2003', title='Other')}/persons")
    scale = {"text-anchor": "end"}
    assert texts(told, **scale) == texts(alone, **scale) == ["1", "4"]
    assert read_out(told)[1] == (
        "Projects: suppressed 1; women under-represented 1. The table has the figures of each."
    )
