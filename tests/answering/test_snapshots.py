from datetime import UTC, datetime

from survey.answering.records import ReportHead, SavedAnswer
from survey.answering.snapshots import signed_answers, snapshot

NOON = datetime(2001, 11, 12, 12, 0, tzinfo=UTC)
HEAD = ReportHead(
    1, "id", "submitted", False, 2, 2, NOON, NOON, "", "", "final", "2001-01", "Title", "Chad", "2001", "2001",
    None, "UTC", NOON, None,
)  # fmt: skip
GIVEN = SavedAnswer("Q4_LESSONS.lessons", 3, "answered", "Ask «both»\n☃")


def test_signed_answers_are_those_that_were_signed():
    content = snapshot(HEAD, {GIVEN.part_code: GIVEN}, name="A. Lead", function="Chief", at=NOON)
    assert signed_answers(content, [GIVEN.part_code]) == {GIVEN.part_code: GIVEN}


def test_signed_answers_to_a_part_that_was_not_signed_were_never_given():
    content = snapshot(HEAD, {}, name="A. Lead", function="Chief", at=NOON)
    assert signed_answers(content, ["Q7_SUCCESS.why"]) == {"Q7_SUCCESS.why": SavedAnswer("Q7_SUCCESS.why")}
