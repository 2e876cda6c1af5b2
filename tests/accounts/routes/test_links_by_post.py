"""One-time links that a mail server takes to their people, and what the page says about it."""

import html
import re

import pytest

from survey.accounts.queries import person_by_email
from tests.accounts.routes.test_invitations import confirm, upload
from tests.support.app import EMAILS, writing
from tests.support.factories import committed_person, give_password
from tests.support.post import HOST, free_port

ANNA, BRUNO = "anna@example.org", "bruno@example.org"
INVITATION = {"email": ANNA, "name": "Anna Ñ", "role": "working_group"}
LIST = "email;name;role;missions;language\r\nanna@example.org;Anna;working_group;;fr\r\n"
LIST += "bruno@example.org;;working_group;;\r\n"
ADDRESS = re.compile(r"https://survey\.example\.org/links/[\w-]{43}")


@pytest.fixture
def admin(client_for, sqlite_app, post_office):
    """The administrator of an installation with a mail server."""
    configure(sqlite_app, post_office.url)
    return client_for("administrator")


def configure(app, url):
    own = {"SURVEY_SMTP_URL": url, "SURVEY_SMTP_FROM": "The Survey <survey@example.org>"}
    app.config.update(own | {"SURVEY_BASE_URL": "https://survey.example.org/"})


def words(message):
    return message.get_content().replace("\r\n", "\n")


def new_link(client, app, email, **values):
    """The page that shows a new link for the person with this address."""
    with writing(app) as session:
        person = person_by_email(session, email)
        for name, value in values.items():
            setattr(person, name, value)
        session.commit()
        public_id = person.public_id
    return client.send(f"/people/{public_id}/link").text


def test_invitation_is_sent_to_its_person_and_shown(sqlite_app, admin, visitor, post_office):
    page = admin.send("/people/invite", INVITATION).text
    [message] = post_office.messages
    [link] = ADDRESS.findall(page)
    assert (post_office.to, message["Subject"]) == ([ANNA], "Gender Mainstreaming Survey: your invitation")
    assert f"The link was sent to {ANNA}." in page
    assert words(message).startswith("Dear Anna Ñ,\n\nYou are invited")
    assert ADDRESS.findall(words(message)) == [link]
    assert visitor.get(link.removeprefix("https://survey.example.org")).status_code == 200


def test_link_for_a_new_password_is_sent_in_the_language_of_its_person(sqlite_app, admin, post_office):
    give_password(sqlite_app, EMAILS["mission_lead"])
    page = new_link(admin, sqlite_app, EMAILS["mission_lead"], language="es")
    [message] = post_office.messages
    assert message["Content-Language"] == "es"
    assert ADDRESS.findall(words(message)) == ADDRESS.findall(page)
    assert 'lang="en"' in page


def test_link_that_a_server_refuses_is_handed_over_with_the_reason(sqlite_app, admin, post_office):
    post_office.refused = {ANNA: 550}
    page = admin.send("/people/invite", INVITATION).text
    assert f"The message to {ANNA} was not sent." in page
    assert "The mail server does not take messages for this address." in page
    assert "Hand this link over in a message or on paper." in page
    assert len(ADDRESS.findall(page)) == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"smtp://{HOST}:{{port}}", "The mail server does not answer."),
        ("nonsense", "The settings for the mail server are not in order."),
    ],
)
def test_links_are_shown_where_no_mail_server_takes_them(sqlite_app, admin, url, reason):
    configure(sqlite_app, url.format(port=free_port()))
    page = confirm(admin, upload(admin, LIST).text).text
    assert "2 messages were not sent." in page
    assert page.count(reason) == 2
    assert len(ADDRESS.findall(page.split("<dl")[1])) == 2


def test_list_is_sent_and_those_who_are_missed_come_first(sqlite_app, admin, post_office):
    post_office.refused = {BRUNO: 550}
    page = html.unescape(confirm(admin, upload(admin, LIST).text).text)
    assert post_office.to == [ANNA]
    assert post_office.messages[0]["Content-Language"] == "fr"
    assert "1 message was not sent." in page
    shown = page.split("<dl")[1]
    assert shown.index(BRUNO) < shown.index("Not sent") < shown.index(ANNA) < shown.index("Sent by e-mail")


def test_nothing_waits_for_the_mail_server(sqlite_app, admin, post_office, monkeypatch):
    """While a message travels, the link is there already, and others can write."""
    seen = []

    async def look(server, session, envelope):
        with writing(sqlite_app) as own:
            seen.append(person_by_email(own, ANNA).email)
            own.commit()
        return "250 OK"

    monkeypatch.setattr(type(post_office), "handle_DATA", staticmethod(look))
    page = admin.send("/people/invite", INVITATION).text
    assert (seen, f"The link was sent to {ANNA}." in page) == ([ANNA], True)


def test_name_and_address_bring_nothing_foreign_into_a_header(sqlite_app, admin, post_office):
    committed_person(sqlite_app, ANNA, name="Anna\nBcc: all@example.org")
    new_link(admin, sqlite_app, ANNA)
    [(envelope, message)] = post_office.received
    assert (envelope.rcpt_tos, message["Bcc"]) == ([ANNA], None)
    assert words(message).startswith("Dear Anna Bcc: all@example.org,\n")


def test_without_a_mail_server_nothing_is_said_about_one(sqlite_app, admin, post_office):
    configure(sqlite_app, "")
    page = admin.send("/people/invite", INVITATION).text
    assert "Hand this link over in a message or on paper." in page
    assert "sent" not in html.unescape(page.split("<main")[1])
    assert post_office.received == []
