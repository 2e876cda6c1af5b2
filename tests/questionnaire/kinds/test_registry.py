"""Asks every kind for all of its faces."""

from pathlib import Path

import pytest

from survey.questionnaire.instrument import read_file
from survey.questionnaire.kinds.kind import Kind
from survey.questionnaire.kinds.registry import KINDS, kind_of
from survey.questionnaire.structure import questionnaire
from survey.web.wording import BadInput
from tests.support.factories import part

TEMPLATES = Path(__file__).parents[3] / "templates"
PARTS = {
    "verdict": part("verdict", options=("yes", "no")),
    "one_choice": part("one_choice", options=("red", "blue")),
    "many_choices": part("many_choices", options=("red", "green", "blue")),
    "text": part("text"),
    "number": part("number"),
    "date": part("date"),
    "table": part("table", rows=("eligible", "reached"), columns=("women", "men")),
}
CODE = "X_TRIAL.part"
# what a form sends, the stored value, in words, counted under, and as a file holds it
FACES = {
    "verdict": ({CODE: ["yes"]}, "yes", "Yes", ("yes",), "yes"),
    "one_choice": ({CODE: ["blue"]}, "blue", "Blue", ("blue",), "blue"),
    "many_choices": ({CODE: ["blue", "red"]}, "red;blue", "Red; Blue", ("red", "blue"), "red;blue"),
    "text": ({CODE: [" one\r\ntwo "]}, "one\ntwo", "one\ntwo", (), "one\ntwo"),
    "number": ({CODE: ["2,50"]}, "2.5", "2.5", (), 2.5),
    "date": (
        {f"{CODE}:day": ["3"], f"{CODE}:month": ["11"], f"{CODE}:year": ["2001"]},
        *["2001-11-03"] * 2,
        (),
        "2001-11-03",
    ),
    "table": (
        {f"{CODE}:eligible:women": ["1 200"], f"{CODE}:reached:men": ["0"]},
        '{"eligible":{"women":1200},"reached":{"men":0}}',
        "Eligible: Women 1200; Reached: Men 0",
        (),
        '{"eligible":{"women":1200},"reached":{"men":0}}',
    ),
}
each = pytest.mark.parametrize("name", KINDS)


def test_every_kind_is_looked_at_here():
    assert set(PARTS) == set(FACES) == set(KINDS)


def test_registry_knows_each_kind_by_its_own_name():
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}
    assert all(isinstance(kind, Kind) for kind in KINDS.values())


def test_every_part_of_the_instrument_has_a_kind():
    parts = questionnaire(read_file(), 2).parts
    assert {kind_of(part).name for part in parts} <= set(KINDS)


@each
def test_kind_reads_checks_shows_counts_and_writes(name):
    kind, asked = KINDS[name], PARTS[name]
    fields, stored, shown, counted, written = FACES[name]
    value = kind.read(asked, fields)
    kind.check(asked, value)
    assert (value, kind.shown(asked, value, "en"), kind.counted(asked, value)) == (stored, shown, counted)
    assert (kind.written(asked, value, "en").value, kind.written(asked, value, "en").text) == (written, shown)


@each
def test_kind_takes_nothing_as_nothing(name):
    kind, asked = KINDS[name], PARTS[name]
    assert kind.read(asked, {}) == ""
    kind.check(asked, "")
    assert (kind.shown(asked, "", "en"), kind.counted(asked, "")) == ("", ())
    assert (kind.written(asked, "", "en").value, kind.written(asked, "", "en").text) == ("", "")


@each
def test_kind_has_a_partial_that_shows_a_field_for_each_of_its_names(name, sqlite_app):
    kind, asked = KINDS[name], PARTS[name]
    assert (TEMPLATES / kind.partial).is_file()
    fields = FACES[name][0]
    box = {
        "part": asked,
        "kind": kind,
        "label": asked.label,
        "value": FACES[name][1],
        "depends": [],
        "fault": None,
    }
    with sqlite_app.test_request_context():
        page = sqlite_app.jinja_env.get_template(kind.partial).render(
            part=box | {"changed": False}, lang="en"
        )
    assert [field for field in fields if f'name="{field}"' not in page] == []


@each
def test_coded_kinds_have_options_and_others_are_not_counted(name):
    assert KINDS[name].coded == bool(PARTS[name].options) == bool(FACES[name][3])


@each
@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "\ud800",
        "<script>alert(1)</script>",
        "=1+1",
        "2" * 5000,
        "nan",
        "1e999",
        "－５",
        "٣",
        "../..",
        "{}",
    ],
)
def test_naughty_text_is_taken_whole_or_refused_with_a_sentence(name, text):
    kind, asked = KINDS[name], PARTS[name]
    fields = {field: [text] for field in FACES[name][0]}
    assert text in kind.typed(asked, fields) or name == "table"
    if name == "text" and text not in ("\0", "\ud800"):
        assert kind.read(asked, fields) == text
        return
    with pytest.raises(BadInput) as refusal:
        kind.read(asked, fields)
    assert str(refusal.value.sentence)


@each
@pytest.mark.parametrize(
    "value", ["\0", "purple", "red;red", "[1]", "null", '{"a":1}', "1e3", " 1", "2001-1-1", "NaN"]
)
def test_stored_value_from_elsewhere_is_checked(name, value):
    kind, asked = KINDS[name], PARTS[name]
    if name == "text" and value not in ("\0", " 1"):
        kind.check(asked, value)
        return
    with pytest.raises(BadInput) as refusal:
        kind.check(asked, value)
    assert str(refusal.value.sentence)
