"""The same save sent more than once, at the same moment and later: one effect for each key."""

import pytest

from tests.holds.saves import DONE, FORM, SCRIPT, Save, both_ways
from tests.holds.senders import Senders

PART = "Q7_SUCCESS.why"


def send_repeatedly(served, way, times, saves):
    house, server = served
    [report] = house.open_reports()
    first = house.answer(report, PART).version
    texts = [f"text {number}" for number in range(saves)]
    with Senders(server.port, times) as senders:
        for number, text in enumerate(texts):
            save = Save(report, PART, text, first + number, f"{report}{number}")
            answers = senders.send([way.request(house.staff, save)] * times)
            assert [way.outcome(answer) for answer in answers] == [DONE] * times
            if way is SCRIPT:
                assert {way.newest(answer, save) for answer in answers} == {first + number + 1}
    rows = [(row.outcome, row.seen, row.version, row.value) for row in house.history(report, PART)]
    assert rows == [("saved", first + n, first + n + 1, text) for n, text in enumerate(texts)]


@both_ways
@pytest.mark.parametrize("times", [2, 5])
def test_save_that_is_sent_several_times_at_once_has_one_effect(served, way, times):
    send_repeatedly(served, way, times, 8)


@pytest.mark.long
@both_ways
@pytest.mark.parametrize("times", [2, 5])
def test_200_saves_that_are_sent_several_times_at_once_have_one_effect_each(served, way, times):
    send_repeatedly(served, way, times, 200)


def test_form_and_script_with_one_key_have_one_effect(served):
    house, server = served
    [report] = house.open_reports()
    save = Save(report, PART, "sent by both", 0, f"{report}both")
    with Senders(server.port, 2) as senders:
        answers = senders.send([way.request(house.staff, save) for way in (FORM, SCRIPT)])
    assert [way.outcome(answer) for way, answer in zip((FORM, SCRIPT), answers, strict=True)] == [DONE] * 2
    assert [row.value for row in house.history(report, PART)] == ["sent by both"]


@both_ways
def test_one_key_for_two_reports_saves_both(served, way):
    """A key is made by a browser; that it is nobody else's is a hope."""
    house, server = served
    reports = house.open_reports(5)
    saves = [Save(report, PART, "the same text", 0, f"one-key-{way.name}-{reports[0]}") for report in reports]
    with Senders(server.port, 5) as senders:
        answers = senders.send([way.request(house.staff, save) for save in saves])
    assert [way.outcome(answer) for answer in answers] == [DONE] * 5
    assert [house.answer(report, PART).value for report in reports] == ["the same text"] * 5
