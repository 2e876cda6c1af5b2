from datetime import UTC, date, datetime

import pytest

from survey.answering.clarifications import Clarification, Note, by_part, opened_parts, unsettled
from tests.answering.examples import NEWEST

NOON = datetime(2001, 11, 12, 12, 0, tzinfo=UTC)
MISSION, GROUP = (Note("text", "A name", from_mission, NOON) for from_mission in (True, False))


def asked(code=None, *notes, settled=None, id=1):
    return Clarification(id, 1, code, "Why?", date(2001, 12, 1), "A member", NOON, settled, notes)


@pytest.mark.parametrize(
    ("notes", "state"),
    [
        ((), "open"),
        ((GROUP,), "open"),
        ((MISSION,), "answered"),
        ((MISSION, GROUP), "open"),
        ((GROUP, MISSION), "answered"),
    ],
)
def test_state_says_whose_turn_it_is(notes, state):
    assert asked(None, *notes).state == state


def test_state_after_the_next_decision_is_settled_whoever_wrote_last():
    assert asked(None, GROUP, settled=NOON).state == "settled"
    assert unsettled([asked(id=1, settled=NOON), asked(id=2)]) == [asked(id=2)]


def test_by_part_keeps_the_order_and_the_whole_report_apart():
    first, second, whole = asked("Q7_SUCCESS.why"), asked("Q7_SUCCESS.why", id=2), asked(id=3)
    assert by_part([first, whole, second]) == {"Q7_SUCCESS.why": [first, second], None: [whole]}


def test_opened_parts_are_those_that_were_returned_and_those_that_depend_on_them():
    assert opened_parts(NEWEST, ["Q7_SUCCESS.why"]) == {"Q7_SUCCESS.why"}
    assert opened_parts(NEWEST, ["Q2_SPINOFF.resulted"]) == {"Q2_SPINOFF.resulted", "Q2_SPINOFF.which"}
    assert opened_parts(NEWEST, ["Q2_SPINOFF.which"]) == {"Q2_SPINOFF.which"}


def test_opened_parts_follow_conditions_to_their_end():
    opened = opened_parts(NEWEST, ["Q8_DATA.data"])
    assert opened == {"Q8_DATA.data", "Q8_DATA.tools", "Q8_DATA.tools_which"}


def test_opened_parts_of_a_report_that_was_returned_as_a_whole_are_all():
    assert opened_parts(NEWEST, [None, "Q7_SUCCESS.why"]) == NEWEST.part.keys()
