from survey.downloads.option_numbers import Numbers
from survey.questionnaire.structure import questionnaire
from tests.support.factories import document, words


def with_options(*codes, number):
    part = {"code": "first", "kind": "one_choice", "options": "own"}
    made = document(part, versions=(number,))
    options = [{"code": code, "label": words(code)} for code in codes]
    return questionnaire(made | {"lists": [{"code": "own", "options": options}]}, number)


def test_options_are_numbered_in_their_order():
    numbers = Numbers([with_options("red", "blue", "green", number=1)])
    assert numbers.of("X_TRIAL.first").options == {"red": 1, "blue": 2, "green": 3}


def test_what_a_later_version_adds_or_retires_changes_no_number():
    versions = [
        with_options("red", "blue", "green", number=1),
        with_options("grey", "green", "red", number=2),
        with_options("blue", "black", number=3),
    ]
    assert Numbers(versions).of("X_TRIAL.first").options == {
        "red": 1,
        "blue": 2,
        "green": 3,
        "grey": 4,
        "black": 5,
    }


def test_rows_and_columns_have_numbers_of_their_own():
    places = {
        name: [{"code": code, "label": words(code)} for code in codes]
        for name, codes in (("rows", ("met", "told")), ("columns", ("women", "men")))
    }
    part = {"code": "first", "kind": "table", **places}
    numbered = Numbers([questionnaire(document(part), 1)]).of("X_TRIAL.first")
    assert (numbered.rows, numbered.columns, numbered.options) == (
        {"met": 1, "told": 2},
        {"women": 1, "men": 2},
        {},
    )
