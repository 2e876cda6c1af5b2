from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.web.cells import guard, restore, written
from tests.downloads.records import INJECTIONS, NAUGHTY


@pytest.mark.parametrize("text", INJECTIONS, ids=ascii)
def test_a_text_that_could_run_is_guarded(text):
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", ["'", "'a", "''", "'=1+1"])
def test_a_text_that_begins_with_the_guard_gets_one_more(text):
    assert guard(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", " ", "a=b", "5 - 3", "x@example.org", "yes", "é", " 'a", "(=1)", "−5", "[no_answer]"]
)
def test_other_texts_stay_as_they_are(text):
    assert guard(text) == text


@pytest.mark.parametrize("text", INJECTIONS + NAUGHTY, ids=lambda text: ascii(text)[:30])
def test_restore_undoes_guard(text):
    assert restore(guard(text)) == text


@given(st.text())
def test_restore_undoes_guard_for_every_text(text):
    assert restore(guard(text)) == text


@given(st.text(), st.text())
def test_two_texts_never_share_a_cell(one, other):
    assert (guard(one) == guard(other)) == (one == other)


@given(st.sampled_from(["", " ", "\u00a0", "  "]), st.sampled_from("=+-@\t\r\n\0＝＋－＠"), st.text())
def test_no_cell_begins_with_what_could_run(before, first, rest):
    assert written(before + first + rest).startswith("'")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (-5, "-5"),
        (0, "0"),
        (-2.5, "-2.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e-7, "0.0000001"),
        (1.0, "1.0"),
        (Decimal("-123456789012.123456789012345678"), "-123456789012.123456789012345678"),
        (Decimal("1E+3"), "1000"),
        (date(2002, 3, 31), "2002-03-31"),
        (datetime(2001, 10, 12, 9, 30, tzinfo=UTC), "2001-10-12T09:30:00Z"),
        (datetime(2001, 10, 12, 11, 30, 0, 999, tzinfo=timezone(timedelta(hours=2))), "2001-10-12T09:30:00Z"),
        (datetime(2001, 10, 12, 9, 30), "2001-10-12T09:30:00Z"),  # noqa: DTZ001
    ],
)
def test_what_is_no_text_is_written_without_a_guard(value, cell):
    assert written(value) == cell
