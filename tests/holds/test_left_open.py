"""A form that was left open for 25 hours: whoever sends it signs in again, and nothing typed is lost."""

import re
from html import unescape

import pytest

from tests.answering.examples import answer_of, hidden_fields, history_of, question_path, report_id
from tests.support.app import EMAILS
from tests.support.factories import PASSWORD, give_password, later

EMAIL = EMAILS["mission_staff"]
TYPED = {
    "Q1_AWARENESS.partners": "yes",
    "Q1_AWARENESS.staff": "no",
    "Q1_AWARENESS.how": 'Línea uno\r\n<b>"dos"</b> & 三\r\n' + "long " * 300,
}
SAVED = {code: text.replace("\r\n", "\n").strip() for code, text in TYPED.items()}
TOKEN = re.compile(r'name="csrf_token" value="([^"]*)"')


@pytest.fixture
def staff(app, client_for):
    give_password(app, EMAIL)
    return client_for("mission_staff")


def fields_of(page):
    """The fields of the page's first form with a token, as a browser would send them."""
    return hidden_fields(page) | {"csrf_token": TOKEN.search(page)[1]}


def answers(app):
    return {code: answer_of(app, 8, code).value for code in TYPED}


def test_form_is_kept_offered_after_sign_in_and_saved(app, staff, monkeypatch):
    path = question_path(app, 8, "Q1_AWARENESS")
    sent = fields_of(staff.get(path).text.split("data-question")[1]) | TYPED | {"then": "next"}
    later(monkeypatch, hours=25)

    refused = staff.post(path, data=sent)
    assert (refused.status_code, answers(app)) == (401, dict.fromkeys(TYPED, ""))
    assert all(text in unescape(refused.text) for text in TYPED.values())

    account = {"email": EMAIL, "password": PASSWORD}
    offered = staff.post("/sign-in", data=fields_of(refused.text) | account)
    assert (offered.status_code, f'action="{path}"' in offered.text) == (200, True)

    again = fields_of(offered.text.split("<main", 1)[1])
    assert staff.post(path, data=again).status_code == 302
    assert answers(app) == SAVED
    # and once more, by the button "back"
    assert staff.post(path, data=again).status_code == 302
    assert [len(history_of(app, 8, code)) for code in TYPED] == [1, 1, 1]


def test_script_signs_in_in_place_and_repeats_the_save(app, staff, monkeypatch):
    """What the script of the page does; that it does so in a browser is tested with the other scripts."""
    code = "Q1_AWARENESS.how"
    path = f"/reports/{report_id(app, 8)}/answers/{code}"
    as_script = {"method": "PUT", "headers": {"Accept": "application/json"}}
    sent = {f"seen:{code}": "0", code: TYPED[code], "key": "left-open"}
    later(monkeypatch, hours=25)

    refused = staff.send(path, sent, **as_script)
    assert (refused.status_code, refused.json) == (401, {"outcome": "signed_out"})

    account = {"email": EMAIL, "password": PASSWORD}
    signed_in = staff.send("/session/sign-in", account, headers={"Accept": "application/json"})
    staff.token = signed_in.json["token"]
    assert staff.send(path, sent, **as_script).json == {"outcome": "saved", "version": 1}
    assert staff.send(path, sent, **as_script).json == {"outcome": "unchanged", "version": 1}
    assert history_of(app, 8, code) == [("saved", SAVED[code])]
