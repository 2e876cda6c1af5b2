import pytest
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from survey.web.forms import LineField, required


class Form(FlaskForm):
    line = LineField("Line", [required()], longest=10)


@pytest.fixture
def filled(sqlite_app):
    """`filled(text)` is (what the line holds, its faults)."""

    def validated(text):
        sqlite_app.config["WTF_CSRF_ENABLED"] = False
        with sqlite_app.test_request_context("/sign-in", method="POST"):
            form = Form(MultiDict({"line": text}))
            form.validate()
            return form.line.data, [str(error) for error in form.line.errors]

    return validated


@pytest.mark.parametrize(
    ("text", "kept"), [(" é ", "é"), ("e\u0301", "é"), ("one\r\ntwo", "one two"), ("x" * 10, "x" * 10)]
)
def test_line_is_cleaned_and_stays_one_line(filled, text, kept):
    assert filled(text) == (kept, [])


@pytest.mark.parametrize("text", ["", "   ", "\r\n"])
def test_required_line_asks_to_be_filled_in(filled, text):
    assert filled(text) == ("", ["Fill in this field."])


def test_line_that_is_too_long_stays_as_typed_with_its_reason(filled):
    assert filled("x" * 11) == ("x" * 11, ["The text has 11 characters; at most 10 fit. Shorten it by 1."])


def test_line_with_a_control_character_stays_as_typed_with_its_reason(filled):
    kept, (reason,) = filled("a\x07b")
    assert (kept, reason[:58]) == ("a\x07b", "The text contains a character that cannot be stored, often")
