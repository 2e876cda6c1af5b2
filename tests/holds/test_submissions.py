"""Signing, handing over and the end of a round while people save: legal sequences, and nothing signed ever changes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from survey.answering.states import DRAFT, STEPS
from tests.holds.saves import FORM, NOT_OPEN
from tests.holds.senders import Senders
from tests.holds.streams import Crowd, acknowledged, missing, refusals, streams_of
from tests.support.load import ask_once, post

SIGNATURE = {"name": "L. Ead", "function": "Chief of Mission", "sure": "y"}


def step_request(report, name, browser, fields=()):
    return post(f"/reports/{report}/{name}", browser.cookie, {"csrf_token": browser.token, **dict(fields)})


def sign_request(house, report):
    return step_request(report, "sign", house.lead, SIGNATURE)


def is_legal(events):
    """Whether each step starts from the state that the one before it led to."""
    state = DRAFT
    for name, target in events:
        if state not in STEPS[name].sources or target != STEPS[name].target:
            return False
        state = target
    return True


def check_refused(streams):
    """Everybody was refused once the report was closed, and has what they wrote."""
    for stream in streams:
        assert {outcome for outcome, _save, _answer in stream.refused} == {NOT_OPEN}
        for _outcome, save, answer in stream.refused:
            # a script leaves the text where it was typed; a form's page has it
            assert stream.way is not FORM or save.text in stream.way.texts(answer)
        # what was refused is not in the history
        stream.waiting = None


def save_while(served, number, close):
    """People save while `close(house, port, reports)` ends it; afterwards nobody can, and nothing is changed."""
    house, server = served
    streams = streams_of(house, number)
    reports = list(dict.fromkeys(stream.report for stream in streams))
    with ThreadPoolExecutor(1) as pool, Crowd(server.port, streams) as crowd:
        crowd.work_until(lambda: all(stream.acknowledged for stream in streams))
        closing = pool.submit(close, house, server.port, reports)
        crowd.work_until(closing.done)
        closing.result()
        crowd.work_until(lambda: all(stream.refused for stream in streams))
        held = [house.answers(report) for report in reports]
        crowd.rest()
    check_refused(streams)
    assert missing(house, streams) == []
    assert [house.answers(report) for report in reports] == held
    return house, streams, reports


def sign_all(house, port, reports):
    for report in reports:
        assert ask_once(port, sign_request(house, report)).status == 302


def close_round(house, _port, reports):
    house.close_round_of(reports[0])


def sign_while_saving(served, number):
    house, streams, reports = save_while(served, number, sign_all)
    for report in reports:
        assert house.events(report) == [("submit", "submitted")]
        [signed] = house.signed(report)
        for stream in (stream for stream in streams if stream.report == report):
            current = house.answer(report, stream.part)
            assert signed[stream.part] == (current.version, current.value)
            assert current.value == stream.acknowledged[-1]


def test_report_that_is_signed_while_five_people_save_never_changes_again(served):
    sign_while_saving(served, 5)


def test_round_that_closes_while_people_save_takes_nothing_more(served):
    save_while(served, 10, close_round)


@pytest.mark.long
def test_reports_that_are_signed_while_50_people_save_never_change_again(served):
    sign_while_saving(served, 50)


@pytest.mark.long
def test_round_that_closes_while_50_people_save_takes_nothing_more(served):
    save_while(served, 50, close_round)


def submit_at_once(served, number):
    house, server = served
    for report in house.open_reports(number):
        with Senders(server.port, 5) as senders:
            answers = senders.send([sign_request(house, report)] * 5)
        assert {answer.status for answer in answers} <= {302, 409}
        assert house.events(report) == [("submit", "submitted")]
        assert len(house.signed(report)) == 1


def test_report_that_is_signed_five_times_at_once_is_submitted_once(served):
    submit_at_once(served, 3)


@pytest.mark.long
def test_50_reports_that_are_signed_five_times_at_once_are_submitted_once_each(served):
    submit_at_once(served, 50)


def take_steps_at_once(served, number):
    house, server = served
    with Senders(server.port, 4) as senders:
        for report in house.open_reports(number):
            requests = [
                step_request(report, "hand-over", house.staff),
                step_request(report, "hand-over", house.lead),
                step_request(report, "give-back", house.lead),
                sign_request(house, report),
            ]
            answers = senders.send(requests)
            assert {answer.status for answer in answers} <= {302, 409}
            events = house.events(report)
            assert is_legal(events)
            assert len(house.signed(report)) == [name for name, _state in events].count("submit") == 1


def test_steps_taken_at_once_are_a_legal_sequence(served):
    take_steps_at_once(served, 5)


@pytest.mark.long
def test_steps_taken_at_once_100_times_are_legal_sequences(served):
    take_steps_at_once(served, 100)


def test_save_after_all_this_goes_on(served):
    house, server = served
    streams = streams_of(house, 5)
    with Crowd(server.port, streams) as crowd:
        crowd.work_until(lambda: acknowledged(streams) >= 10)
        crowd.rest()
    assert (missing(house, streams), refusals(streams)) == ([], {})
