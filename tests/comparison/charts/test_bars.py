from survey.comparison.charts.bars import LINE_ONLY, Segment, bar, swatch
from tests.comparison.charts.reading import all_of, parsed, per_cent, read_out


def drawn(*segments, **options):
    made = [Segment(pattern, reports) for pattern, reports in segments]
    return parsed(bar(made, name="bar", title="Success", description="5 of 6 valid; 8 due", **options))


def boxes(root):
    return [
        (one.get("fill"), per_cent(one, "x"), per_cent(one, "width"))
        for one in all_of(root, "rect", stroke="currentColor")
    ]


def test_each_piece_is_as_long_as_its_share_of_the_reports_due():
    root = drawn(("solid", 5), ("hatched", 1), ("empty", 0), ("dotted", 2))
    assert read_out(root) == ["Success", "5 of 6 valid; 8 due"]
    # 99.4 per cent of the width for 8 reports
    assert boxes(root) == [
        ("currentColor", 0.3, 62.125),
        ("url(#bar-hatched)", 62.425, 12.425),
        ("url(#bar-dotted)", 74.85, 24.85),
    ]


def test_bar_begins_on_the_right_in_a_language_from_right_to_left():
    assert boxes(drawn(("solid", 1), ("empty", 1), rightwards=False)) == [
        ("currentColor", 50.0, 49.7),
        ("none", 0.3, 49.7),
    ]


def test_what_does_not_count_is_a_line_and_no_box():
    root = drawn(("solid", 1), (LINE_ONLY, 1))
    assert boxes(root) == [("currentColor", 0.3, 49.7)]
    assert [(per_cent(one, "x1"), per_cent(one, "x2")) for one in all_of(root, "line")] == [(50.0, 99.7)]


def test_bar_without_reports_is_a_line():
    root = drawn(("solid", 0), ("empty", 0))
    assert boxes(root) == []
    assert len(all_of(root, "line")) == 1


def test_swatch_shows_the_pattern_and_is_not_read_out():
    root = parsed(swatch("hatched", name="legend-partly"))
    assert root.get("aria-hidden") == "true"
    assert [fill for fill, _x, _width in boxes(root)] == ["url(#legend-partly-hatched)"]
