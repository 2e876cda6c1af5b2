"""Inviting many people from a list."""

import csv
import html
import re
from io import BytesIO, StringIO

import pytest
from sqlalchemy import func, select

from survey.accounts.models import OneTimeLink, Person
from survey.accounts.queries import person_by_email
from tests.support.app import EMAILS, writing
from tests.support.factories import committed_person

PAGE = "/people/invite-list"
LIST = (
    "email;name;role;missions;language\r\n"
    'ana@example.org;Ana Núñez;mission_lead;"San José; Manila";es\r\n'
    "bruno@example.org;<b>Bruno</b>;working_group;;\r\n"
)


@pytest.fixture
def admin(client_for):
    return client_for("administrator")


def upload(client, content, name="list.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.send(PAGE, {"file": (BytesIO(content), name)}, content_type="multipart/form-data")


def hidden(page, name):
    return [html.unescape(text) for text in re.findall(rf'name="{name}" value="([^"]*)"', page, re.DOTALL)]


def confirm(client, page, **changes):
    fields = {name: hidden(page, name)[0] for name in ("listed", "seen")}
    return client.send(f"{PAGE}/confirm", fields | changes)


def number_of(app, table):
    with writing(app) as session:
        return session.scalar(select(func.count(table.id)))


def test_preview_shows_what_would_happen_and_writes_nothing(sqlite_app, admin):
    before = number_of(sqlite_app, Person)
    response = upload(admin, LIST + f"{EMAILS['mission_lead']};;administrator;;\r\n")
    assert response.status_code == 200
    headings = [html.unescape(text) for text in re.findall(r"<h2 id[^>]*>(.*?)</h2>", response.text)]
    assert headings == ["Will be invited (2)", "Already there: nothing changes (1)"]
    assert "Invite 2 people and show the links" in response.text
    assert ("&lt;b&gt;Bruno" in response.text, "<b>Bruno" in response.text) == (True, False)
    assert number_of(sqlite_app, Person) == before


def test_confirming_invites_all_and_shows_each_link_once(app, admin):
    page = confirm(admin, upload(admin, LIST).text)
    links = re.findall(r"<code>http://localhost(/links/[\w-]{43})</code>", page.text)
    assert (page.status_code, len(links), number_of(app, OneTimeLink)) == (200, 2, 2)
    with writing(app) as session:
        ana, bruno = (person_by_email(session, f"{name}@example.org") for name in ("ana", "bruno"))
        assert (ana.name, ana.role, ana.language) == ("Ana Núñez", "mission_lead", "es")
        assert [mission.name for mission in ana.missions] == ["Manila", "San José"]
        assert (bruno.name, bruno.role, bruno.language, bruno.missions) == (
            "<b>Bruno</b>",
            "working_group",
            None,
            [],
        )
    opened = [app.test_client().get(link).text for link in links]
    assert ["ana@example.org" in opened[0], "bruno@example.org" in opened[1]] == [True, True]


def test_list_in_the_encoding_of_an_old_spreadsheet_is_read(sqlite_app, admin):
    assert "Ana Núñez" in upload(admin, LIST.encode("cp1252")).text


def test_one_line_that_cannot_be_taken_holds_all_up_and_says_why(sqlite_app, admin):
    response = upload(admin, LIST + "carla;;boss;;\r\n")
    assert response.status_code == 422
    assert "1 line cannot be taken, so nobody can be invited yet." in response.text
    assert "“carla” is no whole e-mail address, such as name@example.org." in response.text
    assert f"{PAGE}/confirm" not in response.text
    sent = admin.send(f"{PAGE}/confirm", {"listed": LIST + "carla;;boss;;", "seen": "x"})
    assert (sent.status_code, number_of(sqlite_app, OneTimeLink)) == (409, 0)


def test_what_changed_since_the_preview_is_shown_before_anybody_is_invited(sqlite_app, admin):
    page = upload(admin, LIST).text
    committed_person(sqlite_app, "ana@example.org")
    response = confirm(admin, page)
    assert (response.status_code, number_of(sqlite_app, OneTimeLink)) == (409, 0)
    assert "Something changed while you were reading." in response.text
    assert "Already there: nothing changes (1)" in response.text
    assert confirm(admin, response.text).status_code == 200


def test_list_sent_twice_invites_once(sqlite_app, admin):
    page = upload(admin, LIST).text
    assert [confirm(admin, page).status_code for _ in range(2)] == [200, 409]
    assert number_of(sqlite_app, OneTimeLink) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The file is empty, or no file was chosen."),
        (b"PK\x03\x04", "This is a workbook, not a CSV file."),
        ("name,phone\nx,y\n", "Line 1: there is no column “phone”."),
        ('email,role\n"a,b\n', "Line 2 cannot be read"),
    ],
)
def test_file_that_is_no_list_is_refused_with_a_sentence(admin, content, sentence):
    response = upload(admin, content)
    assert (response.status_code, sentence in html.unescape(response.text)) == (422, True)
    assert "Nobody was invited." in response.text


@pytest.mark.parametrize(("size", "status"), [(2**20 + 1, 422), (2**20 + 2**17, 413)])
def test_file_that_is_too_large_is_refused_with_a_sentence(admin, size, status):
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\n'
    response = admin.post(
        PAGE,
        data=head.encode() + b"x" * size + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": admin.token},
    )
    assert (response.status_code, "The file is larger than 1 MB." in response.text) == (status, True)


def test_template_is_a_list_that_is_read(sqlite_app, admin):
    template = admin.get(f"{PAGE}/template.csv")
    assert template.headers["Content-Disposition"] == 'attachment; filename="invitations.csv"'
    preview = upload(admin, template.data)
    assert (preview.status_code, "Will be invited (2)" in preview.text) == (200, True)


def test_links_are_saved_as_a_file_whose_cells_run_nothing(sqlite_app, admin):
    page = confirm(admin, upload(admin, LIST.replace("<b>Bruno</b>", "=1+1")).text).text
    fields = {name: hidden(page, name) for name in ("email", "name", "address")}
    file = admin.send(
        f"{PAGE}/links.csv", {name: values for name, values in fields.items() if name != "csrf_token"}
    )
    assert file.headers["Content-Disposition"] == 'attachment; filename="links.csv"'
    lines = list(csv.reader(StringIO(file.data.decode("utf-8-sig"))))
    links = [f"http://localhost{link}" for link in re.findall(r"<code>http://localhost([^<]*)<", page)]
    assert lines == [
        ["email", "name", "link"],
        ["ana@example.org", "Ana Núñez", links[0]],
        ["bruno@example.org", "'=1+1", links[1]],
    ]


@pytest.mark.parametrize("role", ["mission_lead", "working_group"])
def test_nobody_else_invites_from_a_list(client_for, sqlite_app, role):
    sent = client_for(role).send(f"{PAGE}/confirm", {"listed": LIST, "seen": "x"})
    assert (sent.status_code, number_of(sqlite_app, OneTimeLink)) == (403, 0)
