"""No page says anything of its own that was never handed to the catalogue.

Every text of the catalogue stands in brackets in the tests' own language. Whatever else a page says must come from
the database, or be marked as a text of the questionnaire that is not translated.
"""

import pytest

from survey.app import LARGEST_REQUEST
from tests.answering.examples import report_id
from tests.benchmarks.pages import VISITOR, add_reports, pages
from tests.support.app import EMAILS
from tests.support.factories import link_for
from tests.support.right_to_left import CODE
from tests.web.rendered import known_words, untranslated

LONG = "x" * 500


@pytest.fixture
def app(right_to_left_app):
    right_to_left_app.config["PROPAGATE_EXCEPTIONS"] = False
    add_reports(right_to_left_app, 1)
    return right_to_left_app


@pytest.fixture
def browser_of(app):
    """`browser_of(role)` is a browser that asks for the language, signed in or a visitor's."""

    def opened(role):
        client = app.test_client().prepare_token()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = CODE
        return client if role == VISITOR else client.sign_in(EMAILS[role])

    return opened


def assert_translated(app, answers):
    """`answers` holds responses by what they are; each is a page in the language, and says nothing in English."""
    known = ["Typed", "a dozen", "perhaps", "mine", "theirs", "x" * 500, *known_words(app)]
    # the one service area that is written like a code
    known.append("research")
    # a script asks for pieces of pages too, which have no language of their own
    pages = {name: answer for name, answer in answers.items() if "<html" in answer.text}
    assert [
        name for name, answer in pages.items() if f'<html lang="{CODE}" dir="rtl"' not in answer.text
    ] == []
    said = {name: untranslated(answer.text, known) for name, answer in answers.items()}
    assert {name: texts for name, texts in said.items() if texts} == {}


def test_every_page_is_translated(app, browser_of):
    answers = {}
    browsers = {}
    for page in pages(app):
        client = browsers.setdefault(page.role, browser_of(page.role))
        answer = client.get(page.path)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            answers[page.path, page.role] = answer
    assert len(answers) > 20
    assert_translated(app, answers)


def test_every_error_page_is_translated(app, browser_of):
    def broken():
        raise RuntimeError

    def gone():
        raise own_database_fault()

    broken.allowed = gone.allowed = "everybody"
    app.add_url_rule("/broken", view_func=broken, methods=["POST"])
    app.add_url_rule("/gone", view_func=gone, methods=["POST"])
    visitor, staff = browser_of(VISITOR), browser_of("mission_staff")
    answers = {
        400: visitor.post("/sign-in", data={"email": "Typed"}),
        401: visitor.send("/account", {"name": "Typed"}),
        403: staff.get("/people"),
        404: visitor.get("/nowhere"),
        405: visitor.get("/sign-out"),
        410: visitor.get("/links/unknown"),
        413: staff.send("/account", {"name": "x" * LARGEST_REQUEST}),
        500: visitor.send("/broken"),
        503: visitor.send("/gone"),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {s: s for s in answers}
    assert_translated(app, answers)


def own_database_fault():
    from sqlalchemy.exc import OperationalError

    return OperationalError("SELECT", {}, Exception("gone"))


def test_what_is_wrong_with_a_form_is_translated(app, browser_of):
    visitor, lead, administrator = (browser_of(r) for r in (VISITOR, "mission_lead", "administrator"))
    welcome = link_for(app, EMAILS["mission_staff"])
    invited = {"email": "a@b.example", "name": "Name", "role": "mission_staff"}
    answers = {
        "sign in: nothing": visitor.send("/sign-in"),
        "sign in: no address": visitor.send("/sign-in", {"email": "x", "password": ""}),
        "sign in: wrong": visitor.send("/sign-in", {"email": "x@example.org", "password": "wrong"}),
        "sign in: too soon": _again(visitor, 12),
        "welcome: nothing": visitor.send(welcome),
        "welcome: language": visitor.send(welcome, {"name": LONG, "language": "xx", "password": "short"}),
        "account: nothing": lead.send("/account"),
        "account: too long": lead.send("/account", {"name": LONG, "language": ""}),
        "password: nothing": lead.send("/account/password"),
        "password: common": lead.send("/account/password", {"password": "password1234"}),
        "password: long": lead.send("/account/password", {"password": "long " * 100}),
        "invite: nothing": administrator.send("/people/invite"),
        "invite: role": administrator.send("/people/invite", invited | {"role": "queen"}),
        "invite: missions": administrator.send("/people/invite", invited | {"missions": "nowhere"}),
        "sign: nothing": lead.send(f"/reports/{report_id(app, 8)}/sign", {"name": "\0", "function": ""}),
    }
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code < 400} == {}
    assert_translated(app, answers)


def _again(client, times):
    answers = [client.send("/sign-in", {"email": "x@example.org", "password": "wrong"}) for _ in range(times)]
    return answers[-1]


def test_what_is_wrong_with_answers_is_translated(app, browser_of):
    staff, lead = browser_of("mission_staff"), browser_of("mission_lead")
    page = f"/reports/{report_id(app, 8)}/questions"
    lessons = {"seen:Q4_LESSONS.lessons": "0", "Q4_LESSONS.lessons": "theirs", "key": "first"}
    assert lead.send(f"{page}/Q4_LESSONS", lessons).status_code == 302
    reach = {"seen:Q10_ACCESS.reach": "0", "Q10_ACCESS.reach:eligible:women": "a dozen"}
    answers = {
        "conflict": staff.send(f"{page}/Q4_LESSONS", lessons | {"Q4_LESSONS.lessons": "mine", "key": "own"}),
        "table": staff.send(f"{page}/Q10_ACCESS", reach),
        "verdict": staff.send(
            f"{page}/Q7_SUCCESS", {"seen:Q7_SUCCESS.success": "0", "Q7_SUCCESS.success": "perhaps"}
        ),
        "too long": staff.send(f"{page}/Q4_LESSONS", lessons | {"Q4_LESSONS.lessons": LONG * 41}),
    }
    staff.send(f"/reports/{report_id(app, 8)}/hand-over")
    answers["no longer open"] = staff.send(f"{page}/Q4_LESSONS", lessons)
    answers["other language"] = staff.send(f"/language?language={CODE}&next={page}/Q4_LESSONS", lessons)
    statuses = [answer.status_code for answer in answers.values()]
    assert statuses == [409, 422, 422, 422, 409, 200]
    assert_translated(app, answers)


def test_what_is_said_after_a_step_is_translated(app, browser_of):
    staff, lead = browser_of("mission_staff"), browser_of("mission_lead")
    own = report_id(app, 8)
    signed = {"name": "María Example", "function": "Chief", "sure": "y"}
    answers = {
        "saved": staff.send("/account", {"name": "Staff", "language": CODE}, follow_redirects=True),
        "handed over": staff.send(f"/reports/{own}/hand-over", follow_redirects=True),
        "given back": lead.send(f"/reports/{own}/give-back", follow_redirects=True),
        "signed": lead.send(f"/reports/{own}/sign", signed, follow_redirects=True),
        "signed twice": lead.send(f"/reports/{own}/sign", signed, follow_redirects=True),
    }
    assert [answer.status_code for answer in answers.values()] == [200] * 5
    assert_translated(app, answers)
