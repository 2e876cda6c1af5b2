from dataclasses import replace

import pytest

from survey.comparison.quotes import HEADER, QuoteRecord, is_in, is_whole, note, passage, rows
from survey.web.wording import BadInput
from tests.comparison.examples import NOON

ANSWER = "Women came to the evening classes.\n\nThe men came along once a room was found."
QUOTE = QuoteRecord(
    public_id="0123456789abcdef",
    text="evening classes",
    whole=False,
    note="=for the report",
    edition=1,
    collected_by="A. Member",
    collected_at=NOON,
    answer_version=2,
    question_version=1,
    language="en",
    report_id="fedcba9876543210",
    fictitious=True,
    project_code="2001-03",
    project="Campaign",
    mission="Manila",
    country="PHL",
    region="Asia",
    report_kind="final",
    round_code="2001",
    question_code="Q4_LESSONS",
    part_code="Q4_LESSONS.lessons",
    answer_then=ANSWER,
    received=True,
    version_now=2,
    answer_now=ANSWER,
)


@pytest.mark.parametrize(
    "typed",
    [
        ANSWER,
        "evening classes",
        "  came to the\r\nevening   classes ",
        "Women came […] once a room",
        "Women [...] evening […]   room was found.",
        "[…] a room was found.",
        "classes. The men",
    ],
)
def test_passage_that_stands_in_the_answer_is_kept_as_it_was_typed(typed):
    assert passage(typed, ANSWER) == typed.replace("\r\n", "\n").strip()


@pytest.mark.parametrize(
    "typed", ["evening Classes", "Women came once", "room […] Women", "classes ... men", "x"]
)
def test_words_that_do_not_stand_in_the_answer_are_refused(typed):
    with pytest.raises(BadInput, match="do not stand in the answer to the letter"):
        passage(typed, ANSWER)


@pytest.mark.parametrize("typed", ["", " \n ", "[…]", "[...] […]"])
def test_nothing_is_no_quote(typed):
    with pytest.raises(BadInput, match="Leave the words that you want to quote"):
        passage(typed, ANSWER)


def test_composed_and_taken_apart_letters_are_one_passage():
    assert is_in(passage("Cafe\u0301", "Le Café rouge"), "Le Café rouge")


def test_whole_answer_is_known_whatever_its_spaces():
    assert is_whole(ANSWER.replace("\n\n", " "), ANSWER)
    assert not is_whole("evening classes", ANSWER)


def test_note_has_an_end():
    assert note(" Why \r\n it matters ") == "Why \n it matters"
    with pytest.raises(BadInput, match="at most 2000 fit"):
        note("x" * 2_001)


@pytest.mark.parametrize(
    ("changes", "fate", "stands"),
    [
        ({}, "same", True),
        ({"version_now": 3, "answer_now": ANSWER + " More."}, "changed", True),
        ({"version_now": 3, "answer_now": "Other words"}, "changed", False),
        ({"version_now": 3, "answer_now": None}, "gone", False),
        ({"version_now": 2, "answer_now": None}, "gone", False),
        ({"received": False, "version_now": None, "answer_now": None}, "returned", False),
    ],
)
def test_quote_says_what_has_become_of_its_answer(changes, fate, stands):
    quote = replace(QUOTE, **changes)
    assert (quote.fate, quote.still_stands) == (fate, stands)


def test_file_has_a_row_for_each_quote():
    assert len(list(rows([QUOTE, QUOTE]))) == 2
    assert dict(zip(HEADER, next(rows([QUOTE])), strict=True)) == {
        "round": "2001",
        "project_code": "2001-03",
        "project": "Campaign",
        "mission": "Manila",
        "country": "PHL",
        "region": "Asia",
        "report_kind": "final",
        "question_code": "Q4_LESSONS",
        "part_code": "Q4_LESSONS.lessons",
        "question_version": 1,
        "answer_version": 2,
        "language": "en",
        "quote": "evening classes",
        "whole_answer": False,
        "note": "=for the report",
        "collected_by": "A. Member",
        "collected_at": NOON,
        "answer_since": "same",
        "current_answer_version": 2,
        "fictitious": True,
    }
