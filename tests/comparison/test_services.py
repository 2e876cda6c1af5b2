"""Collecting quotes, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from survey.audit.queries import entries
from survey.comparison.models import Quote
from survey.comparison.queries.quotes import count_quotes, quote_record, quotes
from survey.comparison.queries.texts import text_record
from survey.comparison.records import UNFILTERED, Filters
from survey.comparison.services import AnswerChanged, NoteChanged, collect_quote, remove_quote, write_note
from survey.rounds.queries import round_by_code
from tests.answering.examples import person_of, report_number, save_one, send_back, sign

LESSONS, WHY = "Q4_LESSONS.lessons", "Q7_SUCCESS.why"
FIRST, SECOND = "Zebras were counted", "Zebras were counted twice"


@pytest.fixture
def round(session):
    return round_by_code(session, "2001")


@pytest.fixture
def answer(session, round):
    """A text of report 5, signed."""
    save_one(session, 5, LESSONS, FIRST)
    sign(session, 5)
    return read(session, round)


def read(session, round, code=LESSONS):
    return text_record(session, round.id, report_number(session, 5).public_id, code)


def collect(session, round, answer, text="Zebras", note=""):
    group = person_of(session, "working_group")
    return collect_quote(session, round=round, answer=answer, text=text, note=note, person=group)


def only(session, round):
    (quote,) = quotes(session, round.id, UNFILTERED)
    return quote


def test_quote_keeps_the_words_the_version_who_and_when(session, round, answer):
    assert collect(session, round, answer, note="For chapter 2")
    quote = only(session, round)
    group = person_of(session, "working_group")
    assert (quote.text, quote.whole, quote.note, quote.answer_version, quote.question_version) == (
        "Zebras",
        False,
        "For chapter 2",
        answer.version,
        2,
    )
    assert (quote.collected_by, quote.mission, quote.part_code, quote.fate) == (
        group.name,
        "San José",
        LESSONS,
        "same",
    )
    assert (quote.answer_then, quote.language) == (FIRST, "en")


def test_same_words_of_the_same_version_are_collected_once(session, round, answer):
    collected = [collect(session, round, answer, text) for text in ("Zebras", "Zebras", FIRST)]
    assert collected == [True, False, True]
    assert sorted((q.text, q.whole) for q in quotes(session, round.id, UNFILTERED)) == [
        ("Zebras", False),
        (FIRST, True),
    ]


def test_quote_of_an_answer_that_was_signed_anew_says_so_and_keeps_its_version(session, round, answer):
    collect(session, round, answer, FIRST)
    send_back(session, 5, LESSONS)
    save_one(session, 5, LESSONS, "A draft that nobody may read")
    quote = only(session, round)
    assert (quote.fate, quote.version_now, quote.answer_now) == ("returned", None, None)
    save_one(session, 5, LESSONS, SECOND)
    sign(session, 5)
    quote = only(session, round)
    assert (quote.fate, quote.text, quote.answer_then) == ("changed", FIRST, FIRST)
    assert (quote.answer_version, quote.version_now, quote.answer_now) == (1, 3, SECOND)
    assert quote.still_stands
    assert collect(session, round, read(session, round), FIRST)
    assert sorted(q.answer_version for q in quotes(session, round.id, UNFILTERED)) == [1, 3]


def test_answer_that_was_signed_anew_unchanged_stays_the_same(session, round, answer):
    collect(session, round, answer)
    send_back(session, 5, WHY)
    save_one(session, 5, WHY, "Another answer")
    sign(session, 5)
    assert only(session, round).fate == "same"


def test_answer_that_was_taken_back_is_gone(session, round, answer):
    collect(session, round, answer)
    send_back(session, 5, LESSONS)
    save_one(session, 5, LESSONS, "")
    sign(session, 5)
    assert (only(session, round).fate, only(session, round).text) == ("gone", "Zebras")


def test_what_was_changed_or_returned_since_it_was_read_is_not_collected(session, round, answer):
    send_back(session, 5, LESSONS)
    with pytest.raises(AnswerChanged):
        collect(session, round, answer)
    save_one(session, 5, LESSONS, SECOND)
    sign(session, 5)
    for stale in (answer, replace(read(session, round), value="Something else")):
        with pytest.raises(AnswerChanged):
            collect(session, round, stale)
    assert quotes(session, round.id, UNFILTERED) == []


def test_note_is_never_overwritten_unseen(session, round, answer):
    collect(session, round, answer)
    quote, group = only(session, round), person_of(session, "working_group")
    write_note(session, round=round, quote=quote, note="First", edition=1, person=group)
    with pytest.raises(NoteChanged):
        write_note(session, round=round, quote=quote, note="Second", edition=1, person=group)
    write_note(session, round=round, quote=quote, note="Second", edition=2, person=group)
    assert (only(session, round).note, only(session, round).edition) == ("Second", 3)


def test_removed_quote_is_gone_and_its_answer_stays(session, round, answer):
    collect(session, round, answer)
    quote, group = only(session, round), person_of(session, "working_group")
    for _ in range(2):
        remove_quote(session, round=round, quote=quote, person=group)
    assert (quote_record(session, round.id, quote.public_id), read(session, round)) == (None, answer)
    with pytest.raises(NoteChanged):
        write_note(session, round=round, quote=quote, note="Late", edition=1, person=group)


def test_every_write_is_on_record_without_words(session, round, answer):
    before = len(list(entries(session)))
    collect(session, round, answer, "Zebras", "A note")
    quote, group = only(session, round), person_of(session, "working_group")
    write_note(session, round=round, quote=quote, note="Another", edition=1, person=group)
    remove_quote(session, round=round, quote=quote, person=group)
    own = list(entries(session))[before:]
    assert [entry.action for entry in own] == ["collect quote", "note on quote", "remove quote"]
    assert {(entry.person, entry.subject) for entry in own} == {(group.public_id, "2001")}
    assert not [
        entry for entry in own if "Zebras" in entry.details or "ote" in entry.details.split('"quote"')[0]
    ]
    assert all(quote.public_id in entry.details and LESSONS in entry.details for entry in own)


def test_quotes_are_of_one_round_and_cut_down_by_filters_and_question(session, round, answer):
    collect(session, round, answer)
    for filters, question, number in (
        (UNFILTERED, "", 1),
        (UNFILTERED, "Q4_LESSONS", 1),
        (UNFILTERED, "Q7_SUCCESS", 0),
        (Filters(mission="San José"), "", 1),
        (Filters(region="Asia"), "", 0),
    ):
        assert count_quotes(session, round.id, filters, question) == number
        assert len(quotes(session, round.id, filters, question)) == number
    id = session.scalar(select(Quote.public_id))
    assert quote_record(session, round.id + 1, id) is None
    assert quotes(session, round.id + 1, UNFILTERED) == []
