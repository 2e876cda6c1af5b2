import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from survey.accounts.models import SignIn
from tests.support.app import EMAILS, writing
from tests.support.factories import NOON, PASSWORD, at, committed_person, give_password

LEAD = EMAILS["mission_lead"]
WRONG = "The e-mail address and the password do not fit together. Try again."


def attempt(client, email=LEAD, password=PASSWORD, *, next=None, **options):
    path = "/sign-in" if next is None else "/sign-in?next=" + next
    return client.send(path, {"email": email, "password": password}, **options)


def sign_ins(app):
    with writing(app) as session:
        return session.scalar(select(func.count(SignIn.id)))


def without_changing_parts(page):
    return re.sub(r'name="csrf_token" value="[^"]*"|value="[^"]*@[^"]*"', "", page)


def test_page_asks_for_address_and_password_and_writes_nothing(visitor, sqlite_app):
    response = visitor.get("/sign-in")
    assert response.status_code == 200
    fields = set(re.findall(r'<input[^>]* name="([a-z]+)"', response.text))
    assert {"email", "password"} <= fields
    assert 'autocomplete="current-password"' in response.text
    assert sign_ins(sqlite_app) == 0


def test_right_password_leads_home(app, visitor):
    give_password(app, LEAD)
    response = attempt(visitor)
    assert (response.status_code, response.location) == (302, "/")
    assert visitor.get("/").location == "/projects"
    assert "Sign out" in visitor.get("/projects").text


def test_address_is_taken_in_any_case_and_with_spaces_around(visitor, sqlite_app):
    give_password(sqlite_app, LEAD)
    assert attempt(visitor, f"  {LEAD.upper()} ").status_code == 302


def test_password_is_taken_to_the_letter(visitor, sqlite_app):
    give_password(sqlite_app, LEAD, " pass\tÑandú e\u0301 \u202e words ")
    assert attempt(visitor, password="pass\tÑandú e\u0301 \u202e words").status_code == 422
    assert attempt(visitor, password=" pass\tÑandú e\u0301 \u202e words ").status_code == 302


def test_wrong_password_and_unknown_person_get_the_same_page(visitor, sqlite_app, monkeypatch):
    """Also the same work: one verification by argon2 for everybody."""
    give_password(sqlite_app, LEAD)
    committed_person(sqlite_app, "closed@example.org", password=PASSWORD, active=False)
    committed_person(sqlite_app, "invited@example.org")
    calls = []
    original = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *args: calls.append(args[1]) or original(*args))
    pages, counts = [], []
    for email in (LEAD, "nobody@example.org", "closed@example.org", "invited@example.org"):
        calls.clear()
        response = attempt(visitor, email, "another wrong one")
        pages.append((response.status_code, without_changing_parts(response.text)))
        counts.append([hashed.rpartition("$")[0].rpartition("$")[0] for hashed in calls])
    assert pages == [pages[0]] * 4
    assert (pages[0][0], WRONG in pages[0][1], counts) == (
        422,
        True,
        [["$argon2id$v=19$m=19456,t=2,p=1"]] * 4,
    )


def test_wrong_password_keeps_the_address_and_drops_the_password(visitor):
    page = attempt(visitor, password="my secret typing").text
    assert f'value="{LEAD}"' in page
    assert "my secret typing" not in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "", "password": "x"}, "Write your e-mail address."),
        ({"email": LEAD, "password": ""}, "Write your password."),
        ({"email": "anna", "password": "x"}, "Write the whole e-mail address, such as name@example.org."),
        (
            {"email": "a\0@example.org", "password": "x"},
            "The text contains a character that cannot be stored",
        ),
        ({}, "Write your e-mail address."),
    ],
)
def test_incomplete_form_is_answered_with_a_sentence(visitor, fields, sentence):
    response = visitor.send("/sign-in", fields)
    assert (response.status_code, sentence in response.text) == (422, True)


def test_five_failures_bring_a_wait_that_ends_by_itself(visitor, sqlite_app, monkeypatch):
    give_password(sqlite_app, LEAD)
    at(monkeypatch, NOON)
    assert [attempt(visitor, password="wrong wrong").status_code for _ in range(5)] == [422] * 5
    response = attempt(visitor)
    assert response.status_code == 429
    assert "Too many attempts. Wait 1 seconds, then try again." in response.text
    at(monkeypatch, NOON + timedelta(seconds=1))
    assert attempt(visitor).status_code == 302


def test_wait_is_the_same_for_unknown_people(visitor):
    assert [attempt(visitor, "nobody@example.org").status_code for _ in range(6)] == [422] * 5 + [429]


def test_wait_of_one_account_does_not_hold_up_another(visitor, sqlite_app):
    give_password(sqlite_app, LEAD)
    for _ in range(6):
        attempt(visitor, "nobody@example.org")
    assert attempt(visitor).status_code == 302


def test_success_forgets_the_failures_of_the_account(visitor, sqlite_app):
    give_password(sqlite_app, LEAD)
    for _ in range(4):
        attempt(visitor, password="wrong wrong")
    assert attempt(visitor).status_code == 302
    assert attempt(sqlite_app.test_client().prepare_token(), password="wrong wrong").status_code == 422


@pytest.mark.parametrize("target", ["/account", "/projects?from=mail"])
def test_next_leads_to_a_page_of_ours(visitor, sqlite_app, target):
    give_password(sqlite_app, LEAD)
    assert attempt(visitor, next=target.replace("?", "%3F")).location == target


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/account",
        "http:/account",
        r"\\evil.example",
        r"/\evil.example",
        "javascript:alert(1)",
        "/nowhere",
        "account",
        "",
        "/account/password",
        "//evil.example/account",
        "/%09/evil.example",
        "http://[evil",
    ],
)
def test_next_to_anything_else_leads_home(visitor, sqlite_app, target):
    give_password(sqlite_app, LEAD)
    assert attempt(visitor, next=target).location == "/"
    assert visitor.get("/sign-in", query_string={"next": target}).location == "/projects"


def test_page_that_needs_a_sign_in_is_where_one_comes_back_to(visitor, sqlite_app):
    give_password(sqlite_app, LEAD)
    asked = visitor.get("/account?part=2")
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/account?part%3D2")
    response = visitor.send(asked.location, {"email": LEAD, "password": PASSWORD})
    assert response.location == "/account?part=2"


def test_sign_in_page_sends_somebody_signed_in_on(sqlite_app, client_for):
    response = client_for("mission_lead").get("/sign-in")
    assert (response.status_code, response.location) == (302, "/projects")


def test_sign_in_replaces_the_cookie_and_the_token(visitor, sqlite_app):
    give_password(sqlite_app, LEAD)
    with visitor.session_transaction() as cookie:
        cookie["left_by_somebody"] = "x"
        before = cookie["csrf_token"]
    attempt(visitor)
    with visitor.session_transaction() as cookie:
        assert "left_by_somebody" not in cookie
        assert cookie.get("csrf_token") != before
        assert cookie.permanent is True


def test_cookie_is_kept_from_scripts_and_other_sites(visitor, sqlite_app):
    give_password(sqlite_app, LEAD)
    cookie = attempt(visitor).headers["Set-Cookie"]
    assert cookie.startswith("survey=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_sign_out_ends_the_session_on_the_server(app, client_for):
    client = client_for("mission_lead")
    old = client.get_cookie("survey").value
    response = client.send("/sign-out")
    assert (response.status_code, response.location) == (302, "/sign-in")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief = app.test_client()
    thief.set_cookie("survey", old)
    assert thief.get("/projects").location == "/sign-in?next=/projects"


def test_sign_out_keeps_the_language_of_the_browser(sqlite_app, client_for):
    client = client_for("mission_lead")
    client.send("/language", {"language": "fr"})
    client.send("/sign-out")
    assert '<html lang="fr"' in client.get("/sign-in").text


def test_sign_out_by_a_link_does_nothing(sqlite_app, client_for):
    client = client_for("mission_lead")
    assert client.get("/sign-out").status_code == 405
    assert client.get("/projects").status_code == 200


def test_forged_cookie_is_nobody(visitor):
    visitor.set_cookie("survey", "eyJfdXNlcl9pZCI6IjEifQ.ZZZZZZ.forged")
    assert visitor.get("/projects").location == "/sign-in?next=/projects"
