from survey.accounts.permissions import SignedIn
from survey.answering.scope import NOTHING, RECEIVED_REPORTS, Scope, scope_of, signed_scope_of
from survey.answering.states import RECEIVED


def person(role, missions=()):
    return SignedIn(1, "id", "", "", role, None, frozenset(missions))


def test_scope_of_mission_roles_is_their_missions_in_every_state():
    for role in ("mission_staff", "mission_lead"):
        assert scope_of(person(role, [3, 4])) == Scope(frozenset({3, 4}), None)


def test_scope_of_the_working_group_is_every_received_report():
    assert scope_of(person("working_group")) == RECEIVED_REPORTS == Scope(None, RECEIVED)


def test_scope_of_an_administrator_is_nothing():
    assert scope_of(person("administrator")) == NOTHING == Scope(frozenset(), ())


def test_signed_scope_of_the_working_group_is_every_report_that_was_ever_signed():
    assert signed_scope_of(person("working_group")) == Scope(None, None, signed=True)


def test_signed_scope_of_the_others_is_what_they_see_anyway():
    for role in ("mission_staff", "mission_lead", "administrator"):
        assert signed_scope_of(person(role, [3])) == scope_of(person(role, [3]))
