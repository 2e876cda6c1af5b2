from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from survey.questionnaire.kinds.registry import KINDS
from survey.web.wording import BadInput
from tests.support.factories import part

CODE = "X_TRIAL.part"
TEXT, NUMBER, DATE = KINDS["text"], KINDS["number"], KINDS["date"]
text, number, day = part("text"), part("number"), part("date")


def number_of(raw):
    return NUMBER.read(number, {CODE: [raw]})


def date_of(*pieces):
    names = [f"{CODE}:{field}" for field in ("day", "month", "year")]
    return DATE.read(day, dict(zip(names, ([piece] for piece in pieces), strict=True)))


@given(st.text())
def test_text_that_is_read_can_be_shown_and_read_again(raw):
    try:
        value = TEXT.read(text, {CODE: [raw]})
    except BadInput:
        assume(False)
    TEXT.check(text, value)
    assert TEXT.shown(text, value, "en") == value
    assert TEXT.read(text, {CODE: [value.replace("\n", "\r\n")]}) == value
    assert TEXT.typed(text, {CODE: [raw]}) == raw


@pytest.mark.parametrize("value", [" x", "x\n", "e\u0301", "a\rb"])
def test_text_that_was_stored_in_another_form_is_refused(value):
    with pytest.raises(BadInput, match="not in the form in which texts are stored"):
        TEXT.check(text, value)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("12", "12"),
        (" 1 200 ", "1200"),
        ("1,200.5", "1200.5"),
        ("1.200,5", "1200.5"),
        ("-1.234.567", "-1234567"),
        ("12,345,678.901", "12345678.901"),
        ("1’200.25", "1200.25"),
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("1.2340", "1.234"),
        ("1234,567", "1234.567"),
        ("1\u202f200,5", "1200.5"),
        ("-5", "-5"),
        ("-0", "0"),
        ("0012.500", "12.5"),
        ("1e3", "1000"),
        ("+7", "7"),
        (".5", "0.5"),
        ("999999999999", "999999999999"),
        ("0.000001", "0.000001"),
    ],
)
def test_number_is_stored_in_plain_digits(raw, stored):
    assert number_of(raw) == stored
    NUMBER.check(number, stored)


@pytest.mark.parametrize(
    "raw",
    [
        "twelve",
        "1,2,3",
        "1.20,5",
        "1,200,50",
        "0.200.000",
        "1.200.5",
        "NaN",
        "Infinity",
        "sNaN",
        "٣",
        "１２",
        "0x1f",
        "-",
    ],
)
def test_number_that_is_none_is_refused(raw):
    with pytest.raises(BadInput, match="Write the number in digits, such as 12"):
        number_of(raw)


@pytest.mark.parametrize("raw", ["1,234", "1.234", "-999,000", "+1.000", "12 .345"])
def test_number_that_countries_read_differently_is_never_guessed(raw):
    with pytest.raises(BadInput, match="This number can be read in two ways"):
        number_of(raw)


@pytest.mark.parametrize("raw", ["1000000000000", "1e12", "-1e999999", "9" * 4000])
def test_number_that_is_too_large_is_refused(raw):
    with pytest.raises(BadInput, match="This number is too large"):
        number_of(raw)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=4))
def test_number_keeps_its_value_through_every_face(value):
    stored = number_of(str(value))
    NUMBER.check(number, stored)
    written = NUMBER.written(number, stored, "en")
    assert (float(stored), written.value, written.text) == (float(value), float(value), stored)
    assert NUMBER.typed(number, {CODE: [stored]}) == stored


def test_whole_number_is_written_without_a_point():
    assert repr(NUMBER.written(number, "84", "en").value) == "84"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_date_comes_back_from_every_face(given_day):
    stored = date_of(str(given_day.day), f"{given_day.month:02d}", str(given_day.year))
    DATE.check(day, stored)
    assert (stored, DATE.shown(day, stored, "en")) == (given_day.isoformat(), given_day.isoformat())


@pytest.mark.parametrize(
    "pieces",
    [("31", "2", "2002"), ("29", "2", "2001"), ("0", "1", "2001"), ("1", "", "2001"), ("x", "1", "2001")],
)
def test_date_that_is_not_in_the_calendar_is_refused(pieces):
    with pytest.raises(BadInput, match="This is not a day of the calendar"):
        date_of(*pieces)


@pytest.mark.parametrize("year", ["2", "1899", "2201"])
def test_date_in_a_far_year_is_refused(year):
    with pytest.raises(BadInput, match="The year must have four digits"):
        date_of("1", "1", year)


def test_date_is_kept_as_it_was_typed():
    names = [f"{CODE}:{field}" for field in ("day", "month", "year")]
    assert DATE.typed(day, dict(zip(names, (["31"], ["2"], ["02"]), strict=True))) == "02-2-31"
    assert DATE.typed(day, {}) == ""


@pytest.mark.parametrize("value", ["2002-02-30", "20020330", "2002-W13-6", "2002-03", "1899-12-31"])
def test_stored_date_in_another_form_is_refused(value):
    with pytest.raises(BadInput):
        DATE.check(day, value)
