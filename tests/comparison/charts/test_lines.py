from survey.comparison.charts.lines import Point, Series, lines
from tests.comparison.charts.reading import all_of, parsed, per_cent, read_out, texts

YES, NO = Series("dot", "", "Yes"), Series("ring", "1 3", "No")
START, LENGTH = 27, 47


def drawn(*points, **options):
    made = lines(
        points, (YES, NO), name="t", title="Success", description="…", ends=("none", "all"), **options
    )
    return parsed(made)


def trends(root):
    return [
        (per_cent(one, "x1"), per_cent(one, "x2"), one.get("stroke-dasharray"))
        for one in all_of(root, "line", **{"stroke-width": "2"})
    ]


def test_line_leads_from_share_to_share():
    root = drawn(Point("2001", "of 4", (0.25, 0.75)), Point("2002", "of 2", (0.5, 0.5)))
    assert read_out(root) == ["Success", "…"]
    quarter, half, most = START + LENGTH / 4, START + LENGTH / 2, START + LENGTH * 0.75
    assert trends(root) == [(quarter, half, None), (most, half, "1 3")]
    assert texts(root) == ["Yes", "No", "none", "all", "2001", "of 4", "2002", "of 2"]


def test_line_is_broken_where_the_meaning_is_new_and_says_why():
    root = drawn(
        Point("2001", "of 4", (0.25, 0.75)),
        Point("2002", "of 2", (0.5, 0.5), broken="New meaning since version 3"),
        Point("2003", "of 2", (1, 0)),
    )
    assert len(trends(root)) == 2
    assert {end for _start, end, _dashes in trends(root)} == {START, START + LENGTH}
    assert "New meaning since version 3" in texts(root)


def test_no_line_leads_to_or_from_a_round_without_shares():
    root = drawn(
        Point("2001", "of 4", (0.25, 0.75)), Point("2002", "not asked"), Point("2003", "of 1", (1, 0))
    )
    assert trends(root) == []
    assert "not asked" in texts(root)


def test_long_code_of_a_round_is_cut_and_escaped():
    root = drawn(Point("2001-pilot-<b>", "of 4", (0.25, 0.75)))
    assert "2001-pil…" in texts(root)
    assert "<b>" in texts(drawn(Point("<b>", "of 4", (0.25, 0.75))))


def test_chart_without_a_point_shows_its_legend_only():
    assert texts(drawn()) == ["Yes", "No", "none", "all"]


def test_lines_are_mirrored():
    root = drawn(Point("1", "of 4", (0, 1)), Point("2", "of 2", (1, 0)), rightwards=False)
    assert trends(root) == [(73.0, 26.0, None), (26.0, 73.0, "1 3")]
