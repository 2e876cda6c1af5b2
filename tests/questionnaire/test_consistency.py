import pytest

from survey.questionnaire.consistency import advice, faults, findings
from tests.support.factories import document, verdict, words


def on(part, **test):
    return [{"part": f"X_TRIAL.{part}", **test}]


def test_document_without_a_fault():
    second = {"code": "second", "when": on("first", **{"in": ["yes"]}), "aims": ["A1_AWARENESS"]}
    assert faults(document(verdict(), second)) == []


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([{"code": "a"}, {"code": "a"}], "The part code X_TRIAL.a stands 2 times in version 1."),
        (
            [{"code": "A"}],
            "The part code X_TRIAL.A may have only small letters, digits and underscores after the point.",
        ),
        (
            [{"code": "a.b"}],
            "The part code X_TRIAL.a.b may have only small letters, digits and underscores after the point.",
        ),
        ([{"code": "a", "kind": "scale"}], "X_TRIAL.a has the unknown kind 'scale'."),
        ([{"code": "a", "kind": "one_choice"}], "X_TRIAL.a has nothing to choose from."),
        ([{"code": "a", "kind": "many_choices"}], "X_TRIAL.a has nothing to choose from."),
        ([{"code": "a", "kind": "table"}], "X_TRIAL.a is a table without rows or columns."),
        ([{"code": "a", "kind": "verdict"}], "X_TRIAL.a needs a polarity: good, adverse or open."),
        ([verdict(polarity="bad")], "X_TRIAL.first needs a polarity: good, adverse or open."),
        ([{"code": "a", "aims": ["A9_OTHER"]}], "X_TRIAL.a names the unknown aim A9_OTHER."),
        (
            [{"code": "a", "when": on("b", **{"in": ["yes"]})}, verdict("b")],
            "X_TRIAL.a depends on X_TRIAL.b, which does not stand before it.",
        ),
        (
            [{"code": "a", "when": on("a", **{"in": ["yes"]})}],
            "X_TRIAL.a depends on itself.",
        ),
        (
            [verdict(), {"code": "b", "when": on("first", not_in=["perhaps"])}],
            "X_TRIAL.b depends on an answer that X_TRIAL.first does not have.",
        ),
        (
            [
                verdict(),
                {"code": "b", "alternative": {"when": on("c", **{"in": ["yes"]}), "label": {"en": "L"}}},
            ],
            "X_TRIAL.b depends on X_TRIAL.c, which is not there.",
        ),
    ],
)
def test_fault_is_named_with_its_place(parts, sentence):
    assert faults(document(*parts)) == [sentence]


@pytest.mark.parametrize("code", ["x_trial", "1Q", "Q-1", "Q 1", "Ñ"])
def test_question_code_of_other_letters_is_named(code):
    sentence = f"The question code {code} may have only capital letters, digits and underscores."
    assert faults(document(question=code)) == [sentence]


def test_question_that_stands_twice_is_named():
    twice = document()
    twice["sections"][0]["questions"] *= 2
    assert faults(twice) == [
        "The question code X_TRIAL stands 2 times in version 1.",
        "The part code X_TRIAL.first stands 2 times in version 1.",
    ]


def test_every_version_is_looked_at():
    assert faults(document({"code": "A"}, versions=(1, 2), since=2)) == [
        "The part code X_TRIAL.A may have only small letters, digits and underscores after the point."
    ]


def test_document_without_versions_is_refused():
    assert faults(document(versions=())) == ["The data file names no version."]


@pytest.mark.parametrize("name", ["code", "title", "versions", "aims", "lists", "sections"])
def test_missing_entry_is_named(name):
    broken = document()
    del broken[name]
    assert faults(broken) == [f"The data file has no '{name}', or refers to one that is not there."]


def test_unknown_list_is_named():
    broken = document({"code": "a", "kind": "one_choice", "options": "sizes"})
    assert faults(broken) == ["The data file has no 'sizes', or refers to one that is not there."]


def test_condition_without_codes_is_named():
    broken = document(verdict(), {"code": "b", "when": on("first")})
    assert faults(broken) == ["X_TRIAL.b depends on X_TRIAL.first without naming an answer."]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            [verdict("a", when=on("b", **{"in": ["yes"]})), verdict("b", when=on("a", **{"in": ["yes"]}))],
            "X_TRIAL.a and X_TRIAL.b depend on each other in a circle.",
        ),
        (
            [
                verdict("a", when=on("c", **{"in": ["yes"]})),
                verdict("b", when=on("a", **{"in": ["yes"]})),
                verdict("c", when=on("b", **{"in": ["yes"]})),
            ],
            "X_TRIAL.a and X_TRIAL.c depend on each other in a circle.",
        ),
        (
            [verdict(retired=1), {"code": "b", "when": on("first", **{"in": ["yes"]})}],
            "X_TRIAL.b depends on X_TRIAL.first, which is not asked any more.",
        ),
        ([{"code": "a", "retired": 1}], "The question X_TRIAL has no part that can be answered."),
        (
            [{"code": "a"}, {"code": "b"}, {"code": "b", "retired": 1}],
            "The part code X_TRIAL.b stands 2 times in version 1.",
        ),
        (
            [verdict(extra=[{"code": "yes", "label": words("Yes")}])],
            "X_TRIAL.first has the code “yes” more than once.",
        ),
        (
            [verdict(extra=[{"code": "a;b", "label": words("Yes")}])],
            "X_TRIAL.first has the code “a;b”; it may have only small letters, digits and underscores.",
        ),
        ([{"code": "a", "short": {}}], "X_TRIAL.a: the English text is missing (Short label)."),
    ],
)
def test_fault_of_a_draft_is_named_with_its_place(parts, sentence):
    assert faults(document(*parts)) == [sentence]


def test_list_without_options_and_codes_that_stand_twice():
    broken = document()
    broken["lists"] += [{"code": "empty", "options": []}, {"code": "empty", "options": []}]
    broken["sections"] *= 2
    assert [(finding.place, str(finding)) for finding in findings(broken, 1)][:4] == [
        ("empty", "The list empty has no options."),
        ("empty", "The list empty has no options."),
        ("empty", "There are several lists with the code empty."),
        ("ONE", "There are several sections with the code ONE."),
    ]


def test_code_of_the_register_is_not_used_for_something_else():
    drafted = document(verdict(), {"code": "again"}, {"code": "own"})
    registered = {"X_TRIAL.first": "text", "X_TRIAL.again": "text", "X_TRIAL.own": "text"}
    own = ["X_TRIAL.first", "X_TRIAL.own"]
    assert [str(finding) for finding in findings(drafted, 1, registered=registered, published=own)] == [
        "X_TRIAL.first was of the kind text before; give the new part another code.",
        "The code X_TRIAL.again was used before for something else; give the new part another code.",
    ]


def test_published_versions_are_not_checked_again():
    second = {"code": "second", "when": on("first", **{"in": ["yes"]})}
    drafted = document(verdict(since=2), second, versions=(1, 2))
    assert faults(drafted) == ["X_TRIAL.second depends on X_TRIAL.first, which is not asked any more."]
    assert faults(drafted, [2]) == []


def test_section_that_nobody_sees_is_worth_a_look():
    drafted = document()
    drafted["sections"].append({"code": "EMPTY", "title": words("Empty"), "questions": []})
    assert (faults(drafted), [str(finding) for finding in advice(drafted, 1)]) == (
        [],
        ["The section EMPTY has no questions, so no mission sees it."],
    )
