from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from survey.web.filters import day, deadline, figure, iso_day, lines, measure, moment, say, size, translated
from survey.web.wording import sentence

MOMENT = datetime(2001, 10, 2, 9, 5, tzinfo=UTC)


@pytest.fixture
def reading(sqlite_app):
    """`reading(language, filter, value)` is what a reader of this language sees."""

    def read(language, shown, value):
        with sqlite_app.test_request_context(headers={"Accept-Language": language}):
            return str(shown(value)).replace("\u202f", " ").replace("\xa0", " ")

    return read


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "2 October 2001"), ("fr", "2 octobre 2001"), ("es", "2 de octubre de 2001")],
)
def test_day_is_written_in_the_readers_language(reading, language, expected):
    assert reading(language, day, date(2001, 10, 2)) == expected
    assert reading(language, iso_day, "2001-10-02") == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "1 kB"), (1_499, "1 kB"), (120_008, "120 kB"), (1_000_000, "1 MB"), (5_242_880, "5.2 MB")],
)
def test_size_is_written_in_thousands_or_millions_of_bytes(reading, count, expected):
    assert reading("en", size, count) == expected


def test_iso_day_leaves_anything_else_as_it_is(reading):
    assert [reading("en", iso_day, text) for text in ("", "2001-13-99", "soon", "31-3-2002")] == [
        "",
        "2001-13-99",
        "soon",
        "31-3-2002",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "2 Oct 2001, 09:05 UTC"), ("fr", "2 oct. 2001, 09:05 UTC"), ("es", "2 oct 2001, 09:05 UTC")],
)
def test_moment_is_in_utc_and_says_so(reading, language, expected):
    assert reading(language, moment, MOMENT) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "2 October 2001, 11:05 (Europe/Zurich)"),
        ("fr", "2 octobre 2001, 11:05 (Europe/Zurich)"),
        ("es", "2 de octubre de 2001, 11:05 (Europe/Zurich)"),
    ],
)
def test_deadline_is_what_the_clocks_of_its_zone_show(reading, language, expected):
    assert reading(language, lambda value: deadline(value, "Europe/Zurich"), MOMENT) == expected


def test_deadline_may_be_another_day_than_in_utc(reading):
    late = datetime(2001, 10, 2, 23, 30, tzinfo=UTC)
    assert (
        reading("en", lambda value: deadline(value, "Asia/Manila"), late)
        == "3 October 2001, 07:30 (Asia/Manila)"
    )


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "1,990,196"), ("fr", "1 990 196"), ("es", "1.990.196")]
)
def test_figure_has_the_readers_groups(reading, language, expected):
    assert reading(language, figure, 1990196) == expected


def test_nothing_is_shown_as_nothing(reading):
    assert [reading("en", shown, None) for shown in (day, moment, deadline, figure, say, lines)] == [""] * 6


def test_say_fills_in_figures_as_the_reader_writes_them(reading):
    words = sentence(
        "The text has %(length)s characters; at most %(longest)s fit.", length=20001, longest=20000
    )
    assert reading("en", say, words) == "The text has 20,001 characters; at most 20,000 fit."


def test_say_fills_in_sentences_and_leaves_other_text_alone(reading):
    words = sentence("%(inner)s / %(flag)s", inner=sentence("Inner"), flag=True)
    assert reading("en", say, words) == "Inner / True"
    assert reading("en", say, "100 % sure") == "100 % sure"


def test_lines_keeps_line_breaks_and_escapes_everything():
    shown = lines("one <b>\ntwo & three\n\nfour")
    assert isinstance(shown, Markup)
    assert shown == "one &lt;b&gt;<br>two &amp; three<br><br>four"


@pytest.mark.parametrize(
    ("language", "in_text", "in_field"),
    [
        ("en", "1,200.5", "1200.5"),
        ("fr", "1 200,5", "1200,5"),
        ("es", "1.200,5", "1200,5"),
    ],
)
def test_measure_has_the_readers_marks_and_in_a_field_no_groups(reading, language, in_text, in_field):
    assert reading(language, measure, "1200.5") == in_text
    assert reading(language, lambda text: measure(text, groups=False), "1200.5") == in_field


def test_measure_keeps_every_digit_and_anything_else_as_it_is(reading):
    texts = ["-0.0000001", "12345.123456", "", "a dozen", "NaN"]
    shown = ["-0,0000001", "12.345,123456", "", "a dozen", "NaN"]
    assert [reading("es", measure, text) for text in texts] == shown


def test_measure_in_a_field_cannot_be_taken_for_thousands(reading):
    shown = [
        reading("fr", lambda text: measure(text, groups=False), text) for text in ("1.234", "1.23", "1234")
    ]
    assert shown == ["1,2340", "1,23", "1234"]


def test_translated_marks_what_is_shown_in_english_and_escapes_it(reading):
    words = {"en": "Yes & no", "fr": "Oui & non"}
    assert reading("fr", translated, words) == "Oui &amp; non"
    assert reading("es", translated, words) == '<span lang="en" dir="ltr">Yes &amp; no</span>'
    assert reading("es", lambda text: lines(translated(text)), {"en": "a < b\nc"}) == (
        '<span lang="en" dir="ltr">a &lt; b<br>c</span>'
    )
    assert reading("es", translated, {}) == ""


@pytest.mark.parametrize(("language", "expected"), [("en", "Yes, Red only: 2"), ("fr", "Oui, Red only: 2")])
def test_sentence_quotes_texts_of_the_questionnaire_in_the_readers_language(reading, language, expected):
    texts = ({"en": "Yes", "fr": "Oui"}, {"en": "Red only"})
    assert reading(language, say, sentence("%(texts)s: %(number)s", texts=texts, number=2)) == expected


def test_text_without_english_is_empty_and_not_a_fault(reading):
    assert reading("en", translated, {"fr": "Oui"}) == '<span lang="en" dir="ltr"></span>'
