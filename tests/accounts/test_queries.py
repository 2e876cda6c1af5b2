from datetime import timedelta

import pytest
from sqlalchemy import event

from survey.accounts import queries, services
from survey.web.roles import ROLES
from tests.support.factories import NOON, at, mission, person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def test_person_by_email_ignores_case(session):
    known = person(session)
    assert queries.person_by_email(session, "Staff@CHAD.example.org") is known
    assert queries.person_by_email(session, "staff@chad.example") is None


def test_person_by_public_id(session):
    known = person(session)
    assert queries.person_by_public_id(session, known.public_id) is known
    assert queries.person_by_public_id(session, str(known.id)) is None


def test_people_are_ordered_and_read_by_a_constant_number_of_statements(session):
    person(session, "zoe@example.org", missions=[mission(session)])
    person(session, "abel@example.org", missions=[mission(session)])
    session.expire_all()
    statements = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    found = [(someone.email, [own.name for own in someone.missions]) for someone in queries.people(session)]
    assert len(statements) == 2
    assert found == [
        ("abel@example.org", ["Chad"]),
        ("administrator@example.org", []),
        ("group@example.org", []),
        ("lead@sanjose.example.org", ["San José"]),
        ("staff@sanjose.example.org", ["San José"]),
        ("zoe@example.org", ["Chad"]),
    ]


def test_live_sign_in_is_the_person_with_all_missions(session, monkeypatch):
    at(monkeypatch, NOON)
    both = [mission(session), mission(session, "Peru", "PER", "South America")]
    known = person(session, missions=both, language="fr")
    token = services.sign_in(session, person=known, hours=24)
    found, seen_at = queries.live_sign_in(session, token, idle_hours=12)
    assert found == queries.signed_in(known, token)
    assert (found.email, found.language, seen_at) == ("staff@chad.example.org", "fr", NOON)
    assert found.mission_ids == {own.id for own in both}


@pytest.mark.parametrize("role", ROLES)
def test_live_sign_in_needs_one_statement(session, role):
    known = person(session, role=role, missions=[mission(session)])
    token = services.sign_in(session, person=known, hours=24)
    statements = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    found, _seen_at = queries.live_sign_in(session, token, idle_hours=12)
    assert (found.role, len(statements)) == (role, 1)


@pytest.mark.parametrize(
    ("passed", "seen", "expected"),
    [
        (timedelta(hours=12, seconds=-1), timedelta(0), True),
        (timedelta(hours=12), timedelta(0), False),
        (timedelta(hours=24, seconds=-1), timedelta(hours=23), True),
        (timedelta(hours=24), timedelta(hours=23), False),
    ],
    ids=["idle, just not", "idle", "absolute, just not", "absolute"],
)
def test_sign_in_ends_by_the_clock(session, monkeypatch, passed, seen, expected):
    at(monkeypatch, NOON)
    known = person(session)
    token = services.sign_in(session, person=known, hours=24)
    at(monkeypatch, NOON + seen)
    services.mark_seen(session, token=token)
    at(monkeypatch, NOON + passed)
    assert (queries.live_sign_in(session, token, idle_hours=12) is not None) == expected
    assert len(queries.sign_ins(session, known.id, idle_hours=12)) == expected


def test_sign_in_of_a_closed_account_is_over(session):
    known = person(session)
    token = services.sign_in(session, person=known, hours=24)
    known.active = False
    session.flush()
    assert queries.live_sign_in(session, token, idle_hours=12) is None


@pytest.mark.parametrize("token", ["", "unknown", "\ud800"])
def test_unknown_token_is_nobody(session, token):
    assert queries.live_sign_in(session, token, idle_hours=12) is None


def test_sign_ins_are_those_of_the_person_newest_first(session, monkeypatch):
    known, other = person(session), person(session, "other@example.org")
    for minutes, who, browser in ((0, known, "Firefox"), (5, known, "Edg"), (3, other, "Safari")):
        at(monkeypatch, NOON + timedelta(minutes=minutes))
        services.sign_in(session, person=who, hours=24, browser=browser)
    assert [row.browser for row in queries.sign_ins(session, known.id, idle_hours=12)] == ["Edge", "Firefox"]


def test_link_of_a_closed_account_does_not_open(session):
    known = person(session)
    token = services.make_link(session, person=known, purpose="invitation", hours=1)
    known.active = False
    session.flush()
    assert queries.open_link(session, token) is None


def test_next_try_waits_for_the_account_or_for_the_address(session, monkeypatch):
    at(monkeypatch, NOON)
    for _ in range(6):
        services.note_failure(session, email="anna@example.org", address="192.0.2.7")

    def wait(email, address):
        return queries.seconds_until_next_try(session, email=email, address=address)

    assert wait("ANNA@example.org", "192.0.2.8") == 2
    # an office behind one address is not held up by one colleague
    assert wait("bruno@example.org", "192.0.2.7") == 0
    for number in range(44):
        services.note_failure(session, email=f"{number}@example.org", address="192.0.2.7")
    assert wait("bruno@example.org", "192.0.2.7") == 1
    assert wait("bruno@example.org", "192.0.2.8") == 0
