from datetime import UTC, datetime, timedelta

import pytest

from survey.answering.records import ReportHead

OPENS = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def head(state="draft", *, submitted_at=None, closes_at=CLOSES):
    return ReportHead(
        id=1,
        public_id="0123456789abcdef",
        state=state,
        fictitious=False,
        version_id=1,
        version_number=1,
        saved_at=None,
        submitted_at=submitted_at,
        signed_name="",
        signed_function="",
        report_kind="final",
        project_code="2026-01",
        project_title="Title",
        mission="Chad",
        round_code="2026",
        round_title="2026",
        closes_at=closes_at,
        time_zone="Europe/Zurich",
        opens_at=OPENS,
        extension_reason=None,
    )


@pytest.mark.parametrize(
    ("now", "is_ahead", "is_open"),
    [
        (OPENS - SECOND, True, False),
        (OPENS, False, True),
        (CLOSES - SECOND, False, True),
        (CLOSES, False, False),
        (CLOSES + SECOND, False, False),
    ],
)
def test_report_is_open_from_the_opening_minute_until_the_closing_one(now, is_ahead, is_open):
    found = head()
    assert (found.is_ahead(now), found.is_open(now)) == (is_ahead, is_open)
    assert found.may_be_written("mission_staff", now) == is_open


def test_report_of_a_round_without_an_end_stays_open():
    assert head(closes_at=None).is_open(CLOSES + timedelta(days=9999))


@pytest.mark.parametrize("now", [OPENS - SECOND, CLOSES])
def test_returned_report_is_open_whatever_its_round_says(now):
    returned = head("returned", submitted_at=OPENS)
    assert (returned.is_ahead(now), returned.is_open(now)) == (False, True)
