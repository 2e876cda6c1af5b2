from survey.questionnaire.structure import questionnaire
from survey.questionnaire.untranslated import untranslated
from tests.support.factories import document, words


def missing(given):
    found = untranslated(questionnaire(given, 1), ("en", "fr", "es"))
    return [(text.code, str(text.field), text.languages) for text in found]


def test_everything_is_translated():
    assert missing(document()) == []


def test_text_that_is_there_but_not_in_all_languages():
    given = document(
        {
            "code": "first",
            "label": {"en": "Label"},
            "help": {"en": "", "fr": ""},
            "short": words("S") | {"es": ""},
        }
    )
    given["sections"][0]["title"] = {"fr": "Section"}
    assert missing(given) == [
        ("ONE", "Title", ("en", "es")),
        ("X_TRIAL.first", "Label", ("fr", "es")),
        ("X_TRIAL.first", "Short label", ("es",)),
    ]
