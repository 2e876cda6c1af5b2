"""Writing the next version of the questionnaire as an administrator does, with and without scripts."""

import pytest
from playwright.sync_api import expect

from survey.questionnaire.editing.order import order_of
from survey.questionnaire.editing.places import part_in, question_in
from tests.browser.looking import faults, sticks_out
from tests.questionnaire.routes.pages import DRAFT, HOME, begin, stored

PAYLOAD = "<img src=x onerror=\"document.title='run'\">\"'><script>document.title='run'</script>"
PATHS = (
    HOME,
    f"{DRAFT}/discard",
    f"{DRAFT}/version",
    f"{DRAFT}/questions/Q1_AWARENESS",
    f"{DRAFT}/questions/Q4_LESSONS/parts/new?kind=table",
    f"{DRAFT}/parts/Q1_AWARENESS.how",
    f"{DRAFT}/parts/Q9_IMPACTDIFF.different",
    f"{DRAFT}/lists/barriers",
    f"{DRAFT}/library",
)


@pytest.fixture
def draft(site):
    begin(site.app)
    return site


def order(site, code):
    return order_of(stored(site.app).document, code)


def open_all(page):
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")


@pytest.mark.long
def test_every_page_of_an_author_is_accessible_and_fits(draft, open_page):
    page = draft.sign_in(open_page(locale="fr"), "administrator")
    for path in PATHS:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(draft.url + path)
        assert page.title().startswith(page.locator("h1").inner_text()), path
        assert faults(page) == [], path
        open_all(page)
        page.set_viewport_size({"width": 320, "height": 640})
        assert sticks_out(page) == [], path


@pytest.mark.long
def test_what_is_wrong_is_accessible_and_fits(draft, open_page):
    page = draft.sign_in(open_page(locale="fr"), "administrator")
    page.goto(f"{draft.url}{DRAFT}/questions/Q4_LESSONS/parts/new?kind=table")
    page.click("#element .actions .button >> nth=0")
    expect(page.locator(".fault-summary")).to_be_visible()
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert sticks_out(page) == []


def fill(page, name, text):
    page.fill(f"[name='{name}']", text)


def test_question_with_a_conditional_part_is_added_without_scripts(site, open_page):
    page = site.sign_in(open_page(javascript=False), "administrator")
    page.click("text=Questionnaire >> nth=0")
    page.click("text=Begin a draft of version 3")
    page.click("text=Add a question >> nth=0")
    for name, text in {"title": "Link noticed", "text": "Did partners notice the link?"}.items():
        for language in ("en", "fr", "es"):
            fill(page, f"{name}.{language}", f"{text} ({language})")
    page.select_option("#section", "ADDED")
    page.click("text=Save in the draft")
    page.select_option("#kind", "verdict")
    page.click("text=Show the fields of this kind")
    for name, text in {"label": "Was it noticed?", "short": "Noticed"}.items():
        fill(page, f"{name}.en", text)
    page.check("#polarity-good")
    page.click("text=Save and add another part")
    page.select_option("#kind", "text")
    for name, text in {"label": "Who noticed it?", "short": "Who"}.items():
        fill(page, f"{name}.en", text)
    page.click("text=Add a condition >> nth=0")
    page.select_option("[name='when.part']", "X_LINK_NOTICED_EN.noticed")
    page.click("text=Show its answers")
    page.check("[name='when.codes'][value='0:yes']")
    page.click("text=Save in the draft")
    expect(page.locator("[id='X_LINK_NOTICED_EN.who']")).to_be_visible()
    document = stored(site.app).document
    assert [part["code"] for part in question_in(document, "X_LINK_NOTICED_EN")["parts"]] == [
        "noticed",
        "who",
    ]
    assert part_in(document, "X_LINK_NOTICED_EN.who")["when"] == [
        {"part": "X_LINK_NOTICED_EN.noticed", "in": ["yes"]}
    ]


def test_order_is_changed_by_keyboard_and_by_dragging(draft, open_page):
    # nothing scrolls while something is dragged
    page = draft.sign_in(open_page(reduced_motion="reduce"), "administrator")
    page.set_viewport_size({"width": 1280, "height": 3_000})
    page.goto(draft.url + HOME)
    page.focus("[id='Q1_AWARENESS.staff'] summary")
    for key in ("Enter", "Tab", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**#Q1_AWARENESS.staff")
    page.wait_for_load_state()
    assert order(draft, "Q1_AWARENESS.staff") == ["staff", "partners", "how"]
    page.drag_and_drop("[id='Q1_AWARENESS.how'] a", "[id='Q1_AWARENESS.staff'] a")
    page.wait_for_url("**#Q1_AWARENESS.how")
    page.wait_for_load_state()
    assert order(draft, "Q1_AWARENESS.how") == ["how", "staff", "partners"]
    page.goto(draft.url + HOME)
    page.drag_and_drop("#Q3_ENCOURAGE h4 a", "#Q1_AWARENESS h4 a")
    page.wait_for_url("**#Q3_ENCOURAGE")
    page.wait_for_load_state()
    assert order(draft, "Q3_ENCOURAGE")[:3] == ["Q3_ENCOURAGE", "Q1_AWARENESS", "Q2_SPINOFF"]


def test_fields_change_in_place_and_keep_what_was_typed(draft, open_page):
    page = draft.sign_in(open_page(), "administrator")
    page.goto(f"{draft.url}{DRAFT}/questions/Q4_LESSONS/parts/new")
    fill(page, "label.en", "Typed before")
    page.select_option("#kind", "one_choice")
    page.select_option("#options", "own list")
    page.locator("[name='own.en'] >> nth=2").fill("Third")
    page.click("text=More rows")
    page.locator("[name='own.en'] >> nth=5").wait_for()
    page.locator("[name='do'][value='up:own:2']").click()
    expect(page.locator("[name='own.en'] >> nth=1")).to_have_value("Third")
    assert page.input_value("[name='label.en']") == "Typed before"
    assert page.url.endswith("/parts/new")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_scripts_in_texts_are_shown_and_never_run(draft, open_page):
    page = draft.sign_in(open_page(), "administrator")
    page.goto(f"{draft.url}{DRAFT}/questions/Q4_LESSONS/parts/new?kind=one_choice")
    page.select_option("#options", "own list")
    page.locator("[name='own.en'] >> nth=0").wait_for()
    open_all(page)
    for box in page.locator(
        "#element :is(input[type=text], textarea):not([name='code'], [name='own.code'])"
    ).all():
        box.fill(PAYLOAD if "short" not in box.get_attribute("name") else "<b onclick=x>&\"'")
    seen = page.input_value("[name='label.en']")
    fill(page, "code", "evil")
    page.click("text=Save in the draft")
    shown = [page.title()]
    page.locator("[name='other.en']").fill("")
    for language in ("fr", "es"):
        page.locator(f"[name='other.{language}']").fill("")
    page.click("text=Save in the draft")
    for path in (
        HOME,
        f"{DRAFT}/parts/Q4_LESSONS.evil",
        f"{DRAFT}/lists/q4_lessons_evil",
        f"{DRAFT}/library",
    ):
        page.goto(draft.url + path)
        shown.append(page.title())
    assert seen == PAYLOAD
    assert part_in(stored(draft.app).document, "Q4_LESSONS.evil")["label"]["fr"] == PAYLOAD
    assert [title for title in shown if "run" in title] == []
