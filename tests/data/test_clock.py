from datetime import UTC, datetime, timedelta

from survey.data import clock


def test_now_is_aware_and_in_utc():
    before = datetime.now(UTC)
    found = clock.now()
    assert found.utcoffset() == timedelta(0)
    assert before <= found <= datetime.now(UTC)
