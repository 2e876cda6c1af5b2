import pytest

from survey.answering.states import RECEIVED, STATE_NAMES, STATES, STEPS, may_step, may_write


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
    assert may_step("submit", "draft", "mission_lead")
    assert may_step("submit", "with_lead", "mission_lead")
    assert not may_step("submit", "draft", "mission_staff")
    assert not may_step("submit", "submitted", "mission_lead")


def test_steps_lead_between_known_states_only():
    for step in STEPS.values():
        assert {*step.sources, step.target} <= set(STATES)


def test_every_state_has_a_name():
    assert set(STATE_NAMES) == {*STATES, "not_started"}
