from survey.questionnaire.editing.elements import differing, fingerprint
from tests.questionnaire.editing.drafts import fields, three


def shown(now, typed):
    return [(str(both.name), both.language, both.now, both.typed) for both in differing(now, typed)]


def test_fingerprint_is_that_of_what_is_filled_in():
    assert fingerprint(fields(label__en="A", help__en="")) == fingerprint(fields(label__en="A"))
    assert fingerprint(fields(label__en="A")) != fingerprint(fields(label__en="B"))
    assert fingerprint({"aims": ["a", "b"]}) != fingerprint({"aims": ["b", "a"]})


def test_texts_that_differ_are_named_with_their_language():
    now = three("label", "A") | fields(code="x")
    typed = now | fields(label__fr="Autre", seen="1", csrf_token="2", unknown="3")
    assert shown(now, typed) == [("Label", "fr", "A (fr)", "Autre")]


def test_line_breaks_of_a_form_are_no_difference():
    assert shown(fields(text__en="a\nb"), fields(text__en="a\r\nb ")) == []


def test_rows_and_tests_are_shown_together():
    now = {"extra.code": ["a"], "extra.en": ["A"], "extra.fr": [""], "extra.es": [""]}
    typed = {
        "extra.code": ["a", "b", ""],
        "extra.en": ["A", "B", ""],
        "extra.fr": ["", "", ""],
        "extra.es": [""],
    }
    assert shown(now, typed) == [("Further options, for this part only", "", "a / A", "a / A\nb / B")]
    when = {"when.part": ["X.a"], "when.how": ["in"], "when.codes": ["0:yes", "0:no"]}
    assert shown({}, when) == [("Condition", "", "", "X.a in: yes, no")]
    assert shown(when, {"when.part": [""], "when.how": ["in"]}) == [("Condition", "", "X.a in: yes, no", "")]


def test_other_words_are_named():
    assert shown({}, fields(relabel__yes__en="Aye")) == [
        ("Other words for options, for this part only", "en", "", "Aye")
    ]


def test_code_that_a_form_does_not_send_is_no_difference():
    assert shown(fields(code="x", kind="text"), {}) == []
    assert shown(fields(code="x"), fields(code="y")) == [("Code", "", "x", "y")]
