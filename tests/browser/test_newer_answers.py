"""A page that is open tells that a colleague saved something newer, and lets it be shown."""

from playwright.sync_api import expect

from tests.browser.writing import FIELD, open_question, state, write


def test_newer_answer_of_a_colleague_is_announced_and_shown_on_demand(site, open_page):
    staff = open_question(site, open_page())
    lead = open_question(site, open_page(), "mission_lead")
    write(lead, "theirs")
    staff.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert "Sample Lead, San José saved a newer answer at" in state(staff, "newer")
    assert staff.input_value(FIELD) == ""
    staff.click("text=Show it")
    expect(staff.locator(FIELD)).to_have_value("theirs")
    staff.wait_for_load_state()
    write(staff, "theirs, continued")


def test_newer_answer_is_not_offered_over_words_that_are_not_saved(site, open_page):
    staff = open_question(site, open_page())
    lead = open_question(site, open_page(), "mission_lead")
    write(lead, "theirs")
    write(staff, "mine", "conflict")
    staff.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    state(staff, "conflict")
    assert staff.input_value(FIELD) == "mine"
