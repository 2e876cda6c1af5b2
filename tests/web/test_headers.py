import pytest

from survey.web.static import digest
from tests.support.app import EMAILS, build_app, prepare_sample
from tests.support.factories import report_ids

EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def safety(response):
    return {name: response.headers.get(name) for name in EXPECTED}


def boom():
    raise RuntimeError


boom.allowed = "everybody"


@pytest.fixture
def answers(sqlite_app):
    """A response of each kind, by what it is."""
    sqlite_app.add_url_rule("/boom", view_func=boom)
    sqlite_app.config["PROPAGATE_EXCEPTIONS"] = False
    visitor = sqlite_app.test_client().prepare_token()
    lead = sqlite_app.test_client().sign_in(EMAILS["mission_lead"])
    group = sqlite_app.test_client().sign_in(EMAILS["working_group"])
    report = f"/reports/{report_ids(sqlite_app)[8]}"
    return {
        "page": (200, visitor.get("/sign-in")),
        "page of a person": (200, lead.get(f"{report}/questions/Q4_LESSONS")),
        "redirection": (302, visitor.get("/projects")),
        "file": (200, group.get("/rounds/2001/downloads/answers_long.csv")),
        "faulty form": (422, visitor.send("/sign-in", {})),
        "old token": (400, visitor.post("/sign-in")),
        "expired": (401, visitor.send("/account", {})),
        "forbidden": (403, lead.get("/people")),
        "not found": (404, visitor.get("/nowhere")),
        "wrong method": (405, visitor.get("/sign-out")),
        "gone": (410, visitor.get("/links/unknown")),
        "fault": (500, visitor.get("/boom")),
        "foreign host": (400, visitor.get("/sign-in", base_url="http://evil.example")),
        "options": (200, visitor.options("/sign-in")),
    }


def test_every_kind_of_response_is_safe_and_not_stored(answers, monkeypatch):
    assert {name: response.status_code for name, (_, response) in answers.items()} == {
        name: status for name, (status, _) in answers.items()
    }
    policy = "Content-Security-Policy"
    download = EXPECTED | {policy: f"{EXPECTED[policy]}; sandbox"}
    assert {name: safety(response) for name, (_, response) in answers.items()} == dict.fromkeys(
        answers, EXPECTED
    ) | {"file": download}
    stored = {name: response.headers["Cache-Control"] for name, (_, response) in answers.items()}
    assert stored == dict.fromkeys(answers, "no-store")


def test_static_file_is_safe_too_and_kept_for_ever(visitor):
    with visitor.get(f"/static/{digest('style.css')}/style.css") as response:
        assert safety(response) == EXPECTED
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_static_file_that_is_not_there_is_not_kept(visitor):
    assert visitor.get("/static/000000000000/style.css").headers["Cache-Control"] == "no-store"


def test_transport_security_only_over_tls(visitor):
    name = "Strict-Transport-Security"
    assert visitor.get("/sign-in").headers.get(name) is None
    assert visitor.get("/sign-in", base_url="https://localhost").headers[name] == "max-age=31536000"


def test_behind_a_proxy_tls_and_address_come_from_its_headers(prepared_database, tmp_path):
    own = {
        "SURVEY_BASE_URL": "https://survey.example.org",
        "SURVEY_TRUSTED_HOSTS": "survey.example.org",
        "SURVEY_PROXIES": 1,
    }
    app = build_app(prepared_database("sqlite", prepare_sample), tmp_path, **own)
    forwarded = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-For": "192.0.2.7",
    }
    response = app.test_client().get("/sign-in", base_url="http://survey.example.org", headers=forwarded)
    app.extensions["database"].close()
    assert (response.status_code, response.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-survey=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_no_page_has_inline_script_or_style(answers):
    pages = {
        name: response.text for name, (_, response) in answers.items() if "html" in response.content_type
    }
    inline = ("<style", " style=", "onclick=", "onload=", "<script>", "javascript:")
    assert len(pages) > 8
    assert [(name, mark) for name, page in pages.items() for mark in inline if mark in page] == []
