"""One person's page, for survey administrators."""

import re

import pytest

from survey.accounts.queries import person_by_email, waiting_links
from survey.accounts.second_factor.queries import second_factor_of
from survey.audit.queries import entries
from survey.missions.queries import missions_named
from tests.accounts.second_factor.people import give_second_factor
from tests.support.app import EMAILS, writing
from tests.support.factories import NOON, PASSWORD, at, committed_person, give_password, link_for

ADMIN, LEAD, STAFF = (EMAILS[role] for role in ("administrator", "mission_lead", "mission_staff"))
LAST = "This is the last survey administrator who can sign in."


@pytest.fixture
def admin(client_for):
    return client_for("administrator")


def path(app, email, step=""):
    with writing(app) as session:
        return f"/people/{person_by_email(session, email).public_id}{step}"


def state(app, email):
    with writing(app) as session:
        person = person_by_email(session, email)
        return person.role, [mission.name for mission in person.missions], person.active


def change(client, where, role, missions=(), *, seen=None):
    seen = seen or re.search(r'name="seen" value="(\w+)"', client.get(where).text).group(1)
    with writing(client.application) as session:
        ids = [mission.public_id for mission in missions_named(session, missions)]
    return client.send(where, {"role": role, "missions": ids, "seen": seen})


def test_page_says_who_this_is_and_shows_neither_browsers_nor_addresses(sqlite_app, admin, client_for):
    lead = client_for("mission_lead")
    lead.get("/projects", headers={"User-Agent": "Mozilla/5.0 (Windows) Firefox/140.0"})
    page = admin.get(path(sqlite_app, LEAD)).text
    assert "<h1>Sample Lead, San José</h1>" in page
    assert re.search(r"checked[^>]*>\s*<label[^>]*>San José", page)
    assert "In 1 browser, last seen" in page
    assert [word for word in ("Firefox", "Windows", "127.0.0.1") if word in page] == []


def test_several_missions_count_at_once_also_where_somebody_is_signed_in(app, admin, client_for):
    lead = client_for("mission_lead")
    assert "Manila" not in lead.get("/projects").text
    response = change(admin, path(app, LEAD), "mission_staff", ["Manila", "San José"])
    assert (response.status_code, response.location) == (302, path(app, LEAD))
    assert state(app, LEAD) == ("mission_staff", ["Manila", "San José"], True)
    assert "Manila" in lead.get("/projects").text
    with writing(app) as session:
        entry = next(entry for entry in entries(session) if entry.action == "change role")
    assert (entry.person == entry.subject, '"role_before": "mission_lead"' in entry.details) == (False, True)


@pytest.mark.parametrize(
    ("role", "missions", "sentence"),
    [
        ("mission_staff", [], "Choose at least one mission for this role."),
        ("administrator", ["Manila"], "This role belongs to no mission; leave the missions empty."),
        ("boss", [], "Choose one of the list."),
    ],
)
def test_change_with_a_fault_changes_nothing_and_says_why(sqlite_app, admin, role, missions, sentence):
    response = change(admin, path(sqlite_app, LEAD), role, missions)
    assert (response.status_code, sentence in response.text) == (422, True)
    assert state(sqlite_app, LEAD) == ("mission_lead", ["San José"], True)


def test_change_that_another_administrator_was_quicker_with_is_shown_first(sqlite_app, admin):
    where = path(sqlite_app, LEAD)
    seen = re.search(r'name="seen" value="(\w+)"', admin.get(where).text).group(1)
    change(admin, where, "working_group")
    response = change(admin, where, "mission_staff", ["Manila"], seen=seen)
    assert response.status_code == 409
    assert "They are now: Working group: compares and downloads." in response.text
    assert state(sqlite_app, LEAD) == ("working_group", [], True)


def test_last_administrator_stays_one(sqlite_app, admin):
    # somebody who was invited, but never chose a password, cannot take over
    committed_person(sqlite_app, "new@example.org", role="administrator")
    committed_person(sqlite_app, "gone@example.org", role="administrator", password=PASSWORD, active=False)
    response = change(admin, path(sqlite_app, ADMIN), "working_group")
    assert (response.status_code, LAST in response.text) == (422, True)
    assert state(sqlite_app, ADMIN) == ("administrator", [], True)


def test_administrator_can_step_down_when_there_is_another(sqlite_app, admin):
    committed_person(sqlite_app, "other@example.org", role="administrator", password=PASSWORD)
    assert change(admin, path(sqlite_app, ADMIN), "working_group").location == "/"
    assert admin.get("/people").status_code == 403


def test_last_administrator_who_can_sign_in_is_not_closed_by_one_who_cannot(sqlite_app):
    committed_person(sqlite_app, "other@example.org", role="administrator")
    give_password(sqlite_app, ADMIN)
    other = sqlite_app.test_client().sign_in("other@example.org")
    page = other.send(path(sqlite_app, ADMIN, "/deactivate"), follow_redirects=True).text
    assert (LAST in page, state(sqlite_app, ADMIN)[2]) == (True, True)


def test_closed_account_opens_again_with_role_missions_and_password(sqlite_app, admin, client_for):
    give_password(sqlite_app, LEAD)
    lead, link = client_for("mission_lead"), link_for(sqlite_app, LEAD)
    admin.send(path(sqlite_app, LEAD, "/deactivate"))
    page = admin.get(path(sqlite_app, LEAD)).text
    assert ("This account is closed" in page, "Make a link" in page) == (True, False)
    opened = admin.send(path(sqlite_app, LEAD, "/reactivate"), follow_redirects=True).text
    assert "lead@sanjose.example.org can sign in again." in opened
    assert state(sqlite_app, LEAD) == ("mission_lead", ["San José"], True)
    assert (lead.get("/projects").status_code, lead.get(link).status_code) == (302, 410)
    assert client_for("mission_lead").get("/projects").status_code == 200


def test_link_of_somebody_with_a_password_lasts_a_day(sqlite_app, client_for, monkeypatch):
    at(monkeypatch, NOON)
    give_password(sqlite_app, LEAD)
    admin = client_for("administrator")
    for email, day in ((LEAD, "13 Oct 2001"), (STAFF, "26 Oct 2001")):
        page = admin.send(path(sqlite_app, email, "/link")).text
        assert f"It can be used until {day}, 12:00 UTC." in page
    with writing(sqlite_app) as session:
        made = [entry.details for entry in entries(session) if entry.action == "make link"]
    assert made == ['{"instead_of_password": true, "purpose": "invitation"}', '{"purpose": "invitation"}']


def test_administrator_signs_somebody_out_everywhere(sqlite_app, admin, client_for):
    browsers = [client_for("mission_lead") for _ in range(2)]
    page = admin.send(path(sqlite_app, LEAD, "/end-sign-ins"), follow_redirects=True).text
    assert "lead@sanjose.example.org is signed out everywhere." in page
    assert [browser.get("/projects").status_code for browser in browsers] == [302, 302]


def test_administrator_takes_the_second_factor_of_somebody_else_away(sqlite_app, admin, client_for):
    lead = client_for("mission_lead")
    give_second_factor(sqlite_app, LEAD)
    page = admin.send(path(sqlite_app, LEAD, "/reset-second-factor"), follow_redirects=True).text
    assert "The second factor of lead@sanjose.example.org is taken away, and all sign-ins have ended." in page
    with writing(sqlite_app) as session:
        assert second_factor_of(session, person_by_email(session, LEAD).id) is None
    assert lead.get("/projects").status_code == 302


def test_administrator_does_not_get_around_their_own_second_factor(sqlite_app, client_for):
    give_second_factor(sqlite_app, ADMIN)
    response = client_for("administrator").send(path(sqlite_app, ADMIN, "/reset-second-factor"))
    assert response.location == "/account/second-factor"
    with writing(sqlite_app) as session:
        assert second_factor_of(session, person_by_email(session, ADMIN).id) is not None


def test_invitation_to_a_known_address_leads_to_the_person(sqlite_app, admin):
    where = path(sqlite_app, LEAD)
    response = admin.send("/people/invite", {"email": LEAD.upper(), "role": "administrator"})
    assert (response.status_code, f'href="{where}"' in response.text) == (422, True)
    assert "There is an account with this address already." in response.text
    assert state(sqlite_app, LEAD) == ("mission_lead", ["San José"], True)
    with writing(sqlite_app) as session:
        assert waiting_links([person_by_email(session, LEAD).id])
