import json
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.questionnaire.exchange.data_file import from_json, from_toml, to_json, to_toml
from survey.questionnaire.exchange.preview import preview
from survey.questionnaire.exchange.taking_over import MODES
from survey.questionnaire.instrument import read_file
from survey.web.wording import BadInput
from tests.questionnaire.exchange.examples import DRAFT, said, take
from tests.support.factories import document, verdict

SMALL = document(verdict(), {"code": "last", "kind": "many_choices", "options": "colours"})


def test_shipped_file_is_read_as_it_is():
    data = to_toml(read_file())
    assert from_toml(data).whole == read_file() == from_json(to_json(read_file())).whole


def test_keys_stand_in_the_order_of_the_shipped_file():
    lines = to_toml(DRAFT).decode().splitlines()
    assert lines[:3] == ["format = 1", 'code = "gender-mainstreaming"', ""]
    heads = [line for line in lines if line.startswith("[")]
    assert heads[:4] == ["[title]", "[[aims]]", "[aims.label]", "[[aims]]"]
    start = heads.index("[[sections.questions]]")
    assert heads[start : start + 5] == [
        "[[sections.questions]]",
        "[sections.questions.title]",
        "[sections.questions.text]",
        "[[sections.questions.parts]]",
        "[sections.questions.parts.label]",
    ]


def changed(*path, value=None, remove=False):
    made = deepcopy(SMALL)
    place = made
    for name in path[:-1]:
        place = place[name]
    if remove:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return made


QUESTION = ("sections", 0, "questions", 0)
PART = (*QUESTION, "parts", 0)


WORDS = "texts by language are expected here, such as en and fr."


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (changed("title", value="words"), "title: WORDS"),
        (changed("title", value={"English": "a"}), "title: WORDS"),
        (changed("sections", value={}), "sections: a list is expected here."),
        (changed("sections", 0, value=1), "sections[1]: names with values are expected here."),
        (
            changed(*QUESTION, "since", value=True),
            "sections[1].questions[1].since: a whole number is expected here.",
        ),
        (changed(*QUESTION, "text", remove=True), "sections[1].questions[1]: “text” is missing."),
        (changed(*PART, "kind", value="essay"), "PART.kind: there is no kind “essay”."),
        (changed(*PART, "code", value="a b"), "PART.code: this is not a code."),
        (
            changed(*PART, "code", value="last"),
            "sections[1].questions[1].parts: the code “last” stands twice.",
        ),
        (changed(*PART, "optional", value="yes"), "PART.optional: true or false is expected here."),
        (changed(*PART, "polarity", value="bad"), "PART.polarity: the polarity is good, adverse or open."),
        (changed(*PART, "options", value="none"), "PART.options: there is no list “none” in the file."),
        (
            changed(*PART, "when", value=[{"part": "X_TRIAL.a"}]),
            "PART.when[1]: a test names a part, and answers under “in” or “not_in”.",
        ),
        (changed(*PART, "aims", value=[1]), "PART.aims: a list is expected here."),
        (changed(*PART, "relabel", value={"yes": "Ja"}), "PART.relabel.yes: WORDS"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(broken, expected):
    with pytest.raises(BadInput) as refused:
        from_json(json.dumps(broken).encode())
    expected = expected.replace("PART", "sections[1].questions[1].parts[1]").replace("WORDS", WORDS)
    assert str(refused.value) == f"{expected} Nothing was taken from the file."


def test_texts_come_in_as_they_are_stored():
    made = changed("title", value={"en": " Cafe\u0301\r\n "})
    assert from_json(json.dumps(made).encode()).whole["title"] == {"en": "Caf\u00e9"}


def test_file_of_another_questionnaire_keeps_the_code_and_says_so():
    taken = take(from_json(json.dumps(SMALL).encode()))
    assert taken.document["code"] == "gender-mainstreaming"
    assert said(taken.findings) == [
        "trial: The file was made of another questionnaire, “trial”. Questions with the same codes are taken for the "
        "same."
    ]
    assert [entry["number"] for entry in taken.document["versions"]] == [1, 2, 3]
    assert preview(DRAFT, taken.document, 3).count("new") == 1


values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from([[], {}, [1], {"en": "a"}])
)


@st.composite
def mutated(draw):
    """The small data file with another value in one place of it."""
    made = deepcopy(SMALL)
    place = made
    while True:
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw(st.sampled_from(keys))
        below = place[key]
        if not isinstance(below, dict | list) or not below or draw(st.integers(0, 4)) == 0:
            place[key] = draw(values)
            return made
        place = below


@settings(max_examples=150, deadline=None)
@given(mutated(), st.sampled_from(MODES))
def test_any_data_file_is_taken_whole_or_refused_with_a_sentence(made, mode):
    try:
        taken = take(from_json(json.dumps(made).encode()), mode)
        preview(DRAFT, taken.document, 3)
    except BadInput as refusal:
        assert str(refusal)  # noqa: PT017
