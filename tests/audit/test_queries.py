import pytest
from sqlalchemy import delete, insert, select, update

from survey.audit.models import AuditEntry, AuditHead
from survey.audit.queries import entries, first_broken
from survey.audit.seals import FIRST
from survey.audit.services import record
from survey.data import clock

# both databases are asked in test_services.py
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def trail(session):
    """Three more entries in the trail of the sample; their numbers."""
    for subject in ("one", "two", "three"):
        record(session, person="anna", action="save", subject=subject)
    return [entry.id for entry in entries(session)[-3:]]


def test_trail_of_the_sample_is_whole(session):
    assert len(entries(session)) > 10
    assert first_broken(session) is None


def test_entries_are_in_the_order_of_writing(session, trail):
    assert [entry.subject for entry in entries(session)[-3:]] == ["one", "two", "three"]


def test_empty_trail_is_whole(session):
    session.execute(delete(AuditEntry))
    session.execute(delete(AuditHead))
    assert first_broken(session) is None


@pytest.mark.parametrize(
    "change",
    [{"person": "bruno"}, {"action": "sign"}, {"subject": "other"}, {"details": "{}"}, {"at": "now"}],
)
def test_changed_entry_is_found(session, trail, change):
    change = {"at": clock.now()} if "at" in change else change
    session.execute(update(AuditEntry).where(AuditEntry.id == trail[1]).values(**change))
    session.expire_all()
    assert first_broken(session) == trail[1]


def test_removed_entry_is_found_at_the_one_after_it(session, trail):
    session.execute(delete(AuditEntry).where(AuditEntry.id == trail[1]))
    assert first_broken(session) == trail[2]


def test_removed_beginning_is_found(session, trail):
    first = session.scalar(select(AuditEntry.id).order_by(AuditEntry.id).limit(1))
    session.execute(delete(AuditEntry).where(AuditEntry.id == first))
    assert first_broken(session) == first + 1


def test_cut_end_is_found_at_the_entry_that_is_missing(session, trail):
    session.execute(delete(AuditEntry).where(AuditEntry.id == trail[2]))
    assert first_broken(session) == trail[2]


def test_trail_without_any_entry_but_with_a_head_is_broken(session):
    session.execute(delete(AuditEntry))
    assert first_broken(session) == 1


def test_trail_without_its_head_is_broken(session, trail):
    session.execute(delete(AuditHead))
    assert first_broken(session) == trail[2] + 1


def test_entry_added_from_outside_is_found(session, trail):
    fields = {
        "at": clock.now(),
        "person": "eve",
        "action": "save",
        "subject": "x",
        "details": "",
        "seal": FIRST,
    }
    session.execute(insert(AuditEntry).values(id=trail[2] + 1, **fields))
    assert first_broken(session) == trail[2] + 1


def test_swapped_entries_are_found(session, trail):
    texts = dict(session.execute(select(AuditEntry.id, AuditEntry.subject)).all())
    for one, other in ((trail[0], trail[1]), (trail[1], trail[0])):
        session.execute(update(AuditEntry).where(AuditEntry.id == one).values(subject=texts[other]))
    session.expire_all()
    assert first_broken(session) == trail[0]
