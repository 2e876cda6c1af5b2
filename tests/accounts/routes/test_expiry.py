"""A sign-in that ended while somebody was writing loses nothing of what they wrote."""

import html
import re
from datetime import timedelta

import pytest

from survey.data import clock
from tests.support.app import EMAILS
from tests.support.factories import PASSWORD, give_password, later, report_ids

LEAD = EMAILS["mission_lead"]
TEXT = "Línea uno\r\n<script>alert(1)</script> & “dos”"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', re.DOTALL)


def hidden(page):
    """The hidden fields of a page but for the token, as a browser would send them again."""
    fields = [(html.unescape(name), html.unescape(text)) for name, text in HIDDEN.findall(page)]
    return {name: text for name, text in fields if name not in ("csrf_token", "next")}


@pytest.fixture
def page(sqlite_app):
    """The path of a question's page of a report that is still to be answered, by the lead of the sample."""
    give_password(sqlite_app, LEAD)
    return f"/reports/{report_ids(sqlite_app)[8]}/questions/Q4_LESSONS"


def answer(text=TEXT):
    return {"seen:Q4_LESSONS.lessons": "0", "Q4_LESSONS.lessons": text, "key": "key", "then": "stay"}


@pytest.mark.parametrize(
    "passed", [{"hours": 12, "seconds": 1}, {"hours": 168, "seconds": 1}], ids=["idle", "absolute"]
)
def test_sign_in_ends_by_the_clock(sqlite_app, client_for, page, monkeypatch, passed):
    client = client_for("mission_lead")
    assert client.get(page).status_code == 200
    later(monkeypatch, **passed)
    assert client.get(page).location == f"/sign-in?next={page}"


def test_use_keeps_a_sign_in_alive(sqlite_app, client_for, page, monkeypatch):
    client, start = client_for("mission_lead"), clock.now()
    for hours in (8, 16, 23):
        monkeypatch.setattr(clock, "now", lambda hours=hours: start + timedelta(hours=hours))
        assert client.get(page).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=25))
    assert client.get(page).status_code == 302


def test_expired_save_is_kept_offered_after_sign_in_and_then_saved(sqlite_app, client_for, page, monkeypatch):
    client = client_for("mission_lead")
    later(monkeypatch, hours=13)

    refused = client.send(page, answer())
    assert refused.status_code == 401
    assert "You were signed out because nothing happened for a long time." in refused.text
    assert "<script>alert" not in refused.text
    kept = hidden(refused.text)
    assert kept["kept_path"] == page
    assert {
        name.removeprefix("kept:"): text for name, text in kept.items() if name.startswith("kept:")
    } == answer()

    wrong = client.send("/sign-in", kept | {"email": LEAD, "password": "wrong wrong"})
    assert (wrong.status_code, hidden(wrong.text)) == (422, kept)

    offered = client.send("/sign-in", hidden(wrong.text) | {"email": LEAD, "password": PASSWORD})
    assert (offered.status_code, "You are signed in again" in offered.text) == (200, True)
    assert f'action="{page}"' in offered.text
    assert PASSWORD not in offered.text
    assert hidden(offered.text) == answer()

    token = re.search(r'name="csrf_token" value="([^"]*)"', offered.text).group(1)
    saved = client.post(page, data=hidden(offered.text) | {"csrf_token": token})
    assert (saved.status_code, saved.location) == (302, page)
    shown = html.unescape(client.get(page).text)
    assert TEXT.replace("\r\n", "\n") in shown


def test_kept_path_to_another_place_is_not_offered(sqlite_app, visitor, page):
    fields = {"email": LEAD, "password": PASSWORD, "kept:a": "b"}
    for place in ("https://evil.example/reports", "//evil.example", "/nowhere", "http://[evil"):
        visitor = sqlite_app.test_client().prepare_token()
        assert visitor.send("/sign-in", fields | {"kept_path": place}).location == "/"


def test_wrong_token_keeps_what_was_typed_and_sending_again_works(sqlite_app, client_for, page):
    client = client_for("mission_lead")
    refused = client.post(page, data=answer() | {"csrf_token": "an old one"})
    assert refused.status_code == 400
    assert "This page had become too old to send" in refused.text
    assert hidden(refused.text) == answer()
    token = re.search(r'name="csrf_token" value="([^"]*)"', refused.text).group(1)
    saved = client.post(page, data=hidden(refused.text) | {"csrf_token": token})
    assert (saved.status_code, saved.location) == (302, page)
    assert TEXT.replace("\r\n", "\n") in html.unescape(client.get(page).text)


def test_token_of_another_browser_is_refused(sqlite_app, client_for, page):
    client, other = client_for("mission_lead"), sqlite_app.test_client()
    other.get("/sign-in")
    stolen = re.search(r'name="csrf_token" value="([^"]*)"', other.get("/sign-in").text).group(1)
    assert client.post(page, data=answer() | {"csrf_token": stolen}).status_code == 400
    assert "Línea" not in client.get(page).text


def test_password_typed_into_a_stale_page_is_not_kept(sqlite_app, visitor):
    refused = visitor.post("/sign-in", data={"email": LEAD, "password": PASSWORD, "csrf_token": "old"})
    assert (refused.status_code, LEAD in refused.text, PASSWORD in refused.text) == (400, True, False)


def test_passwords_typed_after_the_end_of_a_sign_in_are_not_kept(sqlite_app, client_for, page, monkeypatch):
    client = client_for("mission_lead")
    later(monkeypatch, hours=13)
    refused = client.send("/account/password", {"current": PASSWORD, "password": "five other plain words"})
    assert refused.status_code == 401
    assert [word for word in (PASSWORD, "five other plain words") if word in refused.text] == []


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
    ids=["fetch metadata", "origin", "hidden origin"],
)
def test_form_of_another_site_is_never_offered_as_ones_own(visitor, page, headers):
    kept = visitor.post(page, data=answer("planted"), headers=headers)
    assert kept.status_code == 401
    assert "planted" not in kept.text
    assert "kept_path" not in kept.text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}], ids=["metadata", "origin"]
)
def test_form_of_our_own_page_is_offered_again(visitor, page, headers):
    kept = visitor.post(page, data=answer("my own"), headers=headers)
    assert kept.status_code == 401
    assert "my own" in kept.text
    assert "kept_path" in kept.text
