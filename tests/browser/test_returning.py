"""A report that is returned, from both sides: the whole way, and its pages in every language."""

import pytest

from tests.answering.examples import save_one, send_back, sign
from tests.browser.looking import faults
from tests.browser.test_accessible import assert_titled
from tests.support.app import writing
from tests.support.site import FRENCH_FIRST

WHY, SUCCESS = "Q7_SUCCESS.why", "Q7_SUCCESS.success"
RESULTED, REACH = "Q2_SPINOFF.resulted", "Q10_ACCESS.reach"


def sign_report(page, site):
    page.goto(f"{site.url}{site.report(8)}/answers")
    page.fill("#name", "María Example")
    page.fill("#function", "Chief of Mission")
    page.check("#sure")
    page.click("button:has-text('Sign and submit')")
    assert "The report is signed and submitted." in page.inner_text("main")


def return_one_part(page, site):
    page.goto(f"{site.url}{site.report(8)}/answers")
    page.click("text=Return for clarification")
    page.locator("summary", has_text="Success").first.click()
    page.locator("details[open] textarea").first.fill("Success in whose eyes?")
    page.fill("#due-day", "1")
    page.fill("#due-month", "2")
    page.fill("#due-year", "2100")
    page.click("button:has-text('Return for clarification')")
    assert "The report is returned." in page.inner_text("main")


def answer_and_change(page, site):
    page.goto(f"{site.url}/projects")
    assert "Answer until 1 February 2100." in page.inner_text("main")
    page.click(".notice.warn a >> nth=0")
    page.fill("#note", "In the eyes of the women who took part.")
    page.click("text=Add to the thread")
    assert "In the eyes of the women" in page.inner_text(".thread")
    page.click("text=Change this answer")
    page.check(f"[id='{SUCCESS}-partly']")
    assert page.locator(f"[name='{WHY}']").count() == 0
    page.click("text=Save and go to the list")
    # a script saves before it goes there by itself
    page.wait_for_url(f"**{site.report(8)}")
    page.goto(f"{site.url}{site.report(8)}/questions/Q4_LESSONS")
    assert page.locator("main textarea").count() == 0
    assert "for reading only" in page.inner_text("main")


@pytest.mark.parametrize("javascript", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a_part_is_returned_answered_changed_signed_again_and_accepted(site, open_page, javascript):
    staff, lead, group = (
        site.sign_in(open_page(javascript=javascript), role)
        for role in ("mission_staff", "mission_lead", "working_group")
    )
    sign_report(lead, site)
    return_one_part(group, site)
    answer_and_change(staff, site)
    group.goto(f"{site.url}{site.report(8)}/answers")
    assert "Partly" not in group.inner_text("section#Q7_SUCCESS")
    sign_report(lead, site)
    group.goto(f"{site.url}{site.report(8)}/answers")
    group.click("text=See only what changed")
    assert group.locator(".pair").count() == 1
    assert "Partly" in group.inner_text(".pair > :last-child")
    assert "In the eyes of the women" in group.inner_text("main")
    group.click("text=Read the whole report")
    group.click("text=Accept the report")
    assert "The report is accepted." in group.inner_text("main")


def prepare(site, *, again):
    """Returns two parts of report 5, a verdict and a table; signed again on request."""
    with writing(site.app) as session:
        sign(session, 5)
        send_back(session, 5, RESULTED, REACH, reason="Which figures are these?\nPlease say more. " * 5)
        if again:
            save_one(session, 5, RESULTED, "no")
            sign(session, 5)
        session.commit()


def pages(site, role, *, again):
    own = site.report(5)
    threads = [f"{own}/parts/{REACH}/thread", f"{own}/changes", f"{own}/answers"]
    if role == "working_group":
        return [*threads, "/rounds/2001", *([f"{own}/return"] if again else [])]
    questions = [f"{own}/questions/Q10_ACCESS", f"{own}/questions/Q4_LESSONS"]
    return [*threads, "/projects", *([] if again else [own, *questions])]


@pytest.mark.long
@pytest.mark.parametrize("language", FRENCH_FIRST)
@pytest.mark.parametrize("role", ["mission_lead", "working_group"])
@pytest.mark.parametrize(
    "again",
    [pytest.param(False, id="returned"), pytest.param(True, id="signed again", marks=pytest.mark.long)],
)
def test_pages_of_a_returned_report_are_accessible_and_fit(site, open_page, role, language, again):
    prepare(site, again=again)
    page = site.sign_in(open_page(width=1280, locale=language), role)
    for path in pages(site, role, again=again):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(site.url + path)
        assert page.locator("html").get_attribute("lang") == language
        assert_titled(page, path)
        assert faults(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_return_with_mistakes_is_accessible(site, open_page):
    page = site.sign_in(open_page(), "working_group")
    page.goto(f"{site.url}{site.report(6)}/return")
    page.click("button:has-text('Return for clarification')")
    assert "Write what should be clarified" in page.inner_text(".fault-summary")
    assert faults(page) == []


def change_a_part_that_is_not_returned(page, site):
    """Opens a question, and sends a change of it after the report was returned with another part."""
    page.goto(f"{site.url}{site.report(8)}/questions/Q7_SUCCESS")
    with writing(site.app) as session:
        sign(session, 8)
        send_back(session, 8, WHY)
        session.commit()
    page.check(f"[id='{SUCCESS}-yes']")


def test_change_of_a_part_that_was_not_returned_is_refused_without_scripts(site, open_page):
    page = site.sign_in(open_page(javascript=False), "mission_lead")
    change_a_part_that_is_not_returned(page, site)
    page.click("text=Save and continue")
    assert "This part was not returned" in page.inner_text(".fault-summary")


def test_change_of_a_part_that_was_not_returned_is_refused_while_it_is_written(site, open_page):
    page = site.sign_in(open_page(), "mission_lead")
    change_a_part_that_is_not_returned(page, site)
    page.wait_for_selector("text=This part was not returned")
    assert faults(page) == []
    page.reload()
    page.fill(f"[id='{WHY}']", "Said again")
    page.click("text=Save and go to the list")
    page.wait_for_url(f"**{site.report(8)}")


def test_note_with_a_mistake_is_accessible(site, open_page):
    page = site.sign_in(open_page(), "mission_lead")
    with writing(site.app) as session:
        sign(session, 8)
        send_back(session, 8, WHY)
        session.commit()
    page.goto(f"{site.url}{site.report(8)}/parts/{WHY}/thread")
    page.click("text=Add to the thread")
    assert "Write what you want to say." in page.inner_text(".fault-summary")
    assert faults(page) == []
