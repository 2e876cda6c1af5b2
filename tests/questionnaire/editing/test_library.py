import pytest

from survey.questionnaire.consistency import findings
from survey.questionnaire.editing.library import copy_part, copy_question, questions_of
from survey.questionnaire.editing.places import NotThere, list_in, part_in, question_in
from survey.questionnaire.editing.published import codes_in
from survey.questionnaire.instrument import read_file
from tests.questionnaire.editing.drafts import NUMBER, draft
from tests.support.factories import verdict, words

SHIPPED = read_file()


def copied(code, document=None, source=SHIPPED, section="ONE"):
    document = document or draft()
    return copy_question(
        document,
        NUMBER,
        source=source,
        source_number=2,
        code=code,
        section=section,
        taken=codes_in(document) | codes_in(source),
    )


@pytest.mark.parametrize(
    "code", [question["code"] for _section, asked in questions_of(SHIPPED, 2) for question in asked]
)
def test_every_question_of_the_instrument_can_be_copied(code):
    made = copied(code)
    copy, original = question_in(made.document, made.code), question_in(SHIPPED, code)
    assert made.code.startswith("X_")
    assert [part["code"] for part in copy["parts"]] == [part["code"] for part in original["parts"]]
    assert (copy["text"], copy["origin"], copy["since"], "number" in copy) == (
        original["text"],
        "added",
        NUMBER,
        False,
    )
    assert findings(made.document, NUMBER) == []


def test_condition_inside_the_question_comes_along():
    made = copied("Q2_SPINOFF")
    assert part_in(made.document, f"{made.code}.which")["when"] == [
        {"part": f"{made.code}.resulted", "in": ["yes", "partly"]}
    ]


def test_list_comes_along_once_and_under_a_free_code():
    document = draft()
    document["lists"].append({"code": "indicators", "options": [{"code": "s", "label": words("S")}]})
    made = copied("Q8_DATA", document)
    assert list_in(made.document, "indicators_2")["options"] == list_in(SHIPPED, "indicators")["options"]
    again = copied("Q8_DATA", made.document)
    assert len(again.document["lists"]) == len(made.document["lists"])
    assert part_in(again.document, f"{again.code}.indicators")["options"] == "indicators_2"


def test_what_was_retired_or_is_on_something_else_stays_behind_and_is_said():
    source = draft(verdict(), {"code": "old", "retired": 2}, {"code": "why", "aims": ["A1_AWARENESS"]})
    question_in(source, "X_OTHER")["parts"][0]["when"] = [{"part": "X_TRIAL.first", "in": ["no"]}]
    empty = draft({"code": "only"})
    empty["aims"] = []
    assert [
        part["code"] for part in question_in(copied("X_TRIAL", empty, source).document, "X_TITLE")["parts"]
    ] == [
        "first",
        "why",
    ]
    assert [str(note) for note in copied("X_TRIAL", empty, source).notes] == [
        "Aims of X_TITLE.why that this questionnaire does not have were left out."
    ]
    made = copied("X_OTHER", empty, source)
    assert [str(note) for note in made.notes] == [
        "The condition of X_OTHER_2.text was left out: it depends on something that does not stand before it here."
    ]
    assert "when" not in part_in(made.document, "X_OTHER_2.text")


def test_part_is_copied_into_a_question_under_a_free_code():
    taken = {"X_OTHER.text"}
    made = copy_part(
        draft(), NUMBER, source=draft(), code="X_OTHER.text", question_code="X_OTHER", taken=taken
    )
    assert made.code == "X_OTHER.text_2"
    original = part_in(draft(), "X_OTHER.text")
    assert part_in(made.document, made.code) == original | {"code": "text_2", "since": NUMBER}


@pytest.mark.parametrize(("code", "section"), [("X_NO", "ONE"), ("Q2_SPINOFF", "NO")])
def test_what_is_not_there_is_not_copied(code, section):
    with pytest.raises(NotThere):
        copied(code, section=section)
