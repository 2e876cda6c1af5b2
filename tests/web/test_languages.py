import pytest

from survey.web.languages import LANGUAGES


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("fr", "fr"),
        ("es-CR,es;q=0.9", "es"),
        ("de,fr;q=0.5,en;q=0.4", "fr"),
        ("de", "en"),
        ("", "en"),
        ("*", "en"),
        ("x" * 500, "en"),
    ],
)
def test_language_is_what_the_browser_asks_for_else_english(visitor, asked, expected):
    page = visitor.get("/sign-in", headers={"Accept-Language": asked}).text
    assert f'<html lang="{expected}" dir="ltr">' in page


def test_choice_in_the_browser_goes_before_what_it_asks_for(visitor):
    visitor.send("/language", {"language": "es"})
    assert '<html lang="es"' in visitor.get("/sign-in", headers={"Accept-Language": "fr"}).text


def test_choice_of_the_person_goes_before_that_of_the_browser(client_for, sqlite_app):
    client = client_for("mission_lead")
    client.send("/language", {"language": "es"})
    with client.session_transaction() as cookie:
        cookie["language"] = "fr"
    assert '<html lang="es"' in client.get("/projects").text


def test_unknown_language_in_the_cookie_is_ignored(visitor):
    with visitor.session_transaction() as cookie:
        cookie["language"] = "xx"
    assert '<html lang="en"' in visitor.get("/sign-in").text


def test_every_page_offers_the_other_languages_in_their_own_names(visitor):
    page = visitor.get("/sign-in").text
    assert LANGUAGES == {"en": "English", "fr": "Français", "es": "Español"}
    assert '<strong lang="en">English</strong>' in page
    for code in ("fr", "es"):
        assert f'lang="{code}" name="language" value="{code}">{LANGUAGES[code]}</button>' in page


def test_language_button_comes_back_to_the_same_page(visitor):
    assert (
        '<input type="hidden" name="next" value="/sign-in?next=/account"'
        in visitor.get("/sign-in?next=/account").text
    )
