from survey.answering.records import SavedAnswer
from survey.paper.boxes import BOXES, all_boxes, boxes_of, filled
from survey.questionnaire.kinds.registry import KINDS
from tests.answering.examples import NEWEST
from tests.support.factories import part


def names(*args, **fields):
    return [box.name for box in boxes_of(part(*args, **fields))]


def given(kind, value, status="answered", **fields):
    return filled(part(kind, "X.a", **fields), SavedAnswer("X.a", 1, status, value))


def test_every_kind_has_boxes():
    assert set(BOXES) == set(KINDS)


def test_boxes_go_by_the_names_of_the_fields_on_the_page():
    assert names("text", "X.a") == ["X.a"]
    assert names("verdict", "X.a", options=("yes", "no")) == ["X.a"]
    assert names("many_choices", "X.a", options=("red", "blue")) == ["X.a:red", "X.a:blue"]
    assert names("table", "X.a", rows=("due", "met"), columns=("women", "men")) == [
        "X.a:due:women", "X.a:met:women", "X.a:due:men", "X.a:met:men", "X.a:not_recorded",
    ]  # fmt: skip


def test_box_names_of_the_questionnaire_are_all_different():
    every = [box.name for box in all_boxes(NEWEST.parts)]
    assert len(every) == len(set(every))


def test_filled_puts_a_saved_answer_into_its_boxes():
    table = {"rows": ("due",), "columns": ("women", "men")}
    assert given("text", "two\nlines") == {"X.a": "two\nlines"}
    assert given("many_choices", "red;blue", options=("red", "blue")) == {"X.a:red": "x", "X.a:blue": "x"}
    assert given("table", '{"due":{"men":0}}', **table) == {"X.a:due:men": "0"}
    assert given("table", "not_recorded", **table) == {"X.a:not_recorded": "x"}
    assert given("text", "", "declined") == {"declined:X.a": "x"}
    assert given("text", "", "no_answer") == {}


def test_filled_replaces_what_no_xml_file_can_hold():
    assert given("text", "a\uffffb") == {"X.a": "a\ufffdb"}
