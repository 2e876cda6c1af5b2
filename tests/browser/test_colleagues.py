"""Two people in one report: they see each other, what the other wrote, and the history of it."""

import pytest
from playwright.sync_api import expect

from survey.answering.services.answers import save_answers
from tests.answering.examples import change, person_of, report_number
from tests.browser.looking import faults
from tests.browser.test_accessible import assert_titled
from tests.browser.test_journeys import PAYLOADS
from tests.support.app import writing
from tests.support.site import FRENCH_FIRST

LESSONS = "Q4_LESSONS.lessons"
STAFF, LEAD = "Sample Staff, San José", "Sample Lead, San José"


def write(site, *savings, code=LESSONS):
    """Savings of the report 8, each a role, a text, the version that was seen and, where it matters, the status."""
    with writing(site.app) as session:
        for role, text, seen, *status in savings:
            report, person = report_number(session, 8), person_of(session, role)
            mine = [change(code, text, seen, *status)]
            save_answers(session, report=report, changes=mine, person=person, language="en")
        session.commit()


def open_question(site, page, code="Q4_LESSONS"):
    """Opens the question and waits for the page's first sign of life."""
    with page.expect_response("**/presence") as answer:
        page.goto(f"{site.url}{site.report(8)}/questions/{code}")
    assert answer.value.status == 200


def beat(page):
    """Lets the page ask at once, as it does when somebody comes back to it."""
    with page.expect_response("**/presence"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_two_people_on_one_question_see_each_other(site, open_page):
    staff, lead = site.sign_in(open_page(), "mission_staff"), site.sign_in(open_page(), "mission_lead")
    open_question(site, staff)
    assert staff.inner_text(".company") == ""
    open_question(site, lead)
    expect(lead.locator(".company")).to_have_text(f"{STAFF} is also on this question.")
    beat(staff)
    staff.get_by_text(f"{LEAD} is also on this question.").wait_for()
    assert faults(staff) == []
    open_question(site, lead, "Q7_SUCCESS")
    beat(staff)
    staff.get_by_text(f"{LEAD} is on this report too.").wait_for()


@pytest.mark.long
def test_the_list_of_questions_shows_who_is_on_the_report(site, open_page):
    staff, lead = site.sign_in(open_page(), "mission_staff"), site.sign_in(open_page(), "mission_lead")
    with staff.expect_response("**/presence"):
        staff.goto(site.url + site.report(8))
    open_question(site, lead)
    expect(lead.locator(".company")).to_have_text(f"{STAFF} is on this report too.")
    beat(staff)
    staff.get_by_text(f"{LEAD} is on this report too.").wait_for()


def test_a_question_hears_what_a_colleague_saved_meanwhile(site, open_page):
    page = site.sign_in(open_page(), "mission_staff")
    open_question(site, page)
    write(site, ("mission_lead", "theirs", 0))
    heard = page.evaluate(
        """() => new Promise((resolve) => {
            const form = document.querySelector("form[data-question]");
            form.addEventListener("newer-answers", (event) => resolve(event.detail), { once: true });
            document.dispatchEvent(new Event("visibilitychange"));
        })"""
    )
    assert (list(heard), heard[LESSONS]["version"], heard[LESSONS]["author"]) == ([LESSONS], 1, LEAD)


def test_a_page_without_a_connection_goes_on_in_silence(site, open_page):
    page, said = site.sign_in(open_page(), "mission_staff"), []
    write(site, ("mission_lead", "theirs", 0))
    open_question(site, page)
    expect(page.locator(".company")).to_have_text(f"{LEAD} is also on this question.")
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function("document.querySelector('.company').textContent === ''")
    page.fill("textarea", "still here")
    page.context.set_offline(False)
    beat(page)
    assert (said, page.input_value("textarea")) == ([], "still here")


def test_an_older_text_is_used_again_without_scripts(site, open_page):
    write(site, ("mission_staff", "The first words.", 0), ("mission_lead", "Other words.", 1))
    page = site.sign_in(open_page(javascript=False), "mission_staff")
    page.goto(f"{site.url}{site.report(8)}/questions/Q4_LESSONS")
    assert f"Written by {LEAD}" in page.inner_text("main")
    page.click("main a:has-text('History')")
    page.click("text=Use this text again")
    assert "The older text is the answer again" in page.inner_text(".notice.good")
    page.click("text=Back to the question")
    assert page.input_value("textarea") == "The first words."


def test_the_line_of_an_author_is_hidden_with_its_part(site, open_page):
    write(site, ("mission_staff", "A study", 0), code="Q2_SPINOFF.which")
    page = site.sign_in(open_page(), "mission_staff")
    page.goto(f"{site.url}{site.report(8)}/questions/Q2_SPINOFF")
    assert not page.locator(".written").is_visible()
    page.check("[id='Q2_SPINOFF.resulted-yes']")
    assert page.locator(".written").is_visible()


@pytest.mark.parametrize("language", FRENCH_FIRST)
def test_a_long_history_is_accessible_and_fits(site, open_page, language):
    write(
        site,
        ("mission_lead", "We met the women’s group twice. " * 40, 0),
        ("mission_staff", "mine", 0),
        ("mission_staff", "We met the women’s groups often. " + "We met the women’s group twice. " * 39, 1),
        ("mission_staff", "التقينا بالنساء مرتين.", 2),
        ("mission_lead", "التقينا بالنساء ثلاثا.", 3),
        ("mission_lead", "", 4, "declined"),
        ("mission_staff", "x" * 300, 5),
    )
    page = site.sign_in(open_page(width=1280, locale=language), "mission_staff")
    path = f"{site.report(8)}/parts/{LESSONS}/history"
    page.goto(site.url + path)
    for fold in page.locator("details").all():
        fold.evaluate("fold => fold.open = true")
    assert_titled(page, path)
    assert faults(page) == []
    assert page.locator("ins").first.evaluate("e => getComputedStyle(e).textDecorationLine") == "underline"
    assert page.locator("del").first.evaluate("e => getComputedStyle(e).textDecorationLine") == "line-through"
    assert (
        page.locator(".difference:has-text('ثلاثا')").first.evaluate("e => getComputedStyle(e).direction")
        == "rtl"
    )
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_people_write_is_never_run_in_the_history(site, open_page):
    texts = [*PAYLOADS, "\n".join(PAYLOADS), *reversed(PAYLOADS)]
    write(site, *(("mission_staff", text, seen) for seen, text in enumerate(texts)))
    write(site, ("mission_lead", f"kept {PAYLOADS[0]}", 0))
    page = site.sign_in(open_page(), "mission_staff")
    for path in (f"parts/{LESSONS}/history", "questions/Q4_LESSONS"):
        page.goto(f"{site.url}{site.report(8)}/{path}")
        page.wait_for_load_state("networkidle")
        assert page.title() != "hit"
        assert page.locator("main script, main svg[onload], main img").count() == 0
