from datetime import timedelta

import pytest

from survey.app import LARGEST_REQUEST, create_app
from survey.questionnaire.instrument import read_file
from survey.questionnaire.structure import questionnaire
from survey.web.settings import StartRefused
from survey.web.wording import LONGEST_TEXT
from tests.support.app import KEY, settings_for


@pytest.fixture
def made(tmp_path):
    """`made(**settings)` is the application with these settings, on a database that is not there."""
    apps = []

    def build(**settings):
        apps.append(create_app(settings_for(f"sqlite:///{tmp_path}/survey.db", tmp_path, **settings)))
        return apps[-1]

    yield build
    for app in apps:
        app.extensions["database"].close()


def test_over_https_the_cookie_is_bound_to_the_host(made):
    config = made(SURVEY_BASE_URL="https://survey.example.org").config
    assert (config["SESSION_COOKIE_NAME"], config["SESSION_COOKIE_SECURE"]) == ("__Host-survey", True)
    assert (config["PREFERRED_URL_SCHEME"], config["TRUSTED_HOSTS"]) == ("https", ["survey.example.org"])


def test_over_http_the_cookie_has_a_plain_name(made):
    config = made().config
    assert (config["SESSION_COOKIE_NAME"], config["SESSION_COOKIE_SECURE"]) == ("survey", False)
    assert (config["SESSION_COOKIE_HTTPONLY"], config["SESSION_COOKIE_SAMESITE"]) == (True, "Lax")


def test_cookie_lives_as_long_as_a_sign_in(made):
    assert made(SURVEY_SIGN_IN_HOURS=10).permanent_session_lifetime == timedelta(hours=10)


def test_token_of_a_page_does_not_grow_old(made):
    assert made().config["WTF_CSRF_TIME_LIMIT"] is None


def test_longest_question_fits_into_a_request():
    """Each text part filled with four-byte characters, which a form sends as twelve."""
    most = max(
        sum(part.kind == "text" for part in question.parts)
        for question in questionnaire(read_file(), 2).questions
    )
    assert most * LONGEST_TEXT * 12 < LARGEST_REQUEST


def test_production_is_checked_and_development_is_not(made):
    with pytest.raises(StartRefused):
        made(SURVEY_MODE="production", SURVEY_SECRET_KEY="weak")
    assert made(SURVEY_MODE="development", SURVEY_SECRET_KEY="weak").secret_key == "weak"
    assert made(SURVEY_MODE="production", SURVEY_BASE_URL="https://survey.example.org").secret_key == KEY


def test_commands_may_build_an_application_that_is_not_safe(tmp_path):
    settings = settings_for(
        f"sqlite:///{tmp_path}/survey.db", tmp_path, SURVEY_MODE="production", SURVEY_SECRET_KEY=""
    )
    app = create_app(settings, check=False)
    app.extensions["database"].close()
    assert app.secret_key is None


def test_pages_of_the_program_are_all_its_routes(made):
    """Flask's own static route would bypass the role marks and the hash in the address."""
    assert "static" not in made().view_functions
