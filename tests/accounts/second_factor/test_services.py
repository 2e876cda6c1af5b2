from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select

from survey.accounts import queries
from survey.accounts.models import RecoveryCode, SecondFactor
from survey.accounts.second_factor import services
from survey.accounts.second_factor.codes import secret_of
from survey.accounts.second_factor.queries import recovery_codes_left
from survey.accounts.services import sign_in
from survey.audit.queries import entries
from tests.support.factories import NOON, at, person

KEY, SEED = "the key", "a-seed"
only_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def anna(session):
    return person(session, role="working_group")


def set_up(session, anna, token="none"):
    return services.set_up(session, person=anna, seed=SEED, step=0, token=token)


def code(anna, moment=NOON):
    return pyotp.TOTP(secret_of(KEY, anna.public_id, SEED)).at(moment)


def taken(session, anna, typed):
    return services.take_code(session, person=anna, typed=typed, key=KEY)


def test_code_is_taken_once(session, anna, monkeypatch):
    at(monkeypatch, NOON)
    set_up(session, anna)
    assert [taken(session, anna, code(anna)) for _ in range(2)] == [True, False]
    before = code(anna, NOON - timedelta(seconds=30))
    after = code(anna, NOON + timedelta(seconds=30))
    assert [taken(session, anna, typed) for typed in (before, after, after)] == [False, True, False]


def test_recovery_code_is_taken_once_however_it_is_typed(session, anna):
    first, second, *_ = set_up(session, anna)
    assert [taken(session, anna, typed) for typed in (first.upper(), first, second.replace("-", " "))] == [
        True,
        False,
        True,
    ]
    assert recovery_codes_left(session, anna.id) == 8
    assert [(entry.action, entry.details) for entry in entries(session)][-2:] == [
        ("use recovery code", '{"left": 9}'),
        ("use recovery code", '{"left": 8}'),
    ]


@only_sqlite
def test_code_of_somebody_else_or_of_another_key_is_not_taken(session, anna, monkeypatch):
    at(monkeypatch, NOON)
    bruno = person(session, "bruno@example.org", role="working_group")
    (own, *_), _others = set_up(session, anna), set_up(session, bruno)
    assert [taken(session, bruno, typed) for typed in (own, code(anna), "", "\ud800")] == [False] * 4
    assert not services.take_code(session, person=anna, typed=code(anna), key="another")
    assert not taken(session, person(session, "carla@example.org"), "123456")


@only_sqlite
def test_new_recovery_codes_replace_the_earlier_ones(session, anna):
    first = set_up(session, anna)[0]
    second = services.renew_recovery_codes(session, person=anna)[0]
    assert [taken(session, anna, typed) for typed in (first, second)] == [False, True]


@only_sqlite
def test_set_up_confirms_this_sign_in_and_ends_the_others(session, anna):
    here, there = (sign_in(session, person=anna, hours=1) for _ in range(2))
    set_up(session, anna, token=here)
    live = [queries.live_sign_in(session, token, idle_hours=1) for token in (here, there)]
    assert (live[0][0].confirmed, live[1]) == (True, None)


@only_sqlite
def test_nothing_secret_is_stored_or_recorded(session, anna):
    codes = set_up(session, anna)
    rows = session.scalars(select(RecoveryCode.code_hash)).all()
    written = " ".join(f"{entry.action} {entry.details}" for entry in entries(session))
    assert all(row.startswith("$argon2id$") for row in rows)
    assert [text for text in (*codes, SEED, secret_of(KEY, anna.public_id, SEED)) if text in written] == []


@only_sqlite
@pytest.mark.parametrize("by", ["themselves", "administrator"])
def test_take_away_leaves_nothing_and_ends_sign_ins_where_somebody_else_does_it(session, anna, by):
    token = sign_in(session, person=anna, hours=1)
    set_up(session, anna, token=token)
    services.take_away(session, person=anna, by=anna.public_id if by == "themselves" else "admin")
    left = [session.scalar(select(func.count()).select_from(table)) for table in (SecondFactor, RecoveryCode)]
    live = queries.live_sign_in(session, token, idle_hours=1)
    assert left == [0, 0]
    assert (live is None) if by == "administrator" else (live[0].confirmed is False)
    assert entries(session)[-1].action == "take away second factor"
