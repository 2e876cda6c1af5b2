import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaire.kinds.registry import KINDS
from survey.questionnaire.kinds.tables import NOT_RECORDED, cells_of, stored
from survey.web.wording import BadInput
from tests.support.factories import part

TABLE = KINDS["table"]
reach = part("table", rows=("eligible", "reached"), columns=("women", "men"))
PLACES = [(row, column) for row in ("eligible", "reached") for column in ("women", "men")]
WHOLE = '{"eligible":{"women":120,"men":0},"reached":{"women":84}}'


def fields(cells, **more):
    return {f"{reach.code}:{row}:{column}": [text] for (row, column), text in cells.items()} | {
        f"{reach.code}:{name}": [text] for name, text in more.items()
    }


def one(text):
    return TABLE.read(reach, fields({("eligible", "women"): text}))


def test_table_keeps_0_and_not_recorded_apart():
    value = TABLE.read(reach, fields({PLACES[0]: "120", PLACES[1]: "0", PLACES[2]: "84", PLACES[3]: ""}))
    assert value == WHOLE
    assert cells_of(value) == {PLACES[0]: 120, PLACES[1]: 0, PLACES[2]: 84}
    assert TABLE.shown(reach, value, "en") == "Eligible: Women 120, Men 0; Reached: Women 84"


@given(st.dictionaries(st.sampled_from(PLACES), st.integers(0, 10**9)))
def test_table_comes_back_from_every_face(cells):
    value = TABLE.read(reach, fields({place: str(count) for place, count in cells.items()}))
    TABLE.check(reach, value)
    assert (cells_of(value), stored(reach, cells)) == (cells, value)
    typed = cells_of(TABLE.typed(reach, fields({place: str(count) for place, count in cells.items()})))
    assert TABLE.read(reach, fields(typed)) == value


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("84", 84),
        (" 1 200 ", 1200),
        ("1,200", 1200),
        ("1.990.196", 1990196),
        ("1'200", 1200),
        ("1’200", 1200),
        ("1\u202f200", 1200),
        ("007", 7),
        ("1000000000", 10**9),
    ],
)
def test_count_may_be_grouped_as_its_writer_groups(text, count):
    assert cells_of(one(text)) == {PLACES[0]: count}


@pytest.mark.parametrize(
    "text", ["many", "-1", "1.5", "1,5", "12,34", "1234,567", "٣", "²", "1e3", "+1", ",", "1,,200", "½"]
)
def test_count_that_is_no_whole_number_is_refused(text):
    with pytest.raises(BadInput, match="Write each count as a whole number, such as 84"):
        one(text)


@pytest.mark.parametrize("text", ["1000000001", str(2**63), "9" * 40])
def test_count_that_is_too_large_is_refused(text):
    with pytest.raises(BadInput, match="One of the counts is too large"):
        one(text)


def test_table_without_records_is_told_by_a_tick():
    assert TABLE.read(reach, fields({}, not_recorded="1")) == NOT_RECORDED
    assert TABLE.typed(reach, fields({}, not_recorded="1")) == NOT_RECORDED
    TABLE.check(reach, NOT_RECORDED)


def test_tick_and_counts_together_are_refused_and_both_kept():
    both = fields({PLACES[0]: "84"}, not_recorded="1")
    with pytest.raises(BadInput, match="You gave counts and also ticked that they were not recorded"):
        TABLE.read(reach, both)
    assert cells_of(TABLE.typed(reach, both))[PLACES[0]] == "84"


@pytest.mark.parametrize(
    "value",
    [
        "{}",
        "[]",
        "1",
        "null",
        '"text"',
        "{",
        "not recorded",
        '{"eligible":84}',
        '{"eligible":{"women":"84"}}',
        '{"eligible":{"women":8.5}}',
        '{"eligible":{"women":true}}',
        '{"eligible":{"women":-1}}',
        '{"eligible":{"women":1000000001}}',
        '{"eligible":{"women":NaN}}',
        '{"eligible":{"girls":1}}',
        '{"other":{"women":1}}',
        '{"eligible":{"men":1,"women":2}}',
        '{"reached":{"women":1},"eligible":{"women":2}}',
        '{"eligible": {"women": 1}}',
        '{"eligible":{"women":1,"women":1}}',
        '{"eligible":{}}',
        '{"eligible":{"women":1}',
        "[" * 5000,
        '{"eligible":{"women":' + "9" * 5000 + "}}",
    ],
)
def test_malformed_table_is_refused_with_a_sentence(value):
    with pytest.raises(BadInput, match="The table of counts"):
        TABLE.check(reach, value)


def test_cell_outside_the_table_cannot_be_stored():
    with pytest.raises(ValueError, match="a cell outside the table"):
        stored(reach, {("eligible", "girls"): 1})


def test_typed_cells_stay_as_they_were_typed():
    typed = TABLE.typed(reach, fields({PLACES[0]: "about 80"}))
    assert json.loads(typed) == {
        "eligible": {"women": "about 80", "men": ""},
        "reached": {"women": "", "men": ""},
    }
