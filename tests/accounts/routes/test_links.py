"""One-time links: invitations, and the sign-in links of a development machine."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from survey.accounts.models import OneTimeLink, Person
from survey.accounts.queries import person_by_email
from survey.accounts.services import password_fits
from tests.support.app import EMAILS, writing
from tests.support.factories import NOON, PASSWORD, at, committed_person, give_password, link_for

ANNA = "anna@example.org"
WELCOME = {"name": "Anna Ñ", "language": "es", "password": PASSWORD}
OVER = "This link has been used or is too old"


@pytest.fixture
def invited(sqlite_app):
    """The path of a link for Anna, who is invited to the working group."""
    committed_person(sqlite_app, ANNA, role="working_group", name="")
    return link_for(sqlite_app, ANNA)


def test_invitation_lets_choose_a_password_and_signs_in(app, visitor):
    committed_person(app, ANNA, role="working_group", name="")
    response = visitor.send(link_for(app, ANNA), WELCOME)
    assert (response.status_code, response.location) == (302, "/rounds")
    with writing(app) as session:
        anna = person_by_email(session, ANNA)
        assert (anna.name, anna.language, password_fits(anna, PASSWORD)) == ("Anna Ñ", "es", True)
    page = visitor.get("/account").text
    assert (ANNA in page, '<html lang="es"' in page) == (True, True)


def test_opening_the_link_does_not_use_it(sqlite_app, visitor, invited):
    for _ in range(3):
        response = visitor.get(invited)
        assert (response.status_code, ANNA in response.text) == (200, True)
    assert visitor.head(invited).status_code == 200
    with writing(sqlite_app) as session:
        assert session.scalar(select(OneTimeLink.used_at)) is None
    assert visitor.get("/account").status_code == 302
    assert visitor.send(invited, WELCOME).status_code == 302


def test_used_link_is_gone(sqlite_app, visitor, invited):
    visitor.send(invited, WELCOME)
    stranger = sqlite_app.test_client().prepare_token()
    for response in (
        stranger.get(invited),
        stranger.send(invited, WELCOME | {"password": "somebody else's words"}),
    ):
        assert (response.status_code, OVER in response.text) == (410, True)
    with writing(sqlite_app) as session:
        assert password_fits(person_by_email(session, ANNA), PASSWORD)


def test_expired_link_is_gone(visitor, invited, monkeypatch):
    at(monkeypatch, NOON.replace(year=2101))
    assert visitor.get(invited).status_code == visitor.send(invited, WELCOME).status_code == 410


def test_link_that_never_was_is_gone_in_the_same_words(visitor, invited):
    visitor.send(invited, WELCOME)
    fresh = visitor.application.test_client()
    pages = [re.sub(r'value="[^"]*"', "", fresh.get(path).text) for path in (invited, "/links/unknown")]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "Choose a longer password: at least 12 characters."),
        ("x" * 129, "Choose a shorter password: at most 128 characters."),
        ("passwordpassword", "This password is one of the first that somebody would try."),
        ("my name is Hernández", "The password contains your own name or e-mail address."),
        ("anna.h is my address", "The password contains your own name or e-mail address."),
        ("", "Choose a longer password: at least 12 characters."),
    ],
)
def test_weak_password_is_refused_and_the_name_stays(sqlite_app, visitor, password, sentence):
    committed_person(sqlite_app, "anna.h@example.org", name="")
    link = link_for(sqlite_app, "anna.h@example.org")
    response = visitor.send(link, {"name": "Ana Hernández", "language": "fr", "password": password})
    assert (response.status_code, sentence in response.text) == (422, True)
    assert 'value="Ana Hernández"' in response.text
    assert '<option lang="fr" selected value="fr">' in response.text
    assert not password or f'value="{password}"' not in response.text
    assert visitor.send(link, WELCOME).status_code == 302


def test_invitation_needs_a_name(visitor, invited):
    response = visitor.send(invited, WELCOME | {"name": " "})
    assert (response.status_code, "Write your name as colleagues know it." in response.text) == (422, True)


def test_invitation_offers_the_language_of_the_browser(visitor, invited):
    page = visitor.get(invited, headers={"Accept-Language": "fr-CA"}).text
    assert '<option lang="fr" selected value="fr">' in page


def test_invitation_ends_what_was_signed_in_before(sqlite_app, client_for, visitor):
    lead = EMAILS["mission_lead"]
    before = client_for("mission_lead")
    assert before.get("/projects").status_code == 200
    visitor.send(link_for(sqlite_app, lead), WELCOME)
    assert before.get("/projects").status_code == 302
    assert visitor.get("/projects").status_code == 200


def test_sign_in_link_signs_in_once_and_keeps_the_password(sqlite_app, visitor):
    lead = EMAILS["mission_lead"]
    give_password(sqlite_app, lead)
    link = link_for(sqlite_app, lead, purpose="sign_in")
    assert "Sign in as Sample Lead, San José" in visitor.get(link).text
    response = visitor.send(link)
    assert (response.status_code, response.location) == (302, "/projects")
    assert visitor.get("/projects").status_code == 200
    assert sqlite_app.test_client().get(link).status_code == 410
    with writing(sqlite_app) as session:
        assert password_fits(person_by_email(session, lead), PASSWORD)


def test_sign_in_link_without_a_token_does_not_sign_in(sqlite_app, visitor):
    link = link_for(sqlite_app, EMAILS["mission_lead"], purpose="sign_in")
    assert visitor.post(link).status_code == 400
    assert visitor.send(link).status_code == 302


def test_link_of_somebody_whose_account_was_closed_is_gone(sqlite_app, visitor, invited):
    with writing(sqlite_app) as session:
        session.scalar(select(Person).where(Person.email == ANNA)).active = False
        session.commit()
    assert visitor.get(invited).status_code == 410


def test_link_lasts_as_long_as_the_installation_says(sqlite_app, client_for, monkeypatch):
    committed_person(sqlite_app, ANNA, role="working_group")
    with writing(sqlite_app) as session:
        public_id = person_by_email(session, ANNA).public_id
    page = client_for("administrator").send(f"/people/{public_id}/link").text
    link = re.search(r"http://localhost(/links/[\w-]+)", page).group(1)
    visitor = sqlite_app.test_client()
    assert visitor.get(link).status_code == 200
    with writing(sqlite_app) as session:
        row = session.scalar(select(OneTimeLink))
        assert row.ends_at - row.created_at == timedelta(hours=336)
