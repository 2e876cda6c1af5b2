"""Signing in with a password and then a one-time code: on its page, in place, and by a link."""

import html
import re
from datetime import timedelta

import pytest

from survey.accounts.queries import person_by_email
from survey.accounts.services import password_fits
from survey.audit.queries import entries
from tests.accounts.second_factor.people import another_code, code_of, give_second_factor
from tests.support.app import EMAILS, writing
from tests.support.factories import NOON, PASSWORD, at, give_password, later, link_for, report_ids

GROUP, STAFF = EMAILS["working_group"], EMAILS["mission_staff"]
WRONG = "This code does not fit. Each code works once and for about a minute"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', re.DOTALL)


@pytest.fixture
def codes(sqlite_app):
    """The recovery codes of the working group's member, who has a password and a second factor."""
    give_password(sqlite_app, GROUP)
    return give_second_factor(sqlite_app, GROUP)


def password(client, path="/sign-in", email=GROUP, **fields):
    return client.send(path, {"email": email, "password": PASSWORD, **fields})


def second(client, code, path="/sign-in/code", **fields):
    return client.send(path, {"one_time_code": code, **fields})


def test_password_alone_opens_nothing(sqlite_app, visitor, codes):
    response = password(visitor, "/sign-in?next=/rounds/2001")
    assert (response.status_code, response.location) == (302, "/sign-in/code?next=/rounds/2001")
    assert visitor.get("/rounds").location == "/sign-in?next=/rounds"
    page = visitor.get(response.location).text
    assert ('autocomplete="one-time-code"' in page, "Sign out" in page) == (True, False)


@pytest.mark.parametrize("typed", ["app", "recovery"])
def test_code_signs_in_and_leads_on(sqlite_app, visitor, codes, typed):
    password(visitor)
    code = code_of(sqlite_app, GROUP) if typed == "app" else codes[0]
    response = second(visitor, code, "/sign-in/code?next=/rounds/2001")
    assert (response.status_code, response.location) == (302, "/rounds/2001")
    assert visitor.get("/rounds/2001").status_code == 200


def test_code_does_not_work_a_second_time(sqlite_app, visitor, codes):
    code = code_of(sqlite_app, GROUP)
    for typed, status in ((code, 302), (code, 422), (codes[0], 302), (codes[0], 422)):
        browser = sqlite_app.test_client().prepare_token()
        password(browser)
        assert second(browser, typed).status_code == status


def test_wrong_code_says_so_and_is_not_shown_again(sqlite_app, visitor, codes):
    password(visitor)
    wrong = another_code(code_of(sqlite_app, GROUP))
    response = second(visitor, wrong)
    assert (response.status_code, WRONG in response.text, wrong in response.text) == (422, True, False)
    missing = second(visitor, "").text
    assert "Write the code that your app shows now, or one of your recovery codes." in missing
    with writing(sqlite_app) as session:
        person = person_by_email(session, GROUP).public_id
        assert [(e.person, e.subject) for e in entries(session) if e.action == "wrong code"] == [
            ("nobody", person)
        ]


def test_wrong_codes_bring_a_wait_that_no_right_password_forgets(sqlite_app, visitor, codes, monkeypatch):
    at(monkeypatch, NOON)
    statuses = []
    for _ in range(6):
        password(visitor)
        statuses.append(second(visitor, another_code(code_of(sqlite_app, GROUP))).status_code)
    assert statuses == [422] * 5 + [429]
    assert "Too many attempts. Wait 1 seconds, then try again." in second(visitor, codes[0]).text
    at(monkeypatch, NOON + timedelta(seconds=1))
    assert second(visitor, codes[0]).status_code == 302


def test_second_step_waits_ten_minutes(visitor, codes, monkeypatch):
    at(monkeypatch, NOON)
    password(visitor)
    at(monkeypatch, NOON + timedelta(minutes=10, seconds=1))
    assert visitor.get("/sign-in/code").location == "/sign-in"
    response = second(visitor, codes[0])
    assert response.status_code == 422
    assert "Too much time has passed since the password. Sign in from the beginning." in response.text


@pytest.mark.parametrize("change", ["password", "closed"])
def test_second_step_ends_with_the_password_or_the_account(sqlite_app, visitor, codes, change):
    password(visitor)
    if change == "password":
        give_password(sqlite_app, GROUP, "five other plain words here")
    else:
        with writing(sqlite_app) as session:
            person_by_email(session, GROUP).active = False
            session.commit()
    assert second(visitor, codes[0]).status_code == 422
    assert visitor.get("/rounds").status_code == 302


def test_code_without_a_password_before_it_is_nothing(sqlite_app, visitor, codes):
    assert second(visitor, codes[0]).status_code == 422
    assert visitor.get("/sign-in/code").location == "/sign-in"


def test_cookie_of_the_second_step_holds_no_secret_and_goes_with_it(sqlite_app, visitor, codes):
    password(visitor)
    with visitor.session_transaction() as cookie:
        assert set(cookie["second_step"]) == {"person", "password", "until"}
        assert PASSWORD not in str(cookie)
    second(visitor, codes[0])
    with visitor.session_transaction() as cookie:
        assert "second_step" not in cookie


def test_what_an_ended_sign_in_was_about_to_save_comes_through_both_steps(
    sqlite_app, client_for, monkeypatch
):
    give_password(sqlite_app, STAFF)
    codes = give_second_factor(sqlite_app, STAFF)
    client, path = client_for("mission_staff"), f"/reports/{report_ids(sqlite_app)[8]}/questions/Q4_LESSONS"
    later(monkeypatch, hours=13)
    typed = {
        "Q4_LESSONS.lessons": "<b>Línea</b>",
        "seen:Q4_LESSONS.lessons": "0",
        "key": "key",
        "then": "stay",
    }
    page = client.send(path, typed).text

    def hidden(page):
        found = {html.unescape(name): html.unescape(text) for name, text in HIDDEN.findall(page)}
        return {name: text for name, text in found.items() if name.startswith("kept")}

    kept = hidden(page)
    asked = password(client, email=STAFF, **kept)
    assert (asked.status_code, hidden(asked.text)) == (200, kept)
    refused = second(client, "123", **kept)
    assert (refused.status_code, hidden(refused.text)) == (422, kept)
    other = client.send("/language?language=fr&next=/sign-in/code", kept | {"one_time_code": "1"})
    assert (hidden(other.text), 'name="one_time_code"' in other.text) == (kept, True)
    done = second(client, codes[0], **kept)
    assert (done.status_code, "&lt;b&gt;Línea&lt;/b&gt;" in done.text) == (200, True)


def test_sign_in_in_place_asks_for_the_code_too(sqlite_app, client_for, monkeypatch):
    give_password(sqlite_app, STAFF)
    client = client_for("mission_staff")
    person = client.get("/session").json["person"]
    codes = give_second_factor(sqlite_app, STAFF)
    asked = password(client, "/session/sign-in", email=STAFF, person=person)
    assert (asked.status_code, 'action="/session/sign-in/code"' in asked.text) == (200, True)
    refused = second(client, "wrong", "/session/sign-in/code", person=person)
    assert (refused.status_code, WRONG in refused.text) == (422, True)
    strange = second(client, codes[0], "/session/sign-in/code", person="0123456789abcdef")
    assert (strange.status_code, 'action="/session/sign-in"' in strange.text) == (422, True)
    assert second(client, codes[0], "/session/sign-in/code", person=person).json["person"] == person
    assert client.get("/projects").status_code == 200


def test_sign_in_link_asks_for_the_code_and_waits_for_it(sqlite_app, visitor, codes):
    link = link_for(sqlite_app, GROUP, purpose="sign_in")
    assert 'name="one_time_code"' in visitor.get(link).text
    refused = visitor.send(link, {"one_time_code": "123456"})
    assert (refused.status_code, WRONG in refused.text) == (422, True)
    assert visitor.send(link).status_code == 422
    assert visitor.send(link, {"one_time_code": codes[0]}).location == "/rounds"
    with sqlite_app.extensions["database"].reading() as session:
        assert session.connection().exec_driver_sql("SELECT confirmed FROM sign_in").scalars().all() == [1]


def test_link_to_a_new_password_asks_for_the_code(sqlite_app, visitor, codes):
    link, new = link_for(sqlite_app, GROUP), {"password": "five other plain words here"}
    assert visitor.send(link, new | {"one_time_code": "123456"}).status_code == 422
    assert visitor.send(link, new | {"one_time_code": codes[0]}).status_code == 302
    with writing(sqlite_app) as session:
        assert password_fits(person_by_email(session, GROUP), new["password"])


def test_link_to_a_new_password_asks_for_no_name_and_ends_sign_ins_and_links(sqlite_app, visitor, client_for):
    give_password(sqlite_app, GROUP)
    other = client_for("working_group")
    sign_in, link = link_for(sqlite_app, GROUP, purpose="sign_in"), link_for(sqlite_app, GROUP)
    page = visitor.get(link).text
    assert ("Choose a new password" in page, 'name="name"' in page, "one_time" in page) == (
        True,
        False,
        False,
    )
    assert visitor.send(link, {"password": "short"}).status_code == 422
    assert visitor.send(link, {"password": "five other plain words here"}).status_code == 302
    assert other.get("/rounds").status_code == 302
    assert [visitor.get(path).status_code for path in (sign_in, link)] == [410, 410]
