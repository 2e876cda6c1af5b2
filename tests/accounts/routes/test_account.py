"""One's own account: profile, password, language, where one is signed in; and what ends it from outside."""

import re

import pytest
from sqlalchemy import select

from survey.accounts import services
from survey.accounts.models import Person
from survey.accounts.queries import person_by_email
from tests.support.app import EMAILS, writing
from tests.support.factories import PASSWORD, give_password

LEAD = EMAILS["mission_lead"]
NEW = "five other plain words here"


def lead_of(app):
    with writing(app) as session:
        return person_by_email(session, LEAD)


def test_account_shows_address_missions_and_browsers(client_for, sqlite_app):
    page = client_for("mission_lead").get("/account").text
    assert f"<p>{LEAD} · San José</p>" in page
    assert page.count("last seen") == 1
    assert "Sign out everywhere else" not in page


def test_profile_is_saved_and_shown_in_its_language(client_for, sqlite_app):
    client = client_for("mission_lead")
    response = client.send("/account", {"name": "  Le\u0301a <b>  ", "language": "fr"})
    assert (response.status_code, response.location) == (302, "/account")
    assert (lead_of(sqlite_app).name, lead_of(sqlite_app).language) == ("Léa <b>", "fr")
    page = client.get("/account").text
    assert ('<html lang="fr"' in page, "<b>" in page) == (True, False)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "language": "fr"}, "Write your name as colleagues know it."),
        (
            {"name": "x" * 201, "language": "fr"},
            "The text has 201 characters; at most 200 fit. Shorten it by 1.",
        ),
        ({"name": "a\x01b", "language": "fr"}, "The text contains a character that cannot be stored"),
        ({"name": "Léa", "language": "xx"}, "Choose one of the list."),
    ],
)
def test_profile_with_a_fault_is_not_saved_and_says_why(client_for, sqlite_app, fields, sentence):
    response = client_for("mission_lead").send("/account", fields)
    assert (response.status_code, sentence in response.text) == (422, True)
    assert lead_of(sqlite_app).name == "Sample Lead, San José"


def test_password_change_ends_other_sign_ins_and_keeps_this_one(client_for, sqlite_app):
    give_password(sqlite_app, LEAD)
    here, there = client_for("mission_lead"), client_for("mission_lead")
    old = here.get_cookie("survey").value
    response = here.send("/account/password", {"current": PASSWORD, "password": NEW})
    assert (response.status_code, response.location) == (302, "/account")
    assert "Your password is changed. Other browsers are signed out." in here.get("/account").text
    assert there.get("/account").location == "/sign-in?next=/account"
    thief = sqlite_app.test_client()
    thief.set_cookie("survey", old)
    assert thief.get("/account").status_code == 302
    assert services.password_fits(lead_of(sqlite_app), NEW)


def test_password_change_needs_the_password_until_now(client_for, sqlite_app):
    give_password(sqlite_app, LEAD)
    response = client_for("mission_lead").send(
        "/account/password", {"current": "wrong wrong wrong", "password": NEW}
    )
    assert (response.status_code, "This is not your password until now." in response.text) == (422, True)
    assert services.password_fits(lead_of(sqlite_app), PASSWORD)


def test_password_change_refuses_a_weak_one(client_for, sqlite_app):
    give_password(sqlite_app, LEAD)
    fields = {"current": PASSWORD, "password": "sanjose sample lead"}
    response = client_for("mission_lead").send("/account/password", fields)
    assert response.status_code == 422
    assert "The password contains your own name or e-mail address. Choose another." in response.text
    assert services.password_fits(lead_of(sqlite_app), PASSWORD)


def test_password_page_never_shows_what_was_typed_into_it(client_for, sqlite_app):
    give_password(sqlite_app, LEAD)
    page = (
        client_for("mission_lead")
        .send("/account/password", {"current": "typed one", "password": "typed two"})
        .text
    )
    assert [word for word in ("typed one", "typed two") if word in page] == []


def test_somebody_without_a_password_chooses_a_first_one(client_for, sqlite_app):
    client = client_for("mission_lead")
    assert 'name="current"' not in client.get("/account").text
    assert client.send("/account/password", {"password": NEW}).status_code == 302
    assert services.password_fits(lead_of(sqlite_app), NEW)


def test_sign_out_everywhere_else(client_for, sqlite_app):
    here, there = client_for("mission_lead"), client_for("mission_lead")
    assert here.get("/account").text.count("last seen") == 2
    assert here.send("/account/sign-ins/end-others").location == "/account"
    assert here.get("/account").text.count("last seen") == 1
    assert there.get("/account").status_code == 302


def test_one_other_browser_is_signed_out(client_for, sqlite_app):
    here, there, third = (client_for("mission_lead") for _ in range(3))
    page = here.get("/account").text
    ends = re.findall(r'action="(/account/sign-ins/\w{16}/end)"', page)
    # the browser at hand signs out with the button above
    assert (len(ends), page.count("this browser")) == (2, 1)
    assert here.send(ends[0]).location == "/account"
    assert "That browser is signed out." in here.get("/account").text
    assert sorted(browser.get("/account").status_code for browser in (there, third)) == [200, 302]
    assert here.send(ends[0]).status_code == 404
    assert client_for("mission_staff").send(ends[1]).status_code == 404


def test_browsers_are_named_coarsely(client_for, sqlite_app):
    client = client_for("mission_lead")
    give_password(sqlite_app, LEAD)
    browser = sqlite_app.test_client().prepare_token()
    agent = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"}
    browser.send("/sign-in", {"email": LEAD, "password": PASSWORD}, headers=agent)
    page = client.get("/account").text
    assert ("Firefox on Windows" in page, "Gecko" in page, "140" in page) == (True, False, False)


def test_wrong_passwords_bring_a_wait_here_too(client_for, sqlite_app):
    give_password(sqlite_app, LEAD)
    client, fields = client_for("mission_lead"), {"current": "wrong wrong wrong", "password": NEW}
    pages = [client.send("/account/password", fields).text for _ in range(6)]
    assert ["Too many attempts." in page for page in pages] == [False] * 5 + [True]


def test_closed_account_ends_at_once(client_for, sqlite_app):
    client = client_for("mission_lead")
    with writing(sqlite_app) as session:
        services.deactivate(session, person=person_by_email(session, LEAD), by="command")
        session.commit()
    assert client.get("/projects").location == "/sign-in?next=/projects"


def test_change_of_role_acts_at_once(client_for, sqlite_app):
    client = client_for("mission_lead")
    assert [client.get(path).status_code for path in ("/projects", "/people")] == [200, 403]
    with writing(sqlite_app) as session:
        services.invite(session, email=LEAD, role="administrator", by="command")
        session.commit()
    assert [client.get(path).status_code for path in ("/people",)] == [200]


def test_change_of_missions_acts_at_once(client_for, sqlite_app):
    client = client_for("mission_lead")
    report = re.search(r"/reports/\w{16}", client.get("/projects").text).group()
    assert client.get(report).status_code == 200
    with writing(sqlite_app) as session:
        session.scalar(select(Person).where(Person.email == LEAD)).missions = []
        session.commit()
    assert client.get(report).status_code == 404
    assert "No round asks a project of your missions at the moment." in client.get("/projects").text


@pytest.mark.parametrize("code", ["fr", "es"])
def test_language_choice_of_a_visitor_stays_in_the_browser(visitor, code):
    response = visitor.send("/language", {"language": code, "next": "/sign-in"})
    assert (response.status_code, response.location) == (302, "/sign-in")
    assert f'<html lang="{code}"' in visitor.get("/sign-in").text


def test_language_choice_of_somebody_signed_in_goes_with_the_person(client_for, sqlite_app):
    client_for("mission_lead").send("/language", {"language": "es", "next": "/projects"})
    assert lead_of(sqlite_app).language == "es"
    assert '<html lang="es"' in client_for("mission_lead").get("/projects").text


def test_unknown_language_changes_nothing(visitor):
    assert visitor.send("/language", {"language": "xx", "next": "https://evil.example"}).location == "/"
    assert '<html lang="en"' in visitor.get("/sign-in").text


def test_writing_aid_is_switched_off_and_on_again_and_stays_so(client_for, sqlite_app):
    client = client_for("mission_lead")
    assert "Switch the suggestions off" in client.get("/account").text
    for fields, on in (({}, False), ({"on": "yes"}, True), ({"on": "no"}, False)):
        page = client.send("/account/writing-aid", fields, follow_redirects=True).text
        assert f"Suggestions while you write are switched {'on' if on else 'off'}." in page
        assert ("Switch the suggestions off" in page) == on
        assert lead_of(sqlite_app).writing_aid == on
    assert "Switch the suggestions on" in client_for("mission_lead").get("/account").text


def test_writing_aid_is_not_offered_to_those_who_write_no_answers(client_for, sqlite_app):
    assert "suggestions" not in client_for("working_group").get("/account").text
