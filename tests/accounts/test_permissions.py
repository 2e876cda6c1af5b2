import pytest

from survey.accounts.permissions import HOME, SignedIn
from survey.web.roles import ROLES


def somebody(role):
    return SignedIn(1, "public", "Anna", "anna@example.org", role, None, token="secret")


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("mission_staff", (True, False, False, False)),
        ("mission_lead", (True, True, False, False)),
        ("working_group", (False, False, True, False)),
        ("administrator", (False, False, False, True)),
    ],
)
def test_each_role_is_itself_only(role, expected):
    person = somebody(role)
    assert (person.is_mission, person.is_lead, person.is_working_group, person.is_administrator) == expected


def test_every_role_has_a_home():
    assert set(HOME) == set(ROLES)
    assert {somebody(role).home for role in ROLES} == set(HOME.values())


def test_every_home_is_a_page_that_its_role_may_open(sqlite_app):
    for role in ROLES:
        assert role in sqlite_app.view_functions[somebody(role).home].allowed


def test_signed_in_person_never_shows_the_token_when_printed():
    assert "secret" not in repr(somebody("mission_staff"))
    assert somebody("mission_staff").get_id() == "secret"


def test_signed_in_person_is_what_flask_login_asks_for():
    person = somebody("mission_staff")
    assert (person.is_authenticated, person.is_active, person.is_anonymous) == (True, True, False)
