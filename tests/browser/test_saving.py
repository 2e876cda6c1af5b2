"""Answers are saved while somebody writes, and every text ends up in the report or in front of its author."""

import pytest
from playwright.sync_api import expect

from survey.answering.services.steps import take_step
from tests.accounts.second_factor.people import give_second_factor
from tests.answering.examples import answer_of, history_of, person_of, report_number
from tests.browser.writing import CODE, FIELD, open_question, state, until, write
from tests.support.app import EMAILS, writing
from tests.support.factories import PASSWORD, give_password, later


@pytest.fixture
def opened(site, open_page):
    """`opened(role, code)` is a page of its own on a question of the untouched report."""
    return lambda role="mission_staff", code="Q4_LESSONS", **options: open_question(
        site, open_page(**options), role, code
    )


def test_text_is_saved_while_it_is_written_and_the_page_says_when(site, opened):
    page = opened()
    assert write(page, "one").startswith("Saved at ")
    assert page.locator("form [role=status]").inner_text().startswith("Saved at ")
    write(page, "one and two")
    assert history_of(site.app, 8, CODE) == [("saved", "one"), ("saved", "one and two")]


def test_choice_is_saved_at_once_and_shows_what_hangs_on_it(site, opened):
    page = opened(code="Q2_SPINOFF")
    page.check("[id='Q2_SPINOFF.resulted-partly']")
    state(page, "saved", "Q2_SPINOFF.resulted")
    assert page.is_visible("[id='Q2_SPINOFF.which']")
    assert answer_of(site.app, 8, "Q2_SPINOFF.resulted").value == "partly"


def test_counts_that_cannot_be_read_are_said_and_kept(site, opened):
    page = opened(code="Q10_ACCESS")
    cell = page.locator("[name='Q10_ACCESS.reach:reached:women']")
    cell.fill("about 80")
    assert state(page, "fault", "Q10_ACCESS.reach").startswith("Write each count as a whole number")
    page.click("text=Save and continue")
    # the last thing that pressing the button does is to lead to what is wrong
    until(page, "document.activeElement.name?.startsWith('Q10_ACCESS.reach')")
    assert page.url.endswith("/Q10_ACCESS")
    assert cell.input_value() == "about 80"
    cell.fill("80")
    state(page, "saved", "Q10_ACCESS.reach")
    assert answer_of(site.app, 8, "Q10_ACCESS.reach").value == '{"reached":{"women":80}}'


def test_conflict_shows_both_texts_and_saves_neither_by_itself(site, opened):
    staff, lead = opened(), opened("mission_lead")
    write(lead, "theirs")
    write(staff, "mine", "conflict")
    shown = staff.inner_text(f"[data-part='{CODE}'] .pair")
    assert "theirs" in shown
    assert "mine" in shown
    staff.press(FIELD, "End")
    staff.type(FIELD, " and more")
    assert staff.input_value(FIELD) == "mine and more"
    staff.click("text=Save what stands in my field")
    state(staff, "saved")
    expect(staff.locator(".pair")).to_be_hidden()
    assert history_of(site.app, 8, CODE) == [
        ("saved", "theirs"),
        ("kept_aside", "mine"),
        ("saved", "mine and more"),
    ]


def test_conflict_can_be_ended_with_the_colleagues_text(site, opened):
    staff, lead = opened(), opened("mission_lead")
    write(lead, "theirs")
    write(staff, "mine", "conflict")
    staff.click("text=Keep the colleague’s answer")
    expect(staff.locator(FIELD)).to_have_value("theirs")
    write(staff, "theirs, continued")
    assert answer_of(site.app, 8, CODE).value == "theirs, continued"


@pytest.mark.parametrize("javascript", [True, False])
def test_conflict_can_be_ended_with_both_texts(site, opened, javascript):
    staff, lead = opened(javascript=javascript), opened("mission_lead")
    write(lead, "theirs")
    staff.fill(FIELD, "mine")
    if javascript:
        state(staff, "conflict")
    else:
        staff.click("text=Save and continue")
    staff.click("text=Put both texts into the field")
    expect(staff.locator(FIELD)).to_have_value("theirs\n\nmine")
    if javascript:
        staff.click("text=Save what stands in my field")
        state(staff, "saved")
    else:
        staff.click("text=Save and go to the list")
    assert answer_of(site.app, 8, CODE).value == "theirs\n\nmine"


def test_one_person_in_two_tabs_meets_a_conflict_too(site, opened):
    first = opened()
    second = first.context.new_page()
    second.goto(first.url)
    write(first, "first tab")
    write(second, "second tab", "conflict")
    assert answer_of(site.app, 8, CODE).value == "first tab"


def test_save_button_saves_and_goes_on(site, opened):
    page = opened()
    page.fill(FIELD, "at once")
    page.click("text=Save and continue")
    page.wait_for_url("**/Q5_BALANCE")
    assert answer_of(site.app, 8, CODE).value == "at once"


def test_report_handed_over_meanwhile_refuses_and_the_text_stays(site, opened):
    page = opened()
    with writing(site.app) as session:
        lead = person_of(session, "mission_staff")
        take_step(session, name="hand_over", report=report_number(session, 8), person=lead)
        session.commit()
    assert "handed over" in write(page, "too late", "closed")
    page.reload()
    expect(page.locator("#waiting")).to_contain_text("too late")
    page.click("text=I have copied it")
    page.wait_for_selector("#waiting", state="detached")


def test_form_left_open_for_25_hours_saves_after_signing_in_on_the_page(site, opened, monkeypatch):
    give_password(site.app, EMAILS["mission_staff"])
    page = opened()
    later(monkeypatch, hours=25)
    write(page, "a day later", "signed_out")
    page.fill("dialog #email", EMAILS["mission_staff"])
    page.fill("dialog #password", "wrong wrong")
    page.click("dialog .button:not(.secondary)")
    page.wait_for_selector("dialog .fault")
    page.fill("dialog #password", PASSWORD)
    page.click("dialog .button:not(.secondary)")
    state(page, "saved")
    assert answer_of(site.app, 8, CODE).value == "a day later"
    page.click("text=Save and continue")
    page.wait_for_url("**/Q5_BALANCE")


def test_second_factor_is_asked_for_on_the_page_too(site, opened):
    give_password(site.app, EMAILS["mission_staff"])
    page = opened()
    codes = give_second_factor(site.app, EMAILS["mission_staff"])
    write(page, "signed out meanwhile", "signed_out")
    page.fill("dialog #email", EMAILS["mission_staff"])
    page.fill("dialog #password", PASSWORD)
    page.click("dialog .button:not(.secondary)")
    page.fill("dialog #one_time_code", "123")
    page.click("dialog .button:not(.secondary)")
    page.wait_for_selector("dialog .fault")
    page.fill("dialog #one_time_code", codes[0])
    page.click("dialog .button:not(.secondary)")
    state(page, "saved")
    assert answer_of(site.app, 8, CODE).value == "signed out meanwhile"


def test_somebody_else_does_not_sign_in_on_the_page(site, opened, monkeypatch):
    give_password(site.app, EMAILS["mission_lead"])
    page = opened()
    later(monkeypatch, hours=25)
    write(page, "mine", "signed_out")
    page.fill("dialog #email", EMAILS["mission_lead"])
    page.fill("dialog #password", PASSWORD)
    page.click("dialog .button:not(.secondary)")
    expect(page.locator("dialog .fault")).to_contain_text("belongs to somebody else")
    page.click("dialog button[value=later]")
    assert page.input_value(FIELD) == "mine"


def test_conflict_that_is_left_open_is_met_again_and_saves_over_nothing(site, opened):
    staff, lead = opened(), opened("mission_lead")
    write(lead, "theirs")
    write(staff, "mine", "conflict")
    staff.type(FIELD, "!")
    until(staff, f"document.getElementById('{CODE}').value.includes('!')")
    typed = staff.input_value(FIELD)
    staff.goto(site.url + site.report(8))
    staff.wait_for_selector("#waiting")
    staff.evaluate("waiting.flush()")
    assert answer_of(site.app, 8, CODE).value == "theirs"
    staff.click("#waiting a")
    state(staff, "conflict")
    assert staff.input_value(FIELD) == typed
    assert answer_of(site.app, 8, CODE).value == "theirs"


def test_page_of_another_tab_does_not_send_what_is_still_being_typed(site, opened):
    page = opened()
    other = page.context.new_page()
    other.goto(site.url + site.report(8))
    until(other, "self.waiting?.isKept()")
    page.route("**/answers/**", lambda route: route.abort())
    write(page, "half a sentence", "offline")
    other.evaluate("waiting.flush()")
    assert answer_of(site.app, 8, CODE).version == 0
    page.unroute("**/answers/**")
    write(page, "half a sentence, and the rest")
    assert [text for _, text in history_of(site.app, 8, CODE)] == ["half a sentence, and the rest"]


def test_browser_that_lost_its_cookie_asks_for_sign_in_and_saves(site, opened):
    give_password(site.app, EMAILS["mission_staff"])
    page = opened()
    page.context.clear_cookies()
    write(page, "kept all the same", "signed_out")
    page.fill("dialog #email", EMAILS["mission_staff"])
    page.fill("dialog #password", PASSWORD)
    page.click("dialog .button:not(.secondary)")
    state(page, "saved")
    assert answer_of(site.app, 8, CODE).value == "kept all the same"


def test_refusal_that_has_no_words_of_its_own_is_said_and_keeps_the_page(site, opened):
    page = opened()
    refused = {"outcome": "refused", "says": "This is too much for one page."}
    page.route("**/answers/**", lambda route: route.fulfill(status=413, json=refused))
    assert write(page, "much", "fault") == "This is too much for one page."
    page.click("text=Save and continue")
    until(page, f"document.activeElement.id === '{CODE}'")
    assert page.url.endswith("/Q4_LESSONS")
