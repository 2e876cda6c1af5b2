import pytest

from survey.answering.statuses import STATUS_NAMES, STATUSES, final_status, own_status


@pytest.mark.parametrize(
    ("value", "declined", "status"),
    [("yes", False, "answered"), ("", False, "no_answer"), ("", True, "declined"), ("0", False, "answered")],
)
def test_own_status(value, declined, status):
    assert own_status(value, declined) == status


@pytest.mark.parametrize(
    ("saved", "shown", "status"),
    [
        ("answered", True, "answered"),
        ("declined", True, "declined"),
        ("no_answer", True, "no_answer"),
        (None, True, "no_answer"),
        ("not_shown", True, "no_answer"),
        ("answered", False, "not_shown"),
        (None, False, "not_shown"),
    ],
)
def test_final_status(saved, shown, status):
    assert final_status(saved, shown=shown) == status


def test_every_status_has_a_name():
    assert set(STATUS_NAMES) == set(STATUSES)
