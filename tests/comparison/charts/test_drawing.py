import pytest

from survey.comparison.charts.drawing import ACROSS, MOST_LINES, Drawing, shortened
from tests.comparison.charts.reading import all_of, parsed, per_cent, read_out, texts

PAYLOAD = "<script>alert(1)</script>\"' & <b>"
STYLED = ("style", "class", "onload", "onclick", "href")


def drawn(name="trial", **options):
    return Drawing(name, "Title", "Description", **options)


def test_what_is_read_out_is_escaped_and_found_by_its_ids():
    root = parsed(Drawing("Q1.a b", PAYLOAD, f"{PAYLOAD}!").svg())
    assert read_out(root) == [PAYLOAD, f"{PAYLOAD}!"]
    assert root.get("aria-labelledby") == "Q1-a-b-title Q1-a-b-desc"


def test_labels_are_escaped():
    drawing = drawn()
    drawing.label(PAYLOAD)
    drawing.legend(("dot", PAYLOAD))
    svg = str(drawing.svg())
    assert "<script" not in svg
    assert " ".join(texts(parsed(svg))[:-1]) == PAYLOAD
    assert texts(parsed(svg))[-1] == PAYLOAD


def test_only_attributes_of_presentation_and_patterns_of_its_own():
    drawing = drawn()
    for pattern in ("solid", "hatched", "empty", "dotted"):
        drawing.bar(0, 0.5, 0, 1, pattern)
    root = parsed(drawing.svg())
    assert [one.get("fill") for one in all_of(root, "rect", stroke="currentColor")] == [
        "currentColor", "url(#trial-hatched)", "none", "url(#trial-dotted)",
    ]  # fmt: skip
    assert {one.get("id") for one in all_of(root, "pattern")} == {"trial-hatched", "trial-dotted"}
    assert [name for one in root.iter() for name in one.attrib if name in STYLED] == []


def test_ink_is_that_of_the_text_around():
    drawing = drawn()
    drawing.label("A")
    drawing.bar(0, 1, 0, 1, "hatched")
    drawing.line(0, 1, 0)
    for shape in ("dot", "square", "ring", "diamond"):
        drawing.mark(0.5, 1, shape)
    colours = {one.get(name) for one in parsed(drawing.svg()).iter() for name in ("fill", "stroke")}
    assert colours == {None, "currentColor", "none", "url(#trial-hatched)"}


@pytest.mark.parametrize(("rightwards", "start", "edge"), [(True, 10.0, "0%"), (False, 40.0, "100%")])
def test_everything_is_mirrored_where_the_language_is(rightwards, start, edge):
    drawing = drawn(rightwards=rightwards)
    drawing.bar(0.1, 0.6, 0, 1, "solid")
    drawing.line(0.1, 0.6, 1)
    drawing.mark(0.1, 1, "dot")
    drawing.label("A")
    root = parsed(drawing.svg())
    [box] = all_of(root, "rect")
    assert (per_cent(box, "x"), per_cent(box, "width")) == (start, 50.0)
    ends = [10.0, 60.0] if rightwards else [90.0, 40.0]
    assert [per_cent(all_of(root, "line")[0], name) for name in ("x1", "x2")] == ends
    assert per_cent(all_of(root, "svg")[1], "x") == ends[0]
    assert [one.get("x") for one in all_of(root, "text", **{"text-anchor": "start"})] == [edge]


def test_margin_is_free_on_both_sides():
    drawing = drawn(margin=3)
    assert (drawing.x(0), drawing.x(0.5), drawing.x(1)) == (3, 50, 97)


def test_long_label_is_wrapped_and_cut():
    assert shortened("San José") == ["San José"]
    lines = shortened("Reintegration of women and men who return to their villages, " * 4)
    assert len(lines) == MOST_LINES
    assert max(map(len, lines)) <= ACROSS
    assert lines[-1].endswith("…")


def test_height_grows_with_what_is_drawn_and_is_in_the_size_of_the_text():
    drawing = drawn()
    drawing.lines_of("one line")
    assert parsed(drawing.svg()).get("height") == "1.6em"
    drawing.lines_of("a second one")
    assert parsed(drawing.svg()).get("height") == "3em"


def test_hidden_drawing_is_not_read_out():
    root = parsed(drawn().svg(width="2.5em", hidden=True))
    assert (root.get("aria-hidden"), root.get("role"), root.get("width")) == ("true", None, "2.5em")
    assert all_of(root, "title") == []
