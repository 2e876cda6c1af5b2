"""The pages of reminders, with a mail server and without one."""

import re
from datetime import timedelta

import pytest

from survey.accounts.queries import person_by_email
from survey.audit.queries import entries
from tests.answering.examples import report_id, sign
from tests.fieldwork.outstanding import NOW, change_report, close_round, states
from tests.fieldwork.pages import faults
from tests.support.app import EMAILS, writing
from tests.support.factories import at, mission, person
from tests.support.rounds import open_drafts

PAGE, CHOOSE, PRINT = (f"/rounds/2001/reminders{end}" for end in ("", "/choose", "/print"))
STAFF, LEAD = EMAILS["mission_staff"], EMAILS["mission_lead"]


@pytest.fixture
def app(sqlite_app, monkeypatch):
    """The sample, three weeks before the end of its round."""
    with writing(sqlite_app) as session:
        close_round(session)
        session.commit()
    return sqlite_app


@pytest.fixture
def client(app, monkeypatch):
    signed_in = app.test_client().sign_in(EMAILS["administrator"])
    at(monkeypatch, NOW)
    return signed_in


@pytest.fixture
def office(app, post_office):
    app.config["SURVEY_SMTP_URL"] = post_office.url
    app.config["SURVEY_SMTP_FROM"] = "survey@example.org"
    return post_office


def said(client, path=PAGE):
    """The page's words, each piece of white space one space."""
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(re.sub("<[^>]*>", " ", response.text.partition("<main")[2]).split())


def states_of(app):
    with app.extensions["database"].reading() as session:
        return states(session)


def keys_on(page):
    return re.findall(r'name="message" value="([^"]+)"', page)


def test_page_says_what_is_due_now_and_next(client):
    page = said(client)
    assert "Messages are due: 2 people, 2 reports." in page
    assert "The round is open: 2 reports" in page
    assert "16 November 2001: The end of answering is near (14 days before), 3 reports" in page
    assert "No message yet." in page
    assert "Nobody can be reminded of open reports of:" in page


def test_send_now_sends_and_shows_what_went_to_whom_when_and_why(client, app, office):
    answer = client.send(PAGE)
    assert (answer.status_code, answer.location) == (302, PAGE)
    assert sorted(office.to) == sorted([STAFF, LEAD])
    page = said(client)
    assert "2 messages were sent." in page
    assert "Nobody is due a reminder now." in page
    assert f"{STAFF} The round is open Information campaign" in page
    assert "Sent 5 Nov 2001, 12:00 UTC" in page
    client.send(PAGE)
    assert "Nobody is due a reminder now." in said(client)
    assert len(office.received) == 2


def test_page_says_which_message_was_not_delivered_and_why(client, app, office):
    office.refused = {STAFF: 550}
    client.send(PAGE)
    page = said(client)
    assert "1 message was sent." in page
    assert "Some messages could not be delivered; the list below says which and why." in page
    assert (
        "The mail server does not take messages for this address. (It answered 550.) "
        "Not delivered 5 Nov 2001, 12:00 UTC" in page
    )
    assert "1 message is in nobody&#39;s hands yet." in page or "1 message is in nobody's hands yet." in page


def test_without_a_mail_server_messages_are_prepared_printed_and_handed_over(client, app):
    answer = client.send(PAGE)
    assert (answer.status_code, answer.location) == (302, PRINT)
    page = client.get(PRINT).text
    assert page.count('class="handover letter"') == 2
    assert '<link rel="stylesheet" href="/static/' in page
    assert "http://localhost/reports/" in page
    keys = keys_on(page)
    assert len(keys) == 2
    assert client.send(PRINT, {"message": keys}).location == PAGE
    assert states_of(app) == [("handed_over", 0, "")] * 2
    assert "2 messages are marked as handed over." in said(client)
    assert "There is no message to hand over." in said(client, PRINT)


def test_each_message_to_print_is_in_its_persons_language(client, app):
    with writing(app) as session:
        person_by_email(session, LEAD).language = "es"
        session.commit()
    client.send(PAGE)
    page = client.get(PRINT).text
    assert re.findall(r'<div lang="(..)" dir="auto">', page) == ["en", "es"]
    assert "30 de noviembre de 2001, 16:00 (UTC)" in page
    assert '<html lang="en"' in page


def test_only_ticked_messages_are_handed_over(client, app):
    client.send(PAGE)
    first, _second = keys_on(client.get(PRINT).text)
    client.send(PRINT, {"message": first})
    assert states_of(app) == [("handed_over", 0, ""), ("waiting", 0, "")]


def test_message_about_submitted_reports_is_not_printed(client, app):
    client.send(PAGE)
    with writing(app) as session:
        sign(session, 5)
        sign(session, 8)
        session.commit()
    assert "There is no message to hand over." in said(client, PRINT)


@pytest.mark.parametrize("given", [[], ["x"], ["\x00"], ["0" * 16], ["'; --.1"]])
def test_handing_over_nothing_is_refused_with_a_sentence(client, given):
    client.send(PAGE)
    answer = client.send(PRINT, {"message": given})
    assert answer.status_code == 422
    assert faults(answer.text) == ["Tick the messages that were handed over."]


def test_handing_over_what_has_changed_since_shows_the_list_as_it_is(client, app):
    client.send(PAGE)
    keys = keys_on(client.get(PRINT).text)
    with writing(app) as session:
        close_round(session, NOW + timedelta(days=2))
        session.commit()
    client.send(PAGE)
    answer = client.send(PRINT, {"message": keys})
    assert answer.status_code == 409
    assert faults(answer.text) == [
        "These messages have changed since the page was opened. Look at the list as it is now."
    ]
    assert client.send(PRINT, {"message": keys_on(answer.text)}).status_code == 302


def test_single_reports_are_reminded_of_by_hand_once_a_day(client, app, office):
    own = report_id(app, 5)
    assert f'name="report" value="{own}"' in client.get(CHOOSE).text
    client.send(CHOOSE, {"report": own})
    assert sorted(office.to) == sorted([STAFF, LEAD])
    assert "By hand" in said(client)
    again = client.send(CHOOSE, {"report": own})
    assert again.status_code == 422
    assert faults(again.text)[0].startswith("Nobody can be reminded of these reports today:")
    assert f'value="{own}" checked' in again.text
    assert len(office.received) == 2


@pytest.mark.parametrize("given", [[], ["\x00"], ["x" * 5000], ["0123456789abcdef"]])
def test_ticking_nothing_that_can_be_reminded_of_is_refused(client, app, given):
    answer = client.send(CHOOSE, {"report": given})
    assert (answer.status_code, len(faults(answer.text))) == (422, 1)
    assert states_of(app) == []


def test_choosing_names_reports_with_nobody_and_leaves_out_what_is_submitted(client, app):
    with writing(app) as session:
        sign(session, 5)
        change_report(session, 8, state="with_lead")
        session.commit()
    page = client.get(CHOOSE).text
    assert report_id(app, 5) not in page
    assert "With the mission lead" in page
    assert "nobody with an account" in page


def test_round_that_is_closed_offers_nothing(client, app):
    with writing(app) as session:
        close_round(session, NOW)
        session.commit()
    assert "No report of this round is open." in said(client)
    assert "No report of this round is open." in said(client, CHOOSE)
    client.send(PAGE)
    assert states_of(app) == []


def test_unknown_round_is_not_found(client):
    for path in (PAGE, CHOOSE, PRINT):
        assert client.get(path.replace("2001", "1999")).status_code == 404
        assert client.send(path.replace("2001", "1999")).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "٣", "%00"])
def test_page_number_that_is_none_is_the_first_page(client, page):
    assert "No message yet." in said(client, f"{PAGE}?page={page}")


def test_many_messages_are_shown_page_by_page(client, app, office):
    with writing(app) as session:
        for number in range(60):
            person(session, f"p{number}@example.org", missions=[mission(session, "San José")])
        session.commit()
    client.send(PAGE)
    first, second = client.get(PAGE).text, client.get(f"{PAGE}?page=2").text
    assert ("Older messages" in first, "Newer messages" in first) == (True, False)
    assert ("Older messages" in second, "Newer messages" in second) == (False, True)
    assert (first.count("<li>\n    <div><strong>"), second.count("<li>\n    <div><strong>")) == (50, 12)
    assert "No more messages." in client.get(f"{PAGE}?page=3").text


def test_names_and_titles_are_escaped(client, app, office):
    with writing(app) as session:
        person_by_email(session, STAFF).name = "<script>alert(1)</script>"
        session.commit()
    office.refused = {STAFF: 550}
    client.send(PAGE)
    for path in (PAGE, CHOOSE, PRINT):
        assert "<script>alert" not in client.get(path).text


def test_what_an_administrator_does_is_on_record(client, app):
    before = len(_trail(app))
    client.send(PAGE)
    client.send(PRINT, {"message": keys_on(client.get(PRINT).text)})
    assert [entry.action for entry in _trail(app)[before:]] == ["remind", "hand reminders over"]
    assert not [entry for entry in _trail(app)[before:] if "example.org" in entry.details + entry.subject]


def _trail(app):
    with app.extensions["database"].reading() as session:
        return entries(session)


def test_reminders_of_the_next_round_are_not_those_of_this_one(client, app, office):
    with writing(app) as session:
        open_drafts(session, 2, code="2002", mission="San José")
        session.commit()
    client.send(PAGE)
    assert "No message yet." in said(client, PAGE.replace("2001", "2002"))
    assert "Due next" in said(client, PAGE.replace("2001", "2002"))
