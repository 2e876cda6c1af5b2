from datetime import timedelta

import pytest
from sqlalchemy import func, select

from survey.accounts import queries, services
from survey.accounts.models import FailedAttempt, OneTimeLink, Person, SignIn
from survey.accounts.tokens import hashed
from survey.audit.queries import entries, first_broken
from tests.support.factories import NOON, PASSWORD, at, mission, person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def live(session, token):
    return queries.live_sign_in(session, token, idle_hours=12) is not None


def last_entry(session):
    entry = entries(session)[-1]
    return entry.person, entry.action, entry.subject


def test_invite_makes_a_person_without_a_password(session):
    made = services.invite(
        session,
        email="Anna@Example.ORG",
        name="Anna",
        role="mission_lead",
        missions=[mission(session)],
        by="command",
    )
    assert (made.email, made.name, made.role, made.active) == (
        "anna@example.org",
        "Anna",
        "mission_lead",
        True,
    )
    assert (made.password_hash, [own.name for own in made.missions]) == (None, ["Chad"])
    assert last_entry(session) == ("command", "invite", made.public_id)


def test_invite_of_somebody_known_changes_the_role_and_keeps_the_password(session):
    known = person(session, missions=[mission(session)], password=PASSWORD, active=False)
    again = services.invite(session, email="STAFF@chad.example.org", role="working_group", by="command")
    assert again is known
    assert (again.role, again.missions, again.active) == ("working_group", [], True)
    assert services.password_fits(again, PASSWORD)
    assert session.scalar(select(func.count(Person.id)).where(Person.email == known.email)) == 1


def test_password_fits_only_the_password_itself(session):
    known = person(session, password=PASSWORD)
    assert services.password_fits(known, PASSWORD)
    assert not services.password_fits(known, PASSWORD.upper())
    assert not services.password_fits(known, "")


def test_password_of_nobody_fits_nothing(session):
    assert not services.password_fits(None, PASSWORD)
    assert not services.password_fits(person(session), PASSWORD)


def test_password_of_a_closed_account_does_not_fit(session):
    assert not services.password_fits(person(session, password=PASSWORD, active=False), PASSWORD)


def test_damaged_hash_fits_nothing(session):
    known = person(session)
    known.password_hash = "no hash"
    assert not services.password_fits(known, "no hash")


def test_passwords_are_stored_as_argon2id_with_the_parameters_of_owasp(session):
    known = person(session)
    services.set_password(session, person=known, password=PASSWORD)
    assert known.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert last_entry(session) == (known.public_id, "set password", known.public_id)


def test_set_password_ends_every_sign_in_of_this_person_only(session):
    one, other = person(session), person(session, "other@example.org")
    tokens = [services.sign_in(session, person=who, hours=1) for who in (one, one, other)]
    services.set_password(session, person=one, password=PASSWORD)
    assert [live(session, token) for token in tokens] == [False, False, True]


def test_link_is_stored_as_a_hash_and_ends_on_time(session, monkeypatch):
    at(monkeypatch, NOON)
    known = person(session)
    token = services.make_link(session, person=known, purpose="invitation", hours=48)
    link = session.scalar(select(OneTimeLink).where(OneTimeLink.person_id == known.id))
    assert (link.token_hash, link.ends_at) == (hashed(token), NOON + timedelta(hours=48))
    at(monkeypatch, NOON + timedelta(hours=48, seconds=-1))
    assert queries.open_link(session, token) is link
    at(monkeypatch, NOON + timedelta(hours=48))
    assert queries.open_link(session, token) is None


def test_new_link_replaces_the_earlier_one_of_the_same_purpose(session):
    known = person(session)
    first, second = (
        services.make_link(session, person=known, purpose="invitation", hours=1) for _ in range(2)
    )
    other = services.make_link(session, person=known, purpose="sign_in", hours=1)
    assert [queries.open_link(session, token) is not None for token in (first, second, other)] == [
        False,
        True,
        True,
    ]


def test_link_is_used_once(session):
    token = services.make_link(session, person=person(session), purpose="invitation", hours=1)
    link = queries.open_link(session, token)
    assert [services.use_link(session, link=link) for _ in range(2)] == [True, False]
    assert queries.open_link(session, token) is None


def test_sign_in_is_stored_as_a_hash_with_a_coarse_name_of_the_browser(session, monkeypatch):
    at(monkeypatch, NOON)
    known = person(session)
    token = services.sign_in(
        session, person=known, hours=168, browser="Mozilla/5.0 (X11; Linux) Firefox/140.0"
    )
    row = session.scalar(select(SignIn).where(SignIn.person_id == known.id))
    assert (row.token_hash, row.browser) == (hashed(token), "Firefox on Linux")
    assert (row.started_at, row.seen_at, row.ends_at) == (NOON, NOON, NOON + timedelta(hours=168))
    assert last_entry(session) == (known.public_id, "sign in", known.public_id)


def test_sign_out_ends_one_sign_in(session):
    known = person(session)
    tokens = [services.sign_in(session, person=known, hours=1) for _ in range(2)]
    services.sign_out(session, token=tokens[0], person=known.public_id)
    assert [live(session, token) for token in tokens] == [False, True]
    assert last_entry(session) == (known.public_id, "sign out", known.public_id)


def test_end_sign_ins_keeps_the_one_that_is_named(session):
    known = person(session)
    tokens = [services.sign_in(session, person=known, hours=1) for _ in range(3)]
    services.end_sign_ins(session, person_id=known.id, keep=tokens[1])
    assert [live(session, token) for token in tokens] == [False, True, False]


def test_note_failure_stores_hashes_only_and_forgets_after_an_hour(session, monkeypatch):
    at(monkeypatch, NOON)
    services.note_failure(session, email="Anna@example.org", address="192.0.2.7")
    (row,) = session.scalars(select(FailedAttempt))
    assert (row.account_hash, row.address_hash) == (hashed("anna@example.org"), hashed("192.0.2.7"))
    assert last_entry(session) == ("nobody", "failed sign in", hashed("anna@example.org")[:16])
    at(monkeypatch, NOON + timedelta(hours=1, seconds=1))
    services.note_failure(session, email="bruno@example.org", address="192.0.2.7")
    assert list(session.scalars(select(FailedAttempt.account_hash))) == [hashed("bruno@example.org")]


def test_forget_failures_forgets_those_of_the_account(session):
    for email in ("anna@example.org", "anna@example.org", "bruno@example.org"):
        services.note_failure(session, email=email, address="192.0.2.7")
    services.forget_failures(session, email="Anna@example.org")
    assert list(session.scalars(select(FailedAttempt.account_hash))) == [hashed("bruno@example.org")]


def test_change_profile_and_language(session):
    known = person(session)
    services.change_profile(session, person=known, name="Anna Ñ", language="es")
    assert (known.name, known.language) == ("Anna Ñ", "es")
    assert last_entry(session) == (known.public_id, "change profile", known.public_id)
    services.choose_language(session, person_id=known.id, language="fr")
    session.expire(known)
    assert known.language == "fr"


def test_deactivate_ends_sign_ins_and_links(session):
    known = person(session)
    token = services.sign_in(session, person=known, hours=1)
    link = services.make_link(session, person=known, purpose="invitation", hours=1)
    services.deactivate(session, person=known, by="admin")
    assert (known.active, live(session, token), queries.open_link(session, link)) == (False, False, None)
    assert last_entry(session) == ("admin", "deactivate", known.public_id)


def test_audit_of_accounts_names_neither_passwords_nor_tokens_nor_addresses(session):
    known = services.invite(session, email="anna@example.org", role="administrator", by="command")
    tokens = [services.make_link(session, person=known, purpose="invitation", hours=1)]
    services.set_password(session, person=known, password=PASSWORD)
    tokens.append(services.sign_in(session, person=known, hours=1))
    services.note_failure(session, email=known.email, address="192.0.2.7")
    written = " ".join(f"{e.person} {e.action} {e.subject} {e.details}" for e in entries(session))
    assert [secret for secret in (*tokens, PASSWORD, "anna@", "192.0.2.7") if secret in written] == []
    assert first_broken(session) is None
