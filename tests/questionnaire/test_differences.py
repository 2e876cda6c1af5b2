from copy import deepcopy

import pytest

from survey.questionnaire.differences import added_parts, differences, retired_parts
from survey.questionnaire.structure import questionnaire
from tests.support.factories import document, verdict, words

TEXTS = ({"code": "first"}, {"code": "second"}, {"code": "third"})


def versions(old, new):
    """Version 1 by the first document, version 2 by the second."""
    return questionnaire(old, 1), questionnaire(new, 2)


def told(old, new):
    """What happened to which code."""
    return [(found.happened, found.code) for found in differences(*versions(old, new))]


def changed(old, new):
    """The fields that differ in the one part: key, language, before and after in English."""
    [found] = differences(*versions(old, new))
    return [
        (change.key, change.language, tuple(map(str, change.before)), tuple(map(str, change.after)))
        for change in found.changes
    ]


def two_questions(*codes, section="ONE"):
    """Questions with these codes in one section."""
    made = document()
    [asked] = made["sections"][0]["questions"]
    made["sections"] = [
        {
            "code": section,
            "title": words("Section"),
            "questions": [deepcopy(asked) | {"code": code, "title": words(code)} for code in codes],
        }
    ]
    return made


def test_nothing_differs_between_a_version_and_itself():
    assert told(document(), document()) == []


def test_part_that_is_new_retired_or_restored():
    old = document({"code": "kept"}, {"code": "gone"}, {"code": "back", "retired": 1})
    new = document(
        {"code": "kept"}, {"code": "gone", "retired": 2}, {"code": "back"}, {"code": "new", "since": 2}
    )
    assert told(old, new) == [
        ("restored", "X_TRIAL.back"),
        ("added", "X_TRIAL.new"),
        ("retired", "X_TRIAL.gone"),
    ]
    assert [part.code for part in added_parts(*versions(old, new))] == ["X_TRIAL.back", "X_TRIAL.new"]
    assert [part.code for part in retired_parts(*versions(old, new))] == ["X_TRIAL.gone"]


def test_question_that_is_new_or_retired_is_told_as_a_whole():
    old, new = two_questions("X_A", "X_B"), two_questions("X_A", "X_B", "X_C")
    new["sections"][0]["questions"][1]["retired"] = 2
    new["sections"][0]["questions"][2]["since"] = 2
    found = differences(*versions(old, new))
    assert [str(difference.says) for difference in found] == [
        "New question “X_C” in “Section”. Parts to answer: 1.",
        "Question “X_B” in “Section” is no longer asked; what was answered is kept.",
    ]


def test_what_moved_is_as_little_as_explains_the_order():
    codes = ["X_A", "X_B", "X_C", "X_D"]
    assert told(two_questions(*codes), two_questions("X_D", "X_A", "X_B", "X_C")) == [("moved", "X_D")]
    assert told(document(*TEXTS), document(*TEXTS[1:], TEXTS[0])) == [("moved", "X_TRIAL.first")]


def test_question_that_moved_says_where_it_stands_now():
    [found] = differences(*versions(two_questions("X_A", "X_B", "X_C"), two_questions("X_B", "X_C", "X_A")))
    assert str(found.says) == "Question “X_A” now stands in “Section” after “X_C”."
    moved = two_questions("X_A", section="TWO")
    [found] = differences(*versions(two_questions("X_A"), moved))
    assert (found.happened, str(found.says)) == (
        "moved",
        "Question “X_A” is now the first one of “Section”.",
    )


def test_texts_differ_by_language_word_by_word():
    old, new = document(), document({"code": "first", "label": words("Label") | {"fr": "Autre", "es": ""}})
    assert changed(old, new) == [
        ("label", "fr", ("Label (fr)",), ("Autre",)),
        ("label", "es", ("Label (es)",), ("",)),
    ]
    reworded = document({"code": "first", "help": words("Say it in short")})
    longer = document({"code": "first", "help": words("Say it in a few words")})
    [found] = differences(*versions(reworded, longer))
    assert [(stretch.mark, stretch.text) for stretch in found.changes[0].stretches] == [
        ("same", "Say it in "),
        ("removed", "short"),
        ("added", "a few words"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"aims": []}, {"aims": ["A1_AWARENESS"]}, ("aims", "", (), ("Awareness",))),
        ({}, {"optional": True}, ("optional", "", ("Not optional",), ("Optional",))),
        ({"unit": "days"}, {"unit": "hours"}, ("unit", "", ("days",), ("hours",))),
    ],
    ids=["aims", "optional", "unit"],
)
def test_facts_differ(old, new, expected):
    [(key, language, before, after)] = changed(
        document({"code": "first"} | old), document({"code": "first"} | new)
    )
    assert (key, language, before, after) == expected


def test_choices_that_came_and_another_label():
    old = document({"code": "first", "kind": "one_choice", "options": "colours"})
    new = deepcopy(old)
    new["lists"][1]["options"].append({"code": "green", "label": words("green")})
    new["lists"][1]["options"][0]["label"] = words("red") | {"en": "crimson"}
    [found] = differences(*versions(old, new))
    assert [
        (change.key, change.language, len(change.before), len(change.after)) for change in found.changes
    ] == [
        ("options:red", "en", 1, 1),
        ("options", "", 2, 3),
    ]


def test_condition_is_told_in_words_and_another_name_is_no_other_condition():
    when = [{"part": "X_TRIAL.first", "in": ["yes", "partly"]}]
    old = document(verdict(), {"code": "why"})
    new = document(verdict(), {"code": "why", "when": when})
    [found] = differences(*versions(old, new))
    [change] = found.changes
    assert (change.key, change.before) == ("condition", ())
    assert [(sentence.text, sentence.values["part"].to("fr")) for sentence in change.after] == [
        ("Only if “%(part)s” is: %(answers)s.", "Short (fr)")
    ]
    renamed = document(verdict(short=words("Otherwise")), {"code": "why", "when": when})
    assert told(new, renamed) == [("changed", "X_TRIAL.first")]


def test_titles_and_aims_of_the_questionnaire_need_no_declaration():
    old, new = document(), document()
    new["title"] = words("Other")
    new["aims"][0]["label"] = words("Otherwise")
    new["sections"][0]["title"] = words("Another")
    found = differences(*versions(old, new))
    assert [(difference.level, difference.is_to_declare) for difference in found] == [
        ("questionnaire", False),
        ("section", False),
    ]
