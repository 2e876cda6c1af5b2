"""Signing in again without leaving a page."""

import base64

import pytest

from tests.support.app import EMAILS, build_app
from tests.support.factories import PASSWORD, give_password, later

STAFF = EMAILS["mission_staff"]
JSON = {"Accept": "application/json"}


@pytest.fixture
def client(sqlite_app, client_for):
    give_password(sqlite_app, STAFF)
    return client_for("mission_staff")


def sign_in(client, token, password=PASSWORD):
    fields = {"csrf_token": token, "email": STAFF, "password": password}
    return client.post("/session/sign-in", data=fields)


def test_key_belongs_to_the_person_and_outlives_the_sign_in(sqlite_app, client, client_for, monkeypatch):
    first = client.get("/session").json
    assert len(base64.b64decode(first["key"])) == 32
    later(monkeypatch, hours=25)
    assert client.get("/session", headers=JSON).json == {"outcome": "signed_out"}
    again = sign_in(client, client.token).json
    assert again["person"] == first["person"]
    assert client.get("/session").json["key"] == first["key"]
    assert client_for("mission_lead").get("/session").json["key"] != first["key"]


def test_key_hangs_on_the_installations_secret(sqlite_app, client, tmp_path):
    other = build_app(sqlite_app.config["SURVEY_DATABASE_URL"], tmp_path, SURVEY_SECRET_KEY="another" * 9)
    key = other.test_client().sign_in(STAFF).get("/session").json["key"]
    other.extensions["database"].close()
    assert key != client.get("/session").json["key"]


def test_signing_in_again_gives_a_token_that_the_open_page_can_use(client, monkeypatch):
    later(monkeypatch, hours=25)
    form = client.get("/session/sign-in")
    assert "What you typed is still on the page" in form.text
    token = sign_in(client, client.token).json["token"]
    renamed = {"name": "Ana Example", "language": "en", "csrf_token": token}
    assert client.post("/account", data=renamed).status_code == 302


def test_wrong_password_gives_the_form_again_with_a_sentence(client):
    refused = sign_in(client, client.token, "wrong wrong")
    assert refused.status_code == 422
    assert "The e-mail address and the password do not fit together." in refused.text
    assert f'value="{STAFF}"' in refused.text
    assert "wrong wrong" not in refused.text
