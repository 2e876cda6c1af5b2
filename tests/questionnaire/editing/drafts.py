"""Documents of drafts for tests of editing: version 2 of a small questionnaire."""

from tests.support.factories import document, verdict, words

NUMBER = 2


def draft(*parts):
    """Sections ONE with X_TRIAL, TWO with X_OTHER and one text; `parts` are those of X_TRIAL if not two of our own."""
    made = document(*(parts or (verdict(), {"code": "why"})), versions=(1, 2))
    other = {
        "code": "X_OTHER",
        "origin": "added",
        "since": 1,
        "title": words("Other"),
        "text": words("Other text"),
        "parts": [{"code": "text", "kind": "text", "label": words("Label"), "short": words("Short")}],
    }
    made["sections"].append({"code": "TWO", "title": words("Second"), "questions": [other]})
    return made


def fields(**texts):
    """The fields of a form; double underscores stand for points: label__en is label.en."""
    return {
        name.replace("__", "."): [value] if isinstance(value, str) else list(value)
        for name, value in texts.items()
    }


def three(name, text):
    """The fields of a text in three languages, as `words` makes it."""
    return {f"{name}.{language}": [said] for language, said in words(text).items()}
