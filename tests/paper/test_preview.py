import pytest

from survey.answering.records import SavedAnswer
from survey.answering.saving import Change
from survey.paper.preview import (
    CHANGED,
    CLOSED,
    CONFLICT,
    EMPTIED,
    MISSING,
    NEW,
    SAME,
    UNREAD,
    grouped,
    previewed,
)
from survey.paper.reading import ReadAnswer, Unread
from survey.web.wording import sentence
from tests.answering.examples import NEWEST, saved

CODE = "Q4_LESSONS.lessons"
PART = NEWEST.part[CODE]
ALL = frozenset(NEWEST.part)


def answer(value, version, status=None):
    return SavedAnswer(CODE, version, status or ("answered" if value else "no_answer"), value)


def line(read, base, current):
    """The line of one part, where all others are empty in the file and in the program."""
    none = saved()
    found = {part.code: ReadAnswer(part) for part in NEWEST.parts} | ({CODE: read} if read else {})
    if read is None:
        found.pop(CODE)
    lines = previewed(NEWEST, found, none | {CODE: base}, none | {CODE: current}, ALL)
    return next(found for found in lines if found.code == CODE)


@pytest.mark.parametrize(
    ("written", "base", "current", "expected"),
    [
        ("", answer("", 0), answer("", 0), SAME),
        ("mine", answer("mine", 1), answer("mine", 1), SAME),
        ("mine", answer("", 0), answer("", 0), NEW),
        ("mine", answer("", 2), answer("", 2), NEW),
        ("mine", answer("old", 1), answer("old", 1), CHANGED),
        ("", answer("old", 1), answer("old", 1), EMPTIED),
        ("mine", answer("old", 1), answer("theirs", 2), CONFLICT),
        ("mine", answer("", 0), answer("theirs", 1), CONFLICT),
        ("", answer("old", 1), answer("theirs", 2), CONFLICT),
        ("mine", answer("old", 1), answer("", 2), CONFLICT),
        # the file was not touched here, or says what the colleague says
        ("old", answer("old", 1), answer("theirs", 2), SAME),
        ("", answer("", 0), answer("theirs", 1), SAME),
        ("theirs", answer("old", 1), answer("theirs", 2), SAME),
        ("mine", answer("", 1, "declined"), answer("", 1, "declined"), CHANGED),
        ("", answer("", 1, "declined"), answer("", 1, "declined"), EMPTIED),
        # a part that a submission had hidden keeps its words
        ("old", answer("old", 1, "not_shown"), answer("old", 1, "not_shown"), SAME),
    ],
)
def test_outcome_of_a_part(written, base, current, expected):
    assert line(ReadAnswer(PART, written), base, current).outcome == expected


def test_declining_in_the_file_is_a_change():
    found = line(ReadAnswer(PART, declined=True), answer("old", 1), answer("old", 1))
    assert (found.outcome, found.change(1)) == (CHANGED, Change(CODE, "", "declined", 1))
    assert (
        line(ReadAnswer(PART, declined=True), answer("", 1, "declined"), answer("", 1, "declined")).outcome
        == SAME
    )


def test_part_that_cannot_be_read_or_is_gone_changes_nothing():
    unread = [Unread(None, "x", sentence("why"))]
    assert line(ReadAnswer(PART, unread=unread), answer("old", 1), answer("old", 1)).outcome == UNREAD
    assert line(None, answer("old", 1), answer("old", 1)).outcome == MISSING


def test_part_that_was_not_returned_is_closed_unless_it_is_the_same():
    base = saved() | {CODE: answer("old", 1)}
    outcomes = {}
    for text in ("mine", "old"):
        lines = previewed(NEWEST, {CODE: ReadAnswer(PART, text)}, base, base, ALL - {CODE})
        outcomes[text] = [found.outcome for found in lines if found.code == CODE]
    assert outcomes == {"mine": [CLOSED], "old": [SAME]}


def test_part_that_another_answer_hides_says_so():
    read = {part.code: ReadAnswer(part) for part in NEWEST.parts}
    read["Q2_SPINOFF.which"] = ReadAnswer(NEWEST.part["Q2_SPINOFF.which"], "a workshop")
    hidden = {found.code: found.hidden for found in previewed(NEWEST, read, saved(), saved(), ALL)}
    assert (hidden["Q2_SPINOFF.which"], hidden["Q2_SPINOFF.resulted"]) == (True, False)
    read["Q2_SPINOFF.resulted"] = ReadAnswer(NEWEST.part["Q2_SPINOFF.resulted"], "yes")
    hidden = {found.code: found.hidden for found in previewed(NEWEST, read, saved(), saved(), ALL)}
    assert hidden["Q2_SPINOFF.which"] is False


def test_grouped_puts_first_what_needs_attention():
    read = {part.code: ReadAnswer(part) for part in NEWEST.parts}
    read[CODE] = ReadAnswer(PART, "mine")
    current = saved() | {CODE: answer("theirs", 1)}
    groups = grouped(previewed(NEWEST, read, saved(), current, ALL))
    assert [(outcome, len(lines)) for outcome, _words, lines in groups] == [
        (CONFLICT, 1),
        (SAME, len(read) - 1),
    ]
