"""The page of one's own access tokens."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from survey.accounts.access_tokens.limits import MOST_ALIVE
from survey.accounts.models import AccessToken
from survey.accounts.queries import person_by_email
from survey.downloads.products import PRODUCTS
from tests.accounts.access_tokens.tokens import GROUP, access_token
from tests.support.app import EMAILS, build_app, prepare_sample, writing
from tests.support.factories import PASSWORD, committed_person, give_password, later

PAGE = "/account/access-tokens"
NEW = {"name": "Excel at the office", "days": "90"}


def tokens(app):
    with writing(app) as session:
        return session.scalars(select(AccessToken).order_by(AccessToken.id)).all()


def fields_of(page):
    """The values that the page has ready to copy, by the id of their field."""
    found = re.findall(r'<input type="text" class="line" id="([\w-]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def test_a_token_is_made_and_shown_once_with_the_address_of_every_file(app, client_for):
    client = client_for("working_group")
    assert "You have none." in client.get(PAGE).text
    page = client.send(PAGE, NEW)
    shown = fields_of(page.text)
    token = shown.pop("token")
    assert (page.status_code, token[:4]) == (200, "gms_")
    assert list(shown.values()) == [f"http://localhost/files/{token}/2001/{name}" for name in PRODUCTS]
    for address in shown.values():
        assert app.test_client(use_cookies=False).get(address).status_code == 200
    again = client.get(PAGE).text
    assert ("Excel at the office" in again, "last used on" in again, token in again) == (True, True, False)
    (made,) = tokens(app)
    assert (made.ends_at - made.made_at).days == 90


def test_addresses_carry_round_filters_and_edition_of_the_page_before(sqlite_app, client_for):
    client = client_for("working_group")
    query = {"mission": "San José", "bom": "no"}
    listing = client.get("/rounds/2001/downloads", query_string=query).text
    link = unescape(re.search(r'href="(/account/access-tokens[^"]*)"', listing)[1])
    assert "mission=San José, bom=no" in client.get(link).text
    address = fields_of(client.send(link, NEW).text)["address-1"]
    assert address.endswith("/2001/answers_long.csv?mission=San+Jos%C3%A9&bom=no")
    assert (
        sqlite_app.test_client(use_cookies=False).get(address).data
        == client.get("/rounds/2001/downloads/answers_long.csv", query_string=query).data
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Write a name by which you will know the token again"),
        ({"name": "x" * 81}, "The text has 81 characters; at most 80 fit. Shorten it by 1."),
        ({"name": "a\x00"}, "The text contains a character that cannot be stored"),
        ({"days": "36500"}, "Choose one of the list."),
        ({"name": "R"}, "You have a token of this name already."),
    ],
)
def test_a_faulty_form_makes_nothing_and_keeps_what_was_typed(sqlite_app, client_for, changes, sentence):
    access_token(sqlite_app, name="R")
    page = client_for("working_group").send(PAGE, NEW | changes)
    assert (page.status_code, sentence in page.text, len(tokens(sqlite_app))) == (422, True, 1)
    if changes.get("name") == "R":
        assert 'value="R"' in page.text


def test_a_name_is_free_again_after_its_token_ended(sqlite_app, client_for):
    client = client_for("working_group")
    assert client.send(PAGE, NEW).status_code == 200
    end = re.search(rf'action="({PAGE}/\w{{16}}/end)"', client.get(PAGE).text)[1]
    assert client.send(end).location == PAGE
    assert "“Excel at the office” no longer opens anything." in client.get(PAGE).text
    assert client.send(end).status_code == 404
    assert client.send(PAGE, NEW).status_code == 200


def test_there_is_an_end_to_their_number(sqlite_app, client_for):
    for number in range(MOST_ALIVE):
        access_token(sqlite_app, name=str(number))
    page = client_for("working_group").send(PAGE, NEW)
    assert (page.status_code, "You have 20 access tokens already." in page.text) == (422, True)
    assert len(tokens(sqlite_app)) == MOST_ALIVE


def test_the_password_is_asked_for_and_wrong_ones_bring_a_wait(sqlite_app, client_for):
    give_password(sqlite_app, GROUP)
    client = client_for("working_group")
    assert "Write your password." in client.send(PAGE, NEW).text
    pages = [client.send(PAGE, NEW | {"current": "wrong wrong"}) for _ in range(6)]
    assert {page.status_code for page in pages} == {422}
    assert ["Too many attempts." in page.text for page in pages] == [False] * 5 + [True]
    assert "wrong wrong" not in pages[0].text
    assert tokens(sqlite_app) == []


def test_the_right_password_makes_it(sqlite_app, client_for):
    give_password(sqlite_app, GROUP)
    page = client_for("working_group").send(PAGE, NEW | {"current": PASSWORD})
    assert (page.status_code, len(tokens(sqlite_app))) == (200, 1)


def test_nobody_ends_anothers(sqlite_app, client_for):
    committed_person(sqlite_app, "second@group.example.org", role="working_group")
    access_token(sqlite_app, "second@group.example.org", name="Theirs")
    client = client_for("working_group")
    assert "Theirs" not in client.get(PAGE).text
    assert client.send(f"{PAGE}/{tokens(sqlite_app)[0].public_id}/end").status_code == 404
    assert tokens(sqlite_app)[0].ended_at is None


def test_one_that_is_over_says_so_and_has_no_button(sqlite_app, client_for, monkeypatch):
    access_token(sqlite_app, days=30)
    later(monkeypatch, days=31)
    page = client_for("working_group").get(PAGE).text
    assert ("was over on" in page, "/end" in page) == (True, False)


def test_without_the_second_factor_that_the_role_asks_for_none_is_made(prepared_database, tmp_path):
    app = build_app(prepared_database("sqlite", prepare_sample), tmp_path, SURVEY_SECOND_FACTOR="required")
    client = app.test_client().sign_in(GROUP)
    assert client.get(PAGE).location == "/account/second-factor"
    assert client.send(PAGE, NEW).status_code == 403
    assert tokens(app) == []
    app.extensions["database"].close()


def test_account_leads_there_for_who_may_download_only(sqlite_app, client_for):
    found = {role: PAGE in client_for(role).get("/account").text for role in EMAILS}
    assert found == {role: role == "working_group" for role in EMAILS}


def test_a_name_is_shown_as_text(sqlite_app, client_for):
    client = client_for("working_group")
    client.send(PAGE, NEW | {"name": "<b>Excel"})
    page = client.get(PAGE).text
    assert ("&lt;b&gt;Excel" in page, "<b>" in page) == (True, False)


def test_an_administrator_sees_how_many_there_are_and_ends_all(sqlite_app, client_for):
    token = access_token(sqlite_app)
    access_token(sqlite_app, name="R")
    client = client_for("administrator")
    with writing(sqlite_app) as session:
        person = f"/people/{person_by_email(session, GROUP).public_id}"
    assert "2 access tokens let programs download" in client.get(person).text
    assert client.send(f"{person}/end-access-tokens").location == person
    page = client.get(person).text
    assert f"No program can download in the name of {GROUP} any more." in page
    assert "access tokens let" not in page
    assert sqlite_app.test_client(use_cookies=False).get(f"/files/{token}/2001/matrix.csv").status_code == 404
