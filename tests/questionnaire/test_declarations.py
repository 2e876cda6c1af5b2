from survey.questionnaire.declarations import (
    Declaration,
    declarations_of,
    undeclared,
    with_declarations,
)
from survey.questionnaire.differences import differences
from survey.questionnaire.structure import questionnaire
from tests.support.factories import document, words

LABEL = Declaration("X_TRIAL.first", "new meaning", "Asked of others now")


def test_declarations_stand_in_the_entry_of_their_version():
    given = document(versions=(1, 2))
    made = with_declarations(given, 2, [LABEL])
    assert made["versions"] == [
        {"number": 1},
        {
            "number": 2,
            "changes": [{"code": "X_TRIAL.first", "declared": "new meaning", "note": "Asked of others now"}],
        },
    ]
    assert given == document(versions=(1, 2))
    assert declarations_of(made, 2) == {"X_TRIAL.first": LABEL}
    assert declarations_of(made, 1) == declarations_of(made, 7) == {}
    assert questionnaire(made, 2).declared == {"X_TRIAL.first": "new meaning"}


def test_what_is_no_declaration_is_left_aside():
    given = document(versions=(1,))
    given["versions"][0]["changes"] = ["x", {"code": "A", "declared": "better"}, {"declared": "wording"}]
    assert declarations_of(given, 1) == {"": Declaration("", "wording")}


def test_only_changes_must_be_declared():
    old = document({"code": "first"}, {"code": "gone"})
    new = document(
        {"code": "first", "label": words("Other")},
        {"code": "gone", "retired": 2},
        {"code": "new", "since": 2},
    )
    found = differences(questionnaire(old, 1), questionnaire(new, 2))
    assert [difference.code for difference in undeclared(found, {})] == ["X_TRIAL.first"]
    assert undeclared(found, {"X_TRIAL.first": LABEL}) == []
