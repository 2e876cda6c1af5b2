"""Help while writing, in a real browser: counting, words to reconsider, declining without losing a text, evidence."""

import pytest
from playwright.sync_api import expect

from tests.answering.examples import answer_of, history_of
from tests.answering.files import GOOD
from tests.answering.rounds import earlier_round
from tests.browser.test_accessible import faults
from tests.browser.writing import state
from tests.support.app import writing

WHY, VERDICT = "Q7_SUCCESS.why", "Q7_SUCCESS.success"


def field(code):
    return f"[id='{code}']"


def opened(site, open_page, question="Q7_SUCCESS", role="mission_staff", **options):
    page = site.sign_in(open_page(**options), role)
    page.goto(f"{site.url}{site.report(8)}/questions/{question}")
    return page


def count_of(page, code=WHY):
    return page.locator(f"[id='{code}-count']")


def wait_for_text(page, code, text):
    page.wait_for_function(
        "([id, text]) => document.getElementById(id).textContent === text", arg=[f"{code}-count", text]
    )


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", "Words: 0 · Characters: 0 of 20,000"),
        ("  Women, men\nand “others” – 12.5 \n", "Words: 5 · Characters: 30 of 20,000"),
        ("L’homme d’affaires", "Words: 2 · Characters: 18 of 20,000"),
        ("e\u0301te\u0301 👩🏽‍🌾", "Words: 1 · Characters: 8 of 20,000"),
    ],
)
def test_words_and_characters_are_counted_while_typing(site, open_page, text, counted):
    page = opened(site, open_page)
    page.fill(field(WHY), "something else before")
    page.fill(field(WHY), text)
    wait_for_text(page, WHY, counted)


def test_words_are_counted_without_the_browsers_own_rules_too(site, open_page):
    page = open_page()
    page.add_init_script("delete Intl.Segmenter")
    site.sign_in(page, "mission_staff")
    page.goto(f"{site.url}{site.report(8)}/questions/Q7_SUCCESS")
    page.fill(field(WHY), "L’homme d’affaires, 12 women – e\u0301te\u0301")
    wait_for_text(page, WHY, "Words: 5 · Characters: 34 of 20,000")


@pytest.mark.long
def test_figures_are_written_in_the_persons_form(site, open_page):
    page = opened(site, open_page)
    page.click("footer button[lang=es]")
    page.wait_for_selector("html[lang=es]")
    page.fill(field(WHY), "x" * 1_234)
    page.wait_for_function("() => document.querySelector('textarea + p').textContent.includes('1234')")
    # before that the browser would ask whether to leave the page
    state(page, "saved", WHY)
    page.click("footer button[lang=fr]")
    page.wait_for_selector("html[lang=fr]")
    page.fill(field(WHY), "x" * 12_345)
    page.wait_for_function("() => document.querySelector('textarea + p').textContent.includes('12\u202f345')")


def test_text_over_the_limit_is_marked_before_it_is_sent_and_nothing_is_cut_off(site, open_page):
    page, announced = opened(site, open_page), "form + p[role=status]"
    assert page.get_attribute(field(WHY), "maxlength") is None
    page.fill(field(WHY), "x" * 18_000)
    wait_for_text(page, WHY, "Words: 1 · Characters: 18,000 of 20,000")
    assert page.inner_text(announced) == ""
    page.fill(field(WHY), "x" * 19_500)
    page.wait_for_function(
        f"() => document.querySelector('{announced}').textContent === 'Characters left: 500'"
    )
    page.fill(field(WHY), "x" * 21_234)
    over = "Too long. Characters over the limit: 1,234. Nothing is cut off; shorten it before you save."
    wait_for_text(page, WHY, over)
    assert page.inner_text(announced) == over
    assert page.get_attribute(field(WHY), "aria-invalid") == "true"
    assert len(page.input_value(field(WHY))) == 21_234
    assert faults(page) == []
    page.fill(field(WHY), "short")
    wait_for_text(page, WHY, "Words: 1 · Characters: 5 of 20,000")
    assert page.get_attribute(field(WHY), "aria-invalid") == "false"


def test_words_to_reconsider_come_and_go_while_typing(site, open_page):
    page = opened(site, open_page)
    page.fill(field(WHY), "The <b>manpower</b>")
    found = page.locator("ul[data-terms] li")
    found.wait_for()
    assert found.all_inner_texts() == ["“manpower”: better “workforce”, or staff"]
    assert faults(page) == []
    page.fill(field(WHY), "The staff")
    found.wait_for(state="detached")
    assert not page.locator("ul[data-terms]").is_visible()


def test_words_to_reconsider_are_switched_off_in_place_and_never_asked_for_again(site, open_page):
    page, asked = opened(site, open_page), []
    page.fill(field(WHY), "The manpower")
    page.locator("ul[data-terms] li").wait_for()
    page.on("request", lambda request: asked.append(request.url))
    page.click("text=Switch the suggestions off")
    page.locator("ul[data-terms]").wait_for(state="detached")
    assert page.input_value(field(WHY)) == "The manpower"
    page.fill(field(WHY), "The manpower of all")
    # a text is saved later than it is asked about
    page.wait_for_function(
        "() => document.querySelector('[data-part$=why] .state').dataset.state === 'unsaved'"
    )
    state(page, "saved", WHY)
    assert [url for url in asked if url.endswith("/terms")] == []
    page.reload()
    assert page.locator("[data-terms]").count() == 0
    page.goto(f"{site.url}/account")
    page.click("text=Switch the suggestions on")
    assert "Suggestions while you write are switched on." in page.inner_text("main")


def test_typing_goes_on_while_words_cannot_be_asked_for(site, open_page):
    page, broken = opened(site, open_page), []
    page.on("pageerror", lambda error: broken.append(error))
    page.route("**/writing/terms", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.fill(field(WHY), "The manpower")
    page.route("**/writing/terms", lambda route: route.fulfill(status=401, body="<p>Sign in"))
    with page.expect_response("**/writing/terms"):
        page.fill(field(WHY), "The manpower again")
    wait_for_text(page, WHY, "Words: 3 · Characters: 18 of 20,000")
    assert broken == []


def test_declining_keeps_the_text_in_the_page_until_the_tick_is_taken_back(site, open_page):
    page = opened(site, open_page)
    page.fill(field(WHY), "A text that must not go")
    page.check(field(f"{WHY}-declined"))
    assert page.is_disabled(field(WHY))
    assert page.input_value(field(WHY)) == "A text that must not go"
    assert faults(page) == []
    page.uncheck(field(f"{WHY}-declined"))
    assert page.is_enabled(field(WHY))
    assert page.input_value(field(WHY)) == "A text that must not go"


def test_declining_is_saved_without_the_text_and_the_saved_text_stays_in_the_history(site, open_page):
    page = opened(site, open_page)
    page.fill(field(WHY), "Saved before")
    state(page, "saved", WHY)
    with page.expect_response("**/answers/*"):
        page.check(field(f"{WHY}-declined"))
    state(page, "saved", WHY)
    assert (answer_of(site.app, 8, WHY).status, answer_of(site.app, 8, WHY).value) == ("declined", "")
    assert history_of(site.app, 8, WHY) == [("saved", "Saved before"), ("saved", "")]
    with page.expect_response("**/answers/*"):
        page.uncheck(field(f"{WHY}-declined"))
    state(page, "saved", WHY)
    assert answer_of(site.app, 8, WHY).value == "Saved before"


def test_part_that_was_declined_before_opens_disabled_and_is_not_saved_again(site, open_page):
    page = opened(site, open_page)
    page.check(field(f"{WHY}-declined"))
    state(page, "saved", WHY)
    page.goto(f"{site.url}{site.report(8)}/questions/Q7_SUCCESS")
    assert page.is_disabled(field(WHY))
    page.check(field(f"{VERDICT}-yes"))
    state(page, "saved", VERDICT)
    page.click("text=Save and go to the list")
    page.wait_for_url(f"**{site.report(8)}")
    assert history_of(site.app, 8, WHY) == [("saved", "")]


def test_declining_without_scripts_is_refused_beside_a_text_and_loses_nothing(site, open_page):
    page = opened(site, open_page, javascript=False)
    page.fill(field(WHY), "A text")
    page.check(field(f"{WHY}-declined"))
    page.click("text=Save and continue")
    assert "Keep one of the two." in page.inner_text(".fault-summary")
    assert page.input_value(field(WHY)) == "A text"


@pytest.mark.parametrize(
    ("question", "of", "chosen", "hangs"),
    [("Q2_SPINOFF", "resulted", "yes", "which"), ("S_STATUS", "state", "delayed", "reason")],
)
def test_declined_choice_counts_as_unanswered_for_conditions(site, open_page, question, of, chosen, hangs):
    page, other = opened(site, open_page, question), field(f"{question}.{hangs}")
    page.check(field(f"{question}.{of}-{chosen}"))
    assert page.locator(other).is_visible()
    state(page, "saved", f"{question}.{of}")
    with page.expect_response("**/answers/*"):
        page.check(field(f"{question}.{of}-declined"))
    shown = page.locator(other).is_visible()
    evidence = page.locator(f"[data-beside='{question}.{hangs}']").is_visible()
    state(page, "saved", f"{question}.{of}")
    page.reload()
    # what the page shows without a reload is what it shows after one
    assert (page.locator(other).is_visible(), evidence) == (shown, shown)
    page.uncheck(field(f"{question}.{of}-declined"))
    page.check(field(f"{question}.{of}-{chosen}"))
    assert page.locator(other).is_visible()


def test_help_goes_on_where_the_fields_of_a_part_were_put_in_anew(site, open_page):
    page = opened(site, open_page)
    page.eval_on_selector("[data-part='Q7_SUCCESS.why']", "part => part.replaceWith(part.cloneNode(true))")
    page.fill(field(WHY), "Three words more")
    wait_for_text(page, WHY, "Words: 3 · Characters: 16 of 20,000")
    page.check(field(f"{WHY}-declined"))
    assert page.is_disabled(field(WHY))


def test_tick_that_a_script_sets_disables_too(site, open_page):
    page = opened(site, open_page)
    page.eval_on_selector(
        "[data-part='Q7_SUCCESS.why']",
        """part => {
          part.querySelector("[name^='declined:']").checked = true;
          part.querySelector("textarea").dispatchEvent(new Event("change", { bubbles: true }));
        }""",
    )
    assert page.is_disabled(field(WHY))


def test_declined_table_and_date_are_disabled_as_a_whole(site, open_page):
    page = opened(site, open_page, "Q10_ACCESS")
    page.check(field("Q10_ACCESS.reach-declined"))
    assert page.locator("[data-part='Q10_ACCESS.reach'] input:enabled").count() == 1
    assert page.locator("[data-part='Q10_ACCESS.equal'] input:disabled").count() == 0


def test_last_rounds_answer_unfolds_with_the_keyboard(site, open_page):
    with writing(site.app) as session:
        earlier_round(session, 8, {WHY: "Then we held two courses."})
        session.commit()
    page = opened(site, open_page, width=320)
    assert not page.is_visible("text=Then we held two courses.")
    page.focus("summary")
    page.keyboard.press("Enter")
    expect(page.locator("text=Then we held two courses.")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("javascript", [True, False])
def test_file_and_link_are_added_from_the_question_and_removed_again(site, open_page, javascript):
    page = opened(site, open_page, javascript=javascript)
    page.fill(field(WHY), "Typed before")
    page.locator(f"[data-beside='{WHY}'] button").click()
    page.wait_for_url("**/evidence")
    page.set_input_files("#file", {"name": "Liste.pdf", "mimeType": "text/html", "buffer": GOOD["pdf"]})
    page.click("text=Add the file")
    page.fill("#address", "https://example.org/report")
    page.click("text=Add the link")
    with page.expect_download() as waiting:
        page.click("text=Liste.pdf")
    assert waiting.value.suggested_filename == "Liste.pdf"
    assert waiting.value.path().read_bytes() == GOOD["pdf"]
    page.click("text=Back to the question")
    assert page.input_value(field(WHY)) == "Typed before"
    page.click("text=Evidence: 2 – add or remove")
    page.wait_for_url("**/evidence")
    for _ in range(2):
        page.click("button:has-text('Remove') >> nth=0")
    assert "Nothing has been added here yet." in page.inner_text("main")


def test_file_that_is_too_large_is_named_before_it_is_sent(site, open_page):
    page, sent = opened(site, open_page), []
    page.locator(f"[data-beside='{WHY}'] button").click()
    page.wait_for_url("**/evidence")
    page.on("request", lambda request: sent.append(request.method))
    page.set_input_files(
        "#file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x" * (5 * 2**20 + 1)}
    )
    page.click("text=Add the file")
    assert "This file is larger than 5 MB." in page.inner_text("#file-fault")
    assert sent == []
    assert faults(page) == []
    page.set_input_files("#file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": GOOD["pdf"]})
    page.click("text=Add the file")
    expect(page.locator("text=a.pdf").first).to_be_visible()


def test_evidence_page_with_a_fault_is_accessible_and_fits(site, open_page):
    page = opened(site, open_page, width=320)
    page.locator(f"[data-beside='{WHY}'] button").click()
    page.wait_for_url("**/evidence")
    page.click("text=Add the link")
    assert "Write the address of the page." in page.inner_text(".fault-summary")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
