import re

import pytest
from sqlalchemy import event, func, select

from survey.accounts.models import OneTimeLink
from survey.accounts.queries import people, person_by_email
from survey.missions.queries import missions_named
from tests.support.app import EMAILS, build_app, prepare_sample, writing
from tests.support.factories import NOON, PASSWORD, at, committed_person, link_for, person

ANNA = "anna@example.org"


def found(app, email):
    with writing(app) as session:
        return next((person for person in people(session) if person.email == email), None)


def mission_id(app, name):
    with writing(app) as session:
        return missions_named(session, [name])[0].public_id


def rows(page):
    """The table's rows as plain texts of their first three cells."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)[:3] for row in body.split("</tr>")[:-1]]
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


def test_listing_shows_people_with_roles_and_missions(client_for, sqlite_app):
    assert rows(client_for("administrator").get("/people").text) == [
        [
            "Sample Administrator administrator@example.org",
            "Survey administrator: questionnaire, rounds and people",
            "–",
        ],
        ["Sample Member, working group group@example.org", "Working group: compares and downloads", "–"],
        [
            "Sample Lead, San José lead@sanjose.example.org",
            "Mission lead: answers, signs and submits",
            "San José",
        ],
        [
            "Sample Staff, San José staff@sanjose.example.org",
            "Mission staff: answers the questionnaire",
            "San José",
        ],
    ]


def test_listing_says_which_accounts_are_open(client_for, sqlite_app):
    committed_person(sqlite_app, "a@example.org", password=PASSWORD)
    committed_person(sqlite_app, "b@example.org", password=PASSWORD, active=False)
    page = client_for("administrator").get("/people").text
    body = page.partition("<tbody>")[2]
    states = re.findall(r"Closed|Invited, no password yet|Active", body)
    assert states[:3] == ["Active", "Invited, no password yet", "Closed"]
    # a link is offered where one is waited for
    assert (states.count("Invited, no password yet"), body.count("New link")) == (4, 4)
    assert body.count("No link waits any more.") == 4


def test_invite_makes_a_link_that_is_shown_once(client_for, app):
    admin = client_for("administrator")
    fields = {"email": "Anna@example.org", "name": "Anna", "role": "mission_lead"}
    page = admin.send("/people/invite", fields | {"missions": [mission_id(app, "Manila")]})
    assert page.status_code == 200
    (link,) = re.findall(r"<code>http://localhost(/links/[\w-]{43})</code>", page.text)
    assert link not in admin.get("/people").text
    anna = found(app, ANNA)
    assert (anna.name, anna.role, [own.name for own in anna.missions]) == ("Anna", "mission_lead", ["Manila"])
    assert app.test_client().get(link).status_code == 200


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": ""}, "Write the e-mail address of the person."),
        ({"email": "anna"}, "Write the whole e-mail address, such as name@example.org."),
        ({"role": "mission_staff"}, "Choose at least one mission for this role."),
        ({"missions": ["Manila"]}, "This role belongs to no mission; leave the missions empty."),
        ({"role": "boss"}, "Choose one of the list."),
    ],
)
def test_invite_with_a_fault_invites_nobody_and_says_why(client_for, sqlite_app, change, sentence):
    fields = {"email": ANNA, "name": "Anna", "role": "working_group"} | change
    fields["missions"] = [mission_id(sqlite_app, name) for name in fields.get("missions", ())]
    response = client_for("administrator").send("/people/invite", fields)
    assert (response.status_code, sentence in response.text) == (422, True)
    assert found(sqlite_app, ANNA) is None


def test_invite_to_an_unknown_mission_is_refused(client_for, sqlite_app):
    fields = {"email": ANNA, "role": "mission_staff", "missions": ["0123456789abcdef"]}
    assert client_for("administrator").send("/people/invite", fields).status_code == 422
    assert found(sqlite_app, ANNA) is None


def test_new_link_replaces_the_one_before(client_for, sqlite_app):
    committed_person(sqlite_app, ANNA)
    first = link_for(sqlite_app, ANNA)
    page = client_for("administrator").send(f"/people/{found(sqlite_app, ANNA).public_id}/link").text
    (second,) = re.findall(r"<code>http://localhost(/links/[\w-]{43})</code>", page)
    visitor = sqlite_app.test_client()
    assert [visitor.get(link).status_code for link in (first, second)] == [410, 200]


def test_link_comes_from_the_configured_address_and_not_from_the_request(prepared_database, tmp_path):
    own = {"SURVEY_BASE_URL": "http://survey.example.org/", "SURVEY_TRUSTED_HOSTS": "localhost"}
    app = build_app(prepared_database("sqlite", prepare_sample), tmp_path, **own)
    public_id = committed_person(app, ANNA)
    admin = app.test_client().sign_in(EMAILS["administrator"])
    page = admin.send(f"/people/{public_id}/link")
    app.extensions["database"].close()
    assert page.request.host == "localhost"
    assert re.findall(r"<code>(\S*/)links/[\w-]{43}</code>", page.text) == ["http://survey.example.org/"]


def test_deactivate_closes_the_account_and_says_so(client_for, sqlite_app):
    lead = client_for("mission_lead")
    admin = client_for("administrator")
    response = admin.send(f"/people/{found(sqlite_app, EMAILS['mission_lead']).public_id}/deactivate")
    path = f"/people/{found(sqlite_app, EMAILS['mission_lead']).public_id}"
    assert (response.status_code, response.location) == (302, path)
    assert "lead@sanjose.example.org can no longer sign in." in admin.get(path).text
    assert found(sqlite_app, EMAILS["mission_lead"]).active is False
    assert lead.get("/projects").status_code == 302


def test_nobody_closes_their_own_account(client_for, sqlite_app):
    admin = client_for("administrator")
    admin.send(f"/people/{found(sqlite_app, EMAILS['administrator']).public_id}/deactivate")
    assert "You cannot close your own account; another administrator can." in admin.get("/people").text
    assert found(sqlite_app, EMAILS["administrator"]).active is True


@pytest.mark.parametrize("step", ["link", "deactivate"])
def test_unknown_person_is_not_found(client_for, sqlite_app, step):
    assert client_for("administrator").send(f"/people/0123456789abcdef/{step}").status_code == 404


@pytest.mark.parametrize("role", ["mission_staff", "mission_lead", "working_group"])
def test_nobody_else_makes_links_or_closes_accounts(client_for, sqlite_app, role):
    public_id = found(sqlite_app, EMAILS["administrator"]).public_id
    client = client_for(role)
    statuses = [client.send(f"/people/{public_id}/{step}").status_code for step in ("link", "deactivate")]
    assert statuses == [403, 403]
    with writing(sqlite_app) as session:
        assert session.scalar(select(func.count(OneTimeLink.id))) == 0
        assert person_by_email(session, EMAILS["administrator"]).active is True


def test_closed_account_gets_no_new_link(client_for, sqlite_app):
    public_id = committed_person(sqlite_app, ANNA, active=False)
    page = client_for("administrator").send(f"/people/{public_id}/link").text
    for link in re.findall(r"(/links/[\w-]{43})", page):
        assert sqlite_app.test_client().get(link).status_code == 410


def test_new_link_for_a_closed_account_says_what_to_do(sqlite_app, client_for):
    client = client_for("administrator")
    with writing(sqlite_app) as session:
        closed = person_by_email(session, EMAILS["mission_staff"])
        closed.active = False
        session.commit()
        path = f"/people/{closed.public_id}/link"
    page = client.send(path, follow_redirects=True).text
    assert "This account is closed. Open it again first, then make a link." in page
    assert "/links/" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("role=mission_lead", ["lead@sanjose.example.org"]),
        ("state=active", ["anna@example.org"]),
        ("state=closed", ["gone@example.org"]),
        ("words=SANJOSE", ["lead@sanjose.example.org", "staff@sanjose.example.org"]),
        ("words=sample+a", ["administrator@example.org"]),
        ("words=%25", []),
        ("state=closed&role=administrator", []),
        ("state=closed&page=99", []),
        ("role=boss&state=closed", ["gone@example.org"]),
    ],
)
def test_listing_is_cut_down(client_for, sqlite_app, query, expected):
    committed_person(sqlite_app, ANNA, password=PASSWORD)
    committed_person(sqlite_app, "gone@example.org", active=False)
    page = client_for("administrator").get(f"/people?{query}").text
    assert re.findall(r"[\w.]+@[\w.]+", " ".join(row[0] for row in rows(page))) == expected
    assert expected or "page=99" in query or "Nobody fits. Take a filter away." in page


def test_listing_is_cut_down_to_a_mission(client_for, sqlite_app):
    page = client_for("administrator").get(f"/people?mission={mission_id(sqlite_app, 'San José')}").text
    assert (len(rows(page)), "2 people" in page) == (2, True)


def test_listing_says_when_somebody_signed_in_last_and_which_link_waits(client_for, sqlite_app, monkeypatch):
    at(monkeypatch, NOON)
    admin = client_for("administrator")
    link_for(sqlite_app, EMAILS["mission_lead"], hours=24)
    page = admin.get("/people").text
    assert page.count("12 Oct 2001, 12:00 UTC") == 1
    assert page.count("A link waits until 13 Oct 2001, 12:00 UTC.") == 1
    at(monkeypatch, NOON.replace(day=14))
    assert "A link waits" not in client_for("administrator").get("/people").text


def test_listing_of_many_people_has_pages_and_a_constant_number_of_statements(client_for, sqlite_app):
    admin = client_for("administrator")

    found = []
    engine = sqlite_app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", lambda *args: found.append(args[2]))

    def statements():
        found.clear()
        page = admin.get("/people").text
        return len(found), page

    few, _page = statements()
    with writing(sqlite_app) as session:
        for number in range(120):
            person(session, f"p{number:03d}@example.org", missions=missions_named(session, ["Manila"]))
        session.commit()
    many, page = statements()
    assert (many, "124 people · page 1 of 2" in page, "/people?page=2" in page) == (few, True, True)
    assert len(rows(admin.get("/people?page=2").text)) == 24
