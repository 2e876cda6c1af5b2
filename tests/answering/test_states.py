from itertools import product

import pytest

from survey.answering.states import (
    GIVING_BACK,
    RECEIVED,
    SIGNING,
    STATE_NAMES,
    STATES,
    STEPS,
    may_step,
    may_write,
    step_of,
    thread_states,
)


def test_may_write_is_for_missions_in_open_states_only():
    allowed = {
        (state, role)
        for state in STATES
        for role in ("mission_staff", "mission_lead", "working_group", "administrator")
        if may_write(state, role)
    }
    assert allowed == {
        ("draft", "mission_staff"),
        ("draft", "mission_lead"),
        ("with_lead", "mission_lead"),
        ("returned", "mission_staff"),
        ("returned", "mission_lead"),
    }


@pytest.mark.parametrize("state", RECEIVED)
def test_may_write_a_received_report_is_nobody(state):
    assert not any(may_write(state, role) for role in ("mission_staff", "mission_lead", "working_group"))


def test_submit_is_for_the_lead_only():
    assert may_step("submit", "draft", "mission_lead", signed=False)
    assert may_step("submit", "with_lead", "mission_lead", signed=False)
    assert not may_step("submit", "draft", "mission_staff", signed=False)
    assert not may_step("submit", "submitted", "mission_lead", signed=True)


def sequences():
    """Every state that a report can come into, with whether it was signed by then, from an untouched draft on."""
    reached, waiting = set(), [("draft", False)]
    while waiting:
        place = state, signed = waiting.pop()
        if place in reached:
            continue
        reached.add(place)
        for name, role in product(STEPS, ("mission_staff", "mission_lead", "working_group")):
            if may_step(name, state, role, signed=signed):
                waiting.append((STEPS[name].target, signed or name in SIGNING))
    return reached


def test_report_that_was_signed_never_becomes_a_first_draft_again():
    assert sequences() == {
        ("draft", False),
        ("with_lead", False),
        ("submitted", True),
        ("returned", True),
        ("with_lead", True),
        ("resubmitted", True),
        ("accepted", True),
    }


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("names", [SIGNING, GIVING_BACK])
def test_step_behind_a_button_is_one_that_the_report_can_take(names, signed):
    name = step_of(names, signed=signed)
    assert may_step(name, "with_lead", "mission_lead", signed=signed)
    assert not may_step(name, "with_lead", "mission_lead", signed=not signed)


def test_accepted_report_takes_no_step_any_more():
    assert [name for name, step in STEPS.items() if "accepted" in step.sources] == []


def test_thread_states_are_those_in_which_a_mission_may_write_and_the_working_group_waits():
    roles = ("mission_staff", "mission_lead", "working_group", "administrator")
    assert [thread_states(role) for role in roles] == [
        ("returned",), ("returned", "with_lead"), ("returned", "with_lead"), (),
    ]  # fmt: skip


def test_steps_lead_between_known_states_only():
    for step in STEPS.values():
        assert {*step.sources, step.target} <= set(STATES)


def test_every_state_has_a_name():
    assert set(STATE_NAMES) == {*STATES, "not_started"}
