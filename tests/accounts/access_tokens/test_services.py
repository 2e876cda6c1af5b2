import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from survey.accounts import queries, services
from survey.accounts.access_tokens.queries import (
    holder_of,
    listed_access_tokens,
    number_alive,
    seconds_until_next_token,
)
from survey.accounts.access_tokens.services import (
    end_access_token,
    end_all_access_tokens,
    make_access_token,
    mark_used,
    note_wrong_token,
)
from survey.accounts.models import AccessToken, SecondFactor
from survey.audit.queries import entries
from survey.data import clock
from tests.support.factories import NOON, at, mission, person

HERE = "192.0.2.1"


def member(session, **fields):
    return person(session, "group@example.net", **{"role": "working_group", "name": "Gina"} | fields)


def given(session, owner, **fields):
    return make_access_token(session, person=owner, **{"name": "Excel", "days": 30} | fields)


def test_a_token_is_known_again_and_stored_as_a_hash_only(session):
    owner = member(session, language="fr")
    made, token = given(session, owner)
    assert (token[:4], len(token)) == ("gms_", 52)
    found = holder_of(session, token)
    assert (found.public_id, found.role, found.language) == (owner.public_id, "working_group", "fr")
    assert (found.has_second_factor, found.token_id) == (False, made.public_id)
    stored = session.execute(select(AccessToken.__table__)).one()
    assert token not in "".join(map(str, stored))
    assert holder_of(session, token.upper()) is None


def test_its_holder_is_nobody_who_is_signed_in(session):
    _made, token = given(session, member(session))
    assert not holder_of(session, token).is_authenticated


def test_the_holder_says_whether_a_second_factor_is_there(session):
    owner = member(session)
    _made, token = given(session, owner)
    session.add(SecondFactor(person_id=owner.id, seed="a", last_step=0, set_up_at=clock.now()))
    session.flush()
    assert holder_of(session, token).has_second_factor


def test_it_opens_nothing_after_its_last_day(session, monkeypatch):
    at(monkeypatch, NOON)
    _made, token = given(session, member(session), days=90)
    at(monkeypatch, NOON + timedelta(days=90, seconds=-1))
    assert holder_of(session, token)
    at(monkeypatch, NOON + timedelta(days=90))
    assert holder_of(session, token) is None


def close(session, owner):
    services.deactivate(session, person=owner, by="command")


def change_role(session, owner):
    services.change_role(
        session, person=owner, role="mission_lead", missions=[mission(session)], by="command"
    )


def invite_for_another_role(session, owner):
    services.invite(session, email=owner.email, role="administrator", by="command")


def change_password(session, owner):
    services.set_password(session, person=owner, password="four other plain words")


def end_all(session, owner):
    assert end_all_access_tokens(session, person=owner, by="command") == 2


@pytest.mark.parametrize(
    "act",
    [close, change_role, invite_for_another_role, change_password, end_all],
    ids=lambda act: act.__name__,
)
def test_what_ends_all_tokens_of_a_person_for_good(session, act):
    owner, other = member(session), person(session, "other@example.net", role="working_group")
    tokens = [given(session, owner, name=name)[1] for name in ("Excel", "R")]
    _made, kept = given(session, other)
    act(session, owner)
    assert [holder_of(session, token) for token in tokens] == [None, None]
    assert holder_of(session, kept)
    owner.active, owner.role = True, "working_group"
    session.flush()
    assert [holder_of(session, token) for token in tokens] == [None, None]


def test_the_same_role_again_ends_nothing(session):
    owner = member(session)
    _made, token = given(session, owner)
    services.change_role(session, person=owner, role="working_group", by="command")
    assert holder_of(session, token)


def test_one_is_ended_and_the_others_stay(session):
    owner = member(session)
    made, token = given(session, owner)
    _other, kept = given(session, owner, name="R")
    end_access_token(session, token=made, by=owner.public_id)
    assert (holder_of(session, token), number_alive(session, owner.id)) == (None, 1)
    assert holder_of(session, kept)


def test_making_and_ending_are_on_record_without_the_token(session):
    owner = member(session)
    made, token = given(session, owner)
    end_access_token(session, token=made, by=owner.public_id)
    first, second = entries(session)[-2:]
    assert (first.person, first.action, first.subject) == (
        owner.public_id,
        "make access token",
        made.public_id,
    )
    assert json.loads(first.details) == {"name": "Excel", "days": 30}
    assert (second.action, second.subject) == ("end access token", made.public_id)
    assert token not in first.details + second.details


def test_its_last_use_is_kept_to_the_hour(session, monkeypatch):
    made, _token = given(session, member(session))
    used = []
    for minutes in (0, 59, 61):
        at(monkeypatch, NOON + timedelta(minutes=minutes))
        mark_used(session, token_id=made.public_id)
        session.refresh(made)
        used.append(made.used_at)
    assert used == [NOON, NOON, NOON + timedelta(minutes=61)]


def test_ended_ones_are_listed_for_a_month(session, monkeypatch):
    at(monkeypatch, NOON)
    owner = member(session)
    made, _token = given(session, owner, days=365)
    given(session, owner, name="over", days=30)
    end_access_token(session, token=made, by=owner.public_id)
    listed = []
    for days in (29, 31, 61):
        at(monkeypatch, NOON + timedelta(days=days))
        listed.append([token.name for token in listed_access_tokens(session, owner.id)])
    assert listed == [["over", "Excel"], ["over"], []]


def test_after_many_wrong_ones_an_address_waits_and_its_sign_ins_do_not(session, monkeypatch):
    at(monkeypatch, NOON)
    for number in range(51):
        assert seconds_until_next_token(session, address=HERE) == (number == 50)
        note_wrong_token(session, token="gms_wrong", address=HERE)
    assert seconds_until_next_token(session, address="192.0.2.2") == 0
    assert queries.seconds_until_next_try(session, email="group@example.net", address=HERE) == 0
    entry = entries(session)[-1]
    assert (entry.person, entry.action, "wrong" in entry.subject) == ("nobody", "wrong access token", False)
    assert session.scalar(select(func.count(AccessToken.id))) == 0
