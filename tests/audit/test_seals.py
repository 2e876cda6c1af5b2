from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from survey.audit.seals import FIRST, seal

ENTRY = {
    "at": datetime(2001, 10, 12, 12, 0, tzinfo=UTC),
    "person": "nobody",
    "action": "save",
    "subject": "é",
    "details": "",
}


def test_seal_is_the_sha256_of_the_seal_before_and_all_fields():
    written = '["' + "0" * 64 + '", "2001-10-12T12:00:00+00:00", "nobody", "save", "\\u00e9", ""]'
    assert seal(FIRST, **ENTRY) == sha256(written.encode()).hexdigest()


def test_seal_is_the_same_in_every_time_zone():
    elsewhere = ENTRY["at"].astimezone(timezone(timedelta(hours=-6)))
    assert seal(FIRST, **ENTRY | {"at": elsewhere}) == seal(FIRST, **ENTRY)


@pytest.mark.parametrize(
    "change",
    [
        {"at": ENTRY["at"] + timedelta(microseconds=1)},
        {"person": "somebody"},
        {"action": "read report"},
        {"subject": "e"},
        {"details": "{}"},
        # the border between two fields counts too
        {"person": "nobodys", "action": "ave"},
    ],
)
def test_seal_changes_with_every_field(change):
    assert seal(FIRST, **ENTRY | change) != seal(FIRST, **ENTRY)


def test_seal_changes_with_the_seal_before():
    assert seal("1" * 64, **ENTRY) != seal(FIRST, **ENTRY)
