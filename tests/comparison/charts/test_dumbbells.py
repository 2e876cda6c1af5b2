from math import inf

from survey.comparison.charts.dumbbells import Named, Pair, dumbbells
from tests.comparison.charts.reading import all_of, parsed, per_cent, read_out, texts

# the scale lies between 3 and 97 per cent of the width
NAMED = Named(women="Women", men="Men", rates="Reached of the eligible", ratio="Women to men")


def drawn(*rows, **options):
    made = dumbbells(rows, name="access", title="Equal access", description="…", named=NAMED, **options)
    return parsed(made)


def marks(root, shape):
    """Where the marks of a shape stand, without the legend's."""
    places = {"dot": "circle", "square": "rect", "diamond": "rect"}
    found = []
    for one in all_of(root, "svg")[1:]:
        [inner] = [child for child in one if child.tag.endswith(places[shape])] or [None]
        is_diamond = inner is not None and inner.get("transform") is not None
        if inner is not None and is_diamond == (shape == "diamond") and one.get("x").endswith("%"):
            found.append(per_cent(one, "x"))
    return [place for place in found if place not in (0.0, 100.0)]


def test_rates_stand_at_their_place_and_a_line_joins_them():
    root = drawn(Pair("Manila", women=0.21, men=0.39, words="not computed: no interval"))
    assert read_out(root) == ["Equal access", "…"]
    assert marks(root, "dot") == [22.74]
    assert marks(root, "square") == [39.66]
    [joining] = all_of(root, "line", **{"stroke-width": "3"})
    assert (per_cent(joining, "x1"), per_cent(joining, "x2")) == (22.74, 39.66)
    assert texts(root)[-2:] == ["Manila", "not computed: no interval"]


def test_ratio_and_its_interval_share_a_scale_on_which_half_and_double_are_equally_far():
    root = drawn(Pair("Manila", ratio=0.5385, low=0.4295, high=0.6751), Pair("Chad", ratio=2, low=1, high=4))
    # the scale reaches from a quarter to four times
    assert marks(root, "diamond") == [29.015, 73.5]
    interval = [
        one for one in all_of(root, "line", **{"stroke-width": "2"}) if one.get("y1") == one.get("y2")
    ]
    assert [(per_cent(one, "x1"), per_cent(one, "x2")) for one in interval] == [
        (21.347, 36.68),
        (50.0, 97.0),
    ]
    assert texts(root, **{"text-anchor": "end"}) == ["1.0", "4.0"]


def test_interval_that_leaves_the_scale_has_an_open_end():
    root = drawn(Pair("Chad", ratio=3, low=0, high=inf))
    strokes = all_of(root, "line", **{"stroke-width": "2"})
    assert [(per_cent(one, "x1"), per_cent(one, "x2")) for one in strokes] == [(3.0, 97.0)]


def test_row_that_is_suppressed_or_not_computed_shows_its_words_only():
    root = drawn(
        Pair("Quito", words="suppressed"), Pair("Lima", women=0.5, words="not computed: no men eligible")
    )
    assert (marks(root, "dot"), marks(root, "square"), all_of(root, "line")) == ([], [], [])
    assert texts(root)[-4:] == ["Quito", "suppressed", "Lima", "not computed: no men eligible"]


def test_scale_is_longer_where_more_were_reached_than_are_eligible():
    root = drawn(Pair("Lima", women=2.0, men=1.0))
    assert (marks(root, "dot"), marks(root, "square")) == ([97.0], [50.0])
    assert texts(root, **{"text-anchor": "end"}) == ["2.0"]


def test_rows_of_a_chart_beside_count_for_the_scales_and_are_not_drawn():
    far = Pair("Lima", women=2.0, men=1.0, ratio=4, low=2, high=8)
    root = drawn(Pair("Quito", women=1.0, men=0.5, ratio=2, low=1, high=4), beside=[far])
    assert (marks(root, "dot"), marks(root, "square"), marks(root, "diamond")) == ([50.0], [26.5], [65.667])
    assert texts(root, **{"text-anchor": "end"}) == ["2.0", "8.0"]
    assert "Lima" not in texts(root)


def test_numbers_are_written_in_the_readers_form_and_labels_are_escaped():
    root = drawn(Pair("<script>", women=0.5, men=0.5), figure=lambda value: f"{value:.1f}".replace(".", ","))
    assert texts(root, **{"text-anchor": "end"}) == ["1,0"]
    assert "<script>" in texts(root)


def test_no_rows():
    assert texts(drawn())[:2] == ["Women", "Men"]
