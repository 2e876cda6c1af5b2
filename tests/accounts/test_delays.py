from datetime import UTC, datetime, timedelta

import pytest

from survey.accounts.delays import ACCOUNT, CODE, seconds_to_wait

NOW = datetime(2001, 10, 12, 12, 0, tzinfo=UTC)


def ago(*seconds):
    return [NOW - timedelta(seconds=second) for second in seconds]


def test_first_failures_cost_nothing():
    assert [seconds_to_wait(ago(*[0] * number), ACCOUNT, now=NOW) for number in range(5)] == [0] * 5


def test_each_further_failure_doubles_the_wait_up_to_a_minute():
    waits = [seconds_to_wait(ago(*[0] * number), ACCOUNT, now=NOW) for number in range(5, 16)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]


@pytest.mark.parametrize(("passed", "left"), [(0, 8), (0.5, 8), (1, 7), (7.5, 1), (8, 0), (100, 0)])
def test_wait_counts_from_the_last_failure(passed, left):
    assert seconds_to_wait(ago(*[passed] * 8), ACCOUNT, now=NOW) == left


def test_failures_older_than_a_quarter_of_an_hour_are_forgotten():
    assert seconds_to_wait(ago(*[900] * 20), ACCOUNT, now=NOW) == 0
    assert seconds_to_wait(ago(*[899] * 4, 0), ACCOUNT, now=NOW) == 1


def test_order_of_the_failures_does_not_matter():
    failures = ago(0, 300, 200, 100, 50)
    assert (
        seconds_to_wait(failures, ACCOUNT, now=NOW) == seconds_to_wait(failures[::-1], ACCOUNT, now=NOW) == 1
    )


def test_wrong_codes_cost_up_to_a_quarter_of_an_hour_and_are_remembered_for_one():
    waits = [seconds_to_wait(ago(*[0] * number), CODE, now=NOW) for number in (4, 5, 10, 14, 15, 40)]
    assert waits == [0, 1, 32, 512, 900, 900]
    assert seconds_to_wait(ago(*[3599] * 4, 0), CODE, now=NOW) == 1
    assert seconds_to_wait(ago(*[3600] * 4, 0), CODE, now=NOW) == 0
