"""Pages about versions, with every authored text a script that would run if anything let it."""

from copy import deepcopy

import pytest
from playwright.sync_api import expect

from survey.publishing.services import publish_to_rounds
from survey.questionnaire.declarations import Declaration, with_declarations
from tests.answering.examples import person_of
from tests.browser.looking import faults, sticks_out
from tests.support.app import writing
from tests.support.drafts import ADDED, INSTRUMENT, add_question, make_draft, retire

DRAFT = f"/versions/{INSTRUMENT}/draft"
PAYLOADS = (
    '"><img src=x onerror="window.ran=1">{}',
    "</textarea></script><script>window.ran=1</script>{}",
    "'><svg onload=window.ran=1>{{{{7*7}}}}%(x)s{}",
)


def poisoned(node, path=()):
    """The document with a payload in place of every text of the three languages."""
    if isinstance(node, dict) and node and set(node) <= {"en", "fr", "es"}:
        return {code: PAYLOADS[(len(path) + n) % 3].format(code) for n, code in enumerate(("en", "fr", "es"))}
    if isinstance(node, dict):
        return {key: poisoned(value, (*path, key)) for key, value in node.items()}
    return [poisoned(value, path) for value in node] if isinstance(node, list) else node


def poison(document):
    made = poisoned(deepcopy(document))
    codes = [q["code"] for section in made["sections"] for q in section["questions"]]
    codes += [
        f"{q['code']}.{part['code']}" for s in made["sections"] for q in s["questions"] for part in q["parts"]
    ]
    made["versions"][-1]["note"] = poisoned({"en": "note"})
    return with_declarations(made, 3, [Declaration(code, "new meaning", PAYLOADS[1]) for code in codes])


def publish(app):
    with writing(app) as session:
        publish_to_rounds(
            session,
            code=INSTRUMENT,
            seen_revision=2,
            round_ids=[1],
            ask_until=None,
            person=person_of(session, "administrator"),
        )
        session.commit()


def assert_harmless(page, path):
    page.wait_for_load_state()
    assert page.evaluate("window.ran") is None, path
    assert "window.ran=1" in page.content(), path


@pytest.mark.parametrize(
    "language", ["en", pytest.param("fr", marks=pytest.mark.long), pytest.param("es", marks=pytest.mark.long)]
)
def test_no_authored_text_runs_on_any_page_about_versions(site, open_page, language):
    with writing(site.app) as session:
        make_draft(session, add_question, retire("Q3_ENCOURAGE.encouraged_why"), poison)
        session.commit()
    page = site.sign_in(open_page(locale=language), "administrator")
    drafted = [
        "",
        "/impact",
        "/preview",
        *(f"/preview?question={ADDED}&language={code}" for code in ("en", "fr", "es")),
    ]
    for path in [*(DRAFT + part for part in drafted)]:
        page.goto(site.url + path)
        assert_harmless(page, path)
    page.goto(f"{site.url}{DRAFT}/preview?question=Q10_ACCESS")
    page.fill("[name='Q10_ACCESS.reach:eligible:women']", PAYLOADS[0])
    page.click("main .actions .button")
    expect(page.locator(".fault-summary")).to_be_visible()
    assert_harmless(page, "a fault in the preview")
    publish(site.app)
    for path in ("/versions", f"/versions/{INSTRUMENT}/3", f"/versions/{INSTRUMENT}/3?since=1"):
        page.goto(site.url + path)
        assert_harmless(page, path)
    staff = site.sign_in(open_page(locale=language), "mission_staff")
    staff.goto(f"{site.url}{site.report(8)}/questions/{ADDED}")
    assert_harmless(staff, "the question")


def test_pages_of_a_draft_are_accessible_and_fit(site, open_page):
    with writing(site.app) as session:
        make_draft(session, add_question)
        session.commit()
    page = site.sign_in(open_page(), "administrator")
    for path in ("", "/impact", "/impact/missions", "/preview", f"/preview?question={ADDED}"):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(site.url + DRAFT + path)
        assert faults(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert sticks_out(page) == [], path
