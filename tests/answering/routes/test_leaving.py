"""Somebody leaves and hands over."""

import html
import re

import pytest

from survey.accounts.queries import person_by_email
from survey.audit.queries import entries
from survey.missions.queries import missions_named
from tests.answering.examples import save_one
from tests.support.app import EMAILS, writing
from tests.support.factories import committed_person, report_ids

LEAD, STAFF = EMAILS["mission_lead"], EMAILS["mission_staff"]
EVA = "eva@example.org"


@pytest.fixture
def admin(client_for):
    return client_for("administrator")


def page_of(app, email):
    with writing(app) as session:
        return f"/people/{person_by_email(session, email).public_id}/leaving"


def with_missions(app, email, *names, **fields):
    """Somebody with these missions; returns the public id."""
    public_id = committed_person(app, email, **fields)
    with writing(app) as session:
        person_by_email(session, email).missions = missions_named(session, names)
        session.commit()
    return public_id


def state(app, email):
    with writing(app) as session:
        person = person_by_email(session, email)
        return person and (person.role, [mission.name for mission in person.missions], person.active)


def test_page_lists_what_is_open_and_no_answer(sqlite_app, admin):
    page = html.unescape(admin.get(page_of(sqlite_app, LEAD)).text)
    open_reports = page.partition("What is still open")[2].partition("Who takes over?")[0]
    assert re.findall(r"<div>(.*?)<br>", open_reports) == [
        "Information campaign for employers and domestic workers in Montes de Oca",
        "Pre-production of a film on migrant children",
    ]
    assert f"Sample Staff, San José ({STAFF})" in page
    assert "/reports/" not in page


def test_missions_go_to_a_colleague_beside_their_own(app, admin, client_for):
    eva, lead = with_missions(app, EVA, "Manila"), client_for("mission_lead")
    colleague = app.test_client().sign_in(EVA)
    response = admin.send(page_of(app, LEAD), {"successor": eva, "lead": "y"})
    assert (response.status_code, response.location) == (302, f"/people/{eva}")
    assert state(app, EVA) == ("mission_lead", ["Manila", "San José"], True)
    assert state(app, LEAD) == ("mission_lead", [], False)
    assert lead.get("/projects").status_code == 302
    assert "film on migrant children" in colleague.get("/projects").text
    with writing(app) as session:
        made = [entry.action for entry in entries(session)][-4:]
    assert made == ["change role", "change role", "hand over", "deactivate"]


def test_successor_stays_staff_unless_it_is_ticked(sqlite_app, admin):
    with writing(sqlite_app) as session:
        staff = person_by_email(session, STAFF).public_id
    admin.send(page_of(sqlite_app, LEAD), {"successor": staff})
    assert state(sqlite_app, STAFF) == ("mission_staff", ["San José"], True)


def test_somebody_new_gets_role_missions_and_a_link(sqlite_app, admin):
    page = admin.send(page_of(sqlite_app, LEAD), {"successor": "", "email": "Eva@example.org", "name": "Eva"})
    (link,) = re.findall(r"<code>http://localhost(/links/[\w-]{43})</code>", page.text)
    assert "can no longer sign in; the missions are handed over to Eva." in page.text
    assert (state(sqlite_app, EVA), state(sqlite_app, LEAD)[2]) == (
        ("mission_lead", ["San José"], True),
        False,
    )
    assert EVA in sqlite_app.test_client().get(link).text


def test_history_keeps_the_name_of_whoever_left(sqlite_app, admin, client_for):
    with writing(sqlite_app) as session:
        save_one(session, 8, "Q4_LESSONS.lessons", "What I learned")
        lead = person_by_email(session, LEAD).public_id
        session.commit()
    admin.send(page_of(sqlite_app, STAFF), {"successor": lead})
    assert state(sqlite_app, STAFF) == ("mission_staff", [], False)
    path = f"/reports/{report_ids(sqlite_app)[8]}/parts/Q4_LESSONS.lessons/history"
    history = client_for("mission_lead").get(path).text
    assert ("What I learned" in history, "Sample Staff, San José" in history) == (True, True)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"successor": ""}, "Choose who takes over, or write the e-mail address of somebody new."),
        ({"successor": "", "email": "eva"}, "Write the whole e-mail address, such as name@example.org."),
        (
            {"successor": "", "email": "GROUP@example.org"},
            "There is an account with this address already. Choose the person above.",
        ),
        ({"successor": "0123456789abcdef"}, "Choose one of the list."),
        (
            {"successor": "", "email": "e\0@example.org"},
            "The text contains a character that cannot be stored",
        ),
    ],
)
def test_hand_over_with_a_fault_changes_nothing_and_says_why(sqlite_app, admin, fields, sentence):
    response = admin.send(page_of(sqlite_app, LEAD), fields)
    assert (response.status_code, sentence in html.unescape(response.text)) == (422, True)
    assert (state(sqlite_app, LEAD), state(sqlite_app, EVA)) == (("mission_lead", ["San José"], True), None)


def test_both_a_colleague_and_somebody_new_are_too_many(sqlite_app, admin):
    with writing(sqlite_app) as session:
        staff = person_by_email(session, STAFF).public_id
    response = admin.send(page_of(sqlite_app, LEAD), {"successor": staff, "email": EVA})
    assert (response.status_code, f'value="{EVA}"' in response.text) == (422, True)
    assert "Choose somebody above, or invite somebody new; not both." in response.text


@pytest.mark.parametrize("who", ["working_group", "administrator"])
def test_whoever_has_no_missions_has_nothing_to_hand_over(sqlite_app, admin, who):
    assert admin.get(page_of(sqlite_app, EMAILS[who])).status_code == 404


def test_hand_over_happens_once(sqlite_app, admin):
    eva, path = with_missions(sqlite_app, EVA, "Manila"), page_of(sqlite_app, LEAD)
    assert [admin.send(path, {"successor": eva}).status_code for _ in range(2)] == [302, 404]
