"""With the connection gone, work goes on, and what waits is sent exactly once when it is back."""

import pytest
from playwright.sync_api import expect

from tests.answering.examples import answer_of, history_of
from tests.browser.writing import CODE, FIELD, open_question, state, until, write

SECRET = "a text that nobody else may read"
# every text and every byte that this origin has stored, as one string
STORED = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  const show = (value) => value instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(value))
    : value && typeof value === "object" ? Object.values(value).map(show).join(" ") : String(value);
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => (indexedDB.open(name).onsuccess = (e) => done(e.target.result)));
    for (const store of base.objectStoreNames) {
      const rows = base.transaction(store).objectStore(store);
      found.push(await new Promise((done) => (rows.getAll().onsuccess = (e) => done(show(e.target.result)))));
      found.push(await new Promise((done) => (rows.getAllKeys().onsuccess = (e) => done(show(e.target.result)))));
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push(request.url, await (await cache.match(request)).text());
    }
  }
  return found.join("\\n");
}"""


@pytest.fixture
def page(site, open_page):
    """A question's page with a worker that serves it; the list of the report was opened before."""
    page = open_question(site, open_page())
    page.evaluate("navigator.serviceWorker.ready")
    # whatever is opened from now on passes through the worker
    page.goto(site.url + site.report(8))
    page.goto(f"{site.url}{site.report(8)}/questions/Q4_LESSONS")
    until(page, "navigator.serviceWorker.controller")
    until(page, "self.waiting?.isKept()")
    return page


def test_typing_goes_on_and_is_sent_once_when_the_connection_is_back(site, page):
    site.cable.cut()
    assert "Kept on this device" in write(page, SECRET, "offline")
    page.type(FIELD, " and more")
    state(page, "offline")
    site.cable.restore()
    state(page, "saved")
    assert history_of(site.app, 8, CODE) == [("saved", SECRET + " and more")]


def test_pages_opened_before_open_again_and_others_say_why_not(site, page):
    site.cable.cut()
    write(page, SECRET, "offline")
    page.click("text=Save and go to the list")
    page.wait_for_url(f"**{site.report(8)}")
    assert page.locator("h1").inner_text() == "Pre-production of a film on migrant children"
    expect(page.locator("#waiting")).to_contain_text("wait on this device")
    page.click("#waiting a")
    until(page, f"document.getElementById('{CODE}')?.value === '{SECRET}'")
    state(page, "offline")
    page.click("text=Save and continue")
    page.wait_for_url("**/Q5_BALANCE")
    assert page.locator("h1").inner_text() == "No connection"
    page.click("#pages a >> text=Lessons")
    until(page, f"document.getElementById('{CODE}')?.value === '{SECRET}'")
    site.cable.restore()
    state(page, "saved")
    assert history_of(site.app, 8, CODE) == [("saved", SECRET)]


def test_tab_closed_in_between_loses_nothing(site, page):
    site.cable.cut()
    write(page, SECRET, "offline")
    again = page.context.new_page()
    page.close()
    site.cable.restore()
    again.goto(f"{site.url}/projects")
    until(again, "self.waiting?.isKept()")
    again.evaluate("waiting.flush()")
    assert answer_of(site.app, 8, CODE).value == SECRET
    again.evaluate("waiting.flush()")
    assert history_of(site.app, 8, CODE) == [("saved", SECRET)]
    expect(again.locator("#waiting")).to_be_hidden()


@pytest.mark.long
def test_five_minutes_without_connection_and_a_closed_tab_lose_nothing(site, page):
    site.cable.cut()
    write(page, SECRET, "offline")
    context = page.context
    page.wait_for_timeout(150_000)
    page.close()
    again = context.new_page()
    again.goto(f"{site.url}{site.report(8)}/questions/Q4_LESSONS")
    until(again, f"document.getElementById('{CODE}').value === '{SECRET}'")
    again.type(FIELD, " and more")
    again.wait_for_timeout(150_000)
    site.cable.restore()
    state(again, "saved")
    assert history_of(site.app, 8, CODE) == [("saved", SECRET + " and more")]


def test_own_newer_text_is_on_a_page_that_was_kept_before_it(site, page):
    write(page, "first")
    write(page, "second")
    site.cable.cut()
    page.reload()
    until(page, f"document.getElementById('{CODE}').value === 'second'")
    write(page, "third", "offline")
    site.cable.restore()
    state(page, "saved")
    assert [value for _, value in history_of(site.app, 8, CODE)] == ["first", "second", "third"]


def test_colleagues_newer_text_meets_the_waiting_one_in_a_conflict(site, page, open_page):
    site.cable.cut()
    write(page, SECRET, "offline")
    page.goto(f"{site.url}{site.report(8)}")
    page.wait_for_selector("#waiting")
    site.cable.restore()
    write(open_question(site, open_page(), "mission_lead"), "theirs")
    page.evaluate("waiting.flush()")
    expect(page.locator("#waiting")).to_contain_text("could not be saved yet")
    page.click("#waiting a")
    state(page, "conflict")
    assert page.input_value(FIELD) == SECRET
    assert "theirs" in page.inner_text(".pair")


def test_nothing_is_stored_in_plain_text_and_nothing_readable_after_sign_out(site, page):
    write(page, SECRET)
    site.cable.cut()
    write(page, SECRET + " and more", "offline")
    stored = page.evaluate(STORED)
    assert "answer /reports/" in stored
    assert "page /reports/" in stored
    assert SECRET not in stored
    assert "Lessons learned" not in stored
    site.cable.restore()
    state(page, "saved")
    page.click("text=Sign out")
    page.wait_for_url("**/sign-in")
    stored = page.evaluate(STORED)
    assert "/reports/" not in stored
    assert "AES" not in stored
    site.cable.cut()
    page.goto("about:blank")
    with pytest.raises(Exception, match="ERR_"):
        page.goto(site.url + site.report(8))


def test_signing_out_while_something_waits_asks_first(site, page):
    site.cable.cut()
    write(page, SECRET, "offline")
    page.evaluate("self.confirm = (words) => { self.asked = words; return false; }")
    page.click("text=Sign out")
    until(page, "self.asked")
    assert page.evaluate("asked").startswith("Some answers on this device are not saved yet.")
    assert page.input_value(FIELD) == SECRET
