from survey.questionnaire.instrument import read_file
from survey.questionnaire.missing_texts import (
    missing_by_language,
    missing_by_place,
    missing_texts,
    without_english,
)
from tests.support.factories import document, verdict, words

LANGUAGES = ("en", "fr", "es")


def test_instrument_lacks_nothing():
    assert missing_by_place(read_file(), 2, LANGUAGES) == {}
    assert missing_by_language(read_file(), 2, LANGUAGES) == {"en": 0, "fr": 0, "es": 0}


def test_missing_languages_are_counted_and_stand_at_their_place():
    own = {
        "label": {"en": "L"},
        "help": {"en": "H", "fr": "H"},
        "relabel": {"no": {"en": "N", "es": "N"}},
        "extra": [{"code": "x", "label": {"en": "X"}}],
    }
    made = document(verdict(**own), {"code": "gone", "label": {}, "retired": 1})
    made["title"] = {"en": "T", "es": "T"}
    assert missing_by_place(made, 1, LANGUAGES) == {"": ("fr",), "X_TRIAL.first": ("fr", "es")}
    assert missing_by_language(made, 1, LANGUAGES) == {"en": 0, "fr": 4, "es": 3}
    found = [(text.place, str(text.name), lacking) for text, lacking in missing_texts(made, 1, LANGUAGES)]
    assert found == [
        ("", "Title", ("fr",)),
        ("X_TRIAL.first", "Label", ("fr", "es")),
        ("X_TRIAL.first", "Help text", ("es",)),
        ("X_TRIAL.first", "Option “no”", ("fr",)),
        ("X_TRIAL.first", "Option “x”", ("fr", "es")),
    ]


def test_english_must_be_there():
    made = document(
        {"code": "first", "label": {"fr": "L"}}, {"code": "other", "short": {}, "help": words("H")}
    )
    assert [(finding.place, str(finding)) for finding in without_english(made, 1)] == [
        ("X_TRIAL.first", "X_TRIAL.first: the English text is missing (Label)."),
        ("X_TRIAL.other", "X_TRIAL.other: the English text is missing (Short label)."),
    ]
