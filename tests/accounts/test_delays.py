from datetime import UTC, datetime, timedelta

import pytest

from survey.accounts.delays import seconds_to_wait

NOW = datetime(2001, 10, 12, 12, 0, tzinfo=UTC)


def ago(*seconds):
    return [NOW - timedelta(seconds=second) for second in seconds]


def test_first_failures_cost_nothing():
    assert [seconds_to_wait(ago(*[0] * number), free=5, now=NOW) for number in range(5)] == [0] * 5


def test_each_further_failure_doubles_the_wait_up_to_a_minute():
    waits = [seconds_to_wait(ago(*[0] * number), free=5, now=NOW) for number in range(5, 16)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]


@pytest.mark.parametrize(("passed", "left"), [(0, 8), (0.5, 8), (1, 7), (7.5, 1), (8, 0), (100, 0)])
def test_wait_counts_from_the_last_failure(passed, left):
    assert seconds_to_wait(ago(*[passed] * 8), free=5, now=NOW) == left


def test_failures_older_than_a_quarter_of_an_hour_are_forgotten():
    assert seconds_to_wait(ago(*[900] * 20), free=5, now=NOW) == 0
    assert seconds_to_wait(ago(*[899] * 4, 0), free=5, now=NOW) == 1


def test_order_of_the_failures_does_not_matter():
    failures = ago(0, 300, 200, 100, 50)
    assert seconds_to_wait(failures, free=5, now=NOW) == seconds_to_wait(failures[::-1], free=5, now=NOW) == 1
