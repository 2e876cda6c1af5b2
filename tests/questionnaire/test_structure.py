import pytest

from survey.questionnaire.structure import Words, questionnaire
from tests.support.factories import document, verdict, words


def first_part(*parts, number=1, **fields):
    return questionnaire(document(*parts, **fields), number).parts[0]


def test_words_fall_back_on_english():
    text = Words(en="Mission", fr="")
    assert [text.to(language) for language in ("en", "fr", "es")] == ["Mission"] * 3
    assert [text.has(language) for language in ("en", "fr", "es")] == [True, False, False]


def test_no_words_need_no_translation():
    assert (Words().to("fr"), Words().has("fr")) == ("", True)


def test_part_code_holds_its_question():
    part = first_part({"code": "first"})
    assert (part.code, part.question_code) == ("X_TRIAL.first", "X_TRIAL")


def test_verdict_has_the_shared_options_relabelled_and_extended():
    part = first_part(
        verdict(
            relabel={"partly": words("Planned")},
            extra=[{"code": "not_measured", "label": words("Not measured")}],
        )
    )
    assert {code: label.to("en") for code, label in part.option_labels.items()} == {
        "yes": "yes",
        "partly": "Planned",
        "no": "no",
        "not_measured": "Not measured",
    }
    assert part.option_labels["partly"].to("fr") == "Planned (fr)"


def test_choice_takes_its_list_in_order():
    part = first_part({"code": "first", "kind": "one_choice", "options": "colours"})
    assert list(part.option_labels) == ["red", "blue"]


@pytest.mark.parametrize(("number", "questions"), [(1, 0), (2, 1), (3, 1)])
def test_version_has_the_questions_since_then_and_no_empty_section(number, questions):
    version = questionnaire(document(since=2, versions=(1, 2, 3)), number)
    assert (len(version.questions), len(version.sections), version.number) == (questions, questions, number)


def test_around_gives_the_neighbours():
    first, second = document(question="Q_ONE"), document(question="Q_TWO")
    version = questionnaire(first | {"sections": first["sections"] + second["sections"]}, 1)
    one, two = version.questions
    assert [version.around("Q_ONE"), version.around("Q_TWO")] == [(None, two), (one, None)]


def test_questionnaire_cannot_be_changed():
    version = questionnaire(document(), 1)
    with pytest.raises(AttributeError):
        version.number = 2
    with pytest.raises(AttributeError):
        version.parts[0].kind = "verdict"


def test_part_is_asked_from_its_first_version_until_it_is_retired():
    parts = {"code": "a"}, {"code": "b", "since": 2}, {"code": "c", "retired": 2}, {"code": "d", "retired": 3}
    given = document(*parts, versions=(1, 2, 3))
    codes = [[part.code[8:] for part in questionnaire(given, number).parts] for number in (1, 2, 3)]
    assert codes == [["a", "c", "d"], ["a", "b", "d"], ["a", "b"]]
    assert [part.since for part in questionnaire(given, 2).parts] == [1, 2, 1]


def test_retired_question_is_not_asked():
    given = document(versions=(1, 2))
    given["sections"][0]["questions"][0]["retired"] = 2
    assert [len(questionnaire(given, number).questions) for number in (1, 2)] == [1, 0]
