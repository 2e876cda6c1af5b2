from datetime import date

import pytest

from survey.answering.returning import Asked, read_return
from tests.answering.examples import NEWEST

TODAY = date(2001, 11, 12)


def sent(**fields):
    """What a form holds, due on 31 March 2002 unless said otherwise; two underscores stand for a colon."""
    due = {"due:day": "31", "due:month": "3", "due:year": "2002"}
    given = {name.replace("__", ":"): text for name, text in fields.items()}
    return read_return(NEWEST, {name: [text] for name, text in (due | given).items()}, TODAY)


def fault(read):
    [(field, sentence)] = read.faults.items()
    return field, str(sentence)


def test_read_return_takes_the_parts_that_have_a_reason():
    read = sent(**{"reason.Q7_SUCCESS.why": " Which\r\ncourse? ", "reason.Q7_SUCCESS.success": "  "})
    assert (read.asked, read.due_on, read.faults) == (
        [Asked("Q7_SUCCESS.why", "Which\ncourse?")],
        date(2002, 3, 31),
        {},
    )


def test_read_return_takes_the_whole_report_beside_parts():
    read = sent(reason="All figures", **{"reason.Q10_ACCESS.reach": "These above all"})
    assert read.asked == [Asked(None, "All figures"), Asked("Q10_ACCESS.reach", "These above all")]


def test_read_return_leaves_out_parts_that_nobody_knows():
    assert sent(reason="All", **{"reason.Q99.none": "x"}).asked == [Asked(None, "All")]


def test_read_return_without_any_reason_says_so():
    assert fault(sent()) == (
        "reason",
        "Write what should be clarified: about the whole report, or at one part.",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 2_001, "The text has 2001 characters; at most 2000 fit. Shorten it by 1."),
        ("bell \a", "The text contains a character that cannot be stored"),
    ],
)
def test_read_return_says_at_its_place_why_a_reason_cannot_be_taken(text, sentence):
    field, said = fault(sent(**{"reason.Q7_SUCCESS.why": text}))
    assert field == "reason.Q7_SUCCESS.why"
    assert said.startswith(sentence)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (("", "", ""), "Write the day until which you need the answer."),
        (("11", "11", "2001"), "This day is over. The mission needs a day that is today or later."),
        (("31", "2", "2002"), "This is not a day of the calendar."),
        (("soon", "", ""), "This is not a day of the calendar."),
    ],
)
def test_read_return_says_what_is_wrong_with_the_day(day, sentence):
    names = ("due__day", "due__month", "due__year")
    field, said = fault(sent(reason="All", **dict(zip(names, day, strict=True))))
    assert field == "due"
    assert said.startswith(sentence)


def test_read_return_takes_today():
    assert sent(reason="All", due__day="12", due__month="11", due__year="2001").due_on == TODAY
