import pytest

from survey.web.roles import ROLES, allow, allow_everybody, allow_signed_in

PATH = "/trial"


def open_with(app, mark=None):
    def trial():
        return "inside"

    app.add_url_rule(PATH, endpoint="trial", view_func=mark(trial) if mark else trial)


@pytest.mark.parametrize("role", ROLES)
def test_view_without_a_mark_is_refused_to_everybody(sqlite_app, client_for, role):
    open_with(sqlite_app)
    assert client_for(role).get(PATH).status_code == 403


def test_view_without_a_mark_is_refused_to_a_visitor(sqlite_app, visitor):
    open_with(sqlite_app)
    assert visitor.get(PATH).status_code == 403


def test_view_for_one_role_is_refused_to_the_others(sqlite_app, client_for):
    open_with(sqlite_app, allow("working_group"))
    statuses = {role: client_for(role).get(PATH).status_code for role in ROLES}
    assert statuses == {"mission_staff": 403, "mission_lead": 403, "working_group": 200, "administrator": 403}


def test_view_for_everybody_signed_in_asks_a_visitor_to_sign_in(sqlite_app, client_for, visitor):
    open_with(sqlite_app, allow_signed_in)
    assert [client_for(role).get(PATH).text for role in ROLES] == ["inside"] * 4
    assert visitor.get(PATH).location == "/sign-in?next=/trial"
    assert visitor.head(PATH).location == "/sign-in?next=/trial"


def test_view_for_everybody_is_open_to_a_visitor(sqlite_app, visitor):
    open_with(sqlite_app, allow_everybody)
    assert visitor.get(PATH).text == "inside"


@pytest.mark.parametrize("roles", [(), ("boss",), ("administrator", "boss")])
def test_mark_takes_known_roles_only(roles):
    with pytest.raises(ValueError, match="Not roles"):
        allow(*roles)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1"])
def test_foreign_host_is_refused_without_a_page_of_ours(visitor, host):
    response = visitor.get("/sign-in", base_url=f"http://{host}")
    assert (response.status_code, response.content_type) == (400, "text/plain")
    assert response.text == "This address is not one of this service's.\n"
