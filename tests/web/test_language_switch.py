"""Choosing another language on a page that shows a form again loses nothing that was typed, and saves nothing."""

import re
from html import escape, unescape

import pytest

from tests.answering.examples import answer_of, question_path, report_id

FORM_BUTTON = re.compile(
    r'<button class="plain" lang="fr" form="([^"]+)" formmethod="post" formaction="([^"]+)">'
)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
LESSONS = "Q4_LESSONS.lessons"


@pytest.fixture
def lead(client_for):
    return client_for("mission_lead")


def chosen(client, page, typed):
    """The page after a press on Français beside a form that holds what was typed."""
    form, address = FORM_BUTTON.search(page).groups()
    assert f'id="{form}"' in page
    return client.send(unescape(address), typed)


def kept(page):
    """What the page carries on, but for tokens."""
    main = page[page.index("<main") : page.index("</main>")]
    fields = ((name, unescape(text)) for name, text in HIDDEN.findall(main))
    return {name: text for name, text in fields if name != "csrf_token"}


def test_answers_typed_beside_a_mistake_travel_and_are_not_saved(lead, sqlite_app):
    path = question_path(sqlite_app, 8, "Q4_LESSONS")
    typed = {f"seen:{LESSONS}": "0", f"words:{LESSONS}": "Lessons", LESSONS: "x" * 20_001, "key": "k"}
    page = lead.send(path, typed)
    assert page.status_code == 422
    # typed on since the page was shown again
    later = typed | {LESSONS: "Línea <b>uno</b>\r\ny dos"}
    spoken = chosen(lead, page.text, later)
    assert '<html lang="fr"' in spoken.text
    assert kept(spoken.text) == later
    assert f'action="{path}"' in spoken.text
    assert answer_of(sqlite_app, 8, LESSONS).version == 0
    assert lead.send(path, kept(spoken.text)).status_code == 302
    assert answer_of(sqlite_app, 8, LESSONS).value == "Línea <b>uno</b>\ny dos"


def test_language_can_be_chosen_again_beside_what_is_kept(lead, sqlite_app):
    path = question_path(sqlite_app, 8, "Q4_LESSONS")
    typed = {f"seen:{LESSONS}": "0", LESSONS: "Words"}
    page = chosen(lead, lead.send(path, typed | {LESSONS: "\0"}).text, typed)
    address = f"/language?language=es&next={path}"
    assert f'form="kept" formmethod="post" formaction="{escape(address)}"' in page.text
    spoken = lead.send(address, kept(page.text))
    assert '<html lang="es"' in spoken.text
    assert (kept(spoken.text), f'action="{path}"' in spoken.text) == (typed, True)


def test_words_of_a_report_that_is_no_longer_open_stay_visible(client_for, sqlite_app):
    staff, typed = client_for("mission_staff"), {LESSONS: "Too late"}
    staff.send(f"/reports/{report_id(sqlite_app, 8)}/hand-over")
    page = staff.send(question_path(sqlite_app, 8, "Q4_LESSONS"), typed)
    assert page.status_code == 409
    spoken = chosen(staff, page.text, typed)
    assert (kept(spoken.text), "Too late</dd>" in spoken.text) == (typed, True)


def test_passwords_do_not_travel_and_other_fields_do(client_for):
    client = client_for("administrator")
    typed = {"name": "Léa", "language": "xx", "current": "secret one", "password": "secret two"}
    page = chosen(client, client.send("/account", {"name": "", "language": "en"}).text, typed)
    assert kept(page.text) == {"name": "Léa", "language": "xx"}
    assert "secret" not in page.text


def test_what_an_ended_session_was_about_to_save_travels_through_sign_in(visitor, sqlite_app):
    path = question_path(sqlite_app, 8, "Q4_LESSONS")
    page = visitor.send(path, {LESSONS: "Typed before"})
    assert page.status_code == 401
    fields = {
        "kept_path": path,
        f"kept:{LESSONS}": "Typed before",
        "email": "a@b.example",
        "password": "secret",
    }
    spoken = chosen(visitor, page.text, fields)
    assert '<html lang="fr"' in spoken.text
    assert kept(spoken.text) == {"kept_path": path, f"kept:{LESSONS}": "Typed before"}
    assert ('value="a@b.example"' in spoken.text, "secret" in spoken.text) == (True, False)


def test_form_that_is_not_on_the_page_is_not_named(visitor):
    page = visitor.post("/sign-in", data={"password": "secret"})
    assert (page.status_code, FORM_BUTTON.search(page.text)) == (400, None)


def test_form_with_nothing_to_keep_comes_back_to_its_page(visitor):
    answer = visitor.send("/language?language=fr&next=/links/x", {"password": "secret"})
    assert (answer.status_code, answer.location) == (302, "/links/x")


def test_form_of_another_site_is_not_shown_as_the_persons_own(visitor):
    address = "/language?language=fr&next=/account"
    answer = visitor.send(address, {"name": "Planted"}, headers={"Origin": "https://evil.example"})
    assert "Planted" not in answer.text


def test_page_that_shows_no_form_again_keeps_the_plain_buttons(lead):
    assert FORM_BUTTON.search(lead.get("/account").text) is None
