"""Every page in every language: axe finds nothing, and nothing sticks out of a narrow screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

ROLES = ("visitor", "mission_staff", "mission_lead", "working_group", "administrator")
LANGUAGES = ("en", "fr", "es")


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in found]


def speak(page, site, language):
    """Chooses the language as a visitor does."""
    page.goto(f"{site.url}/account")
    if page.locator(f"footer button[lang={language}]").count():
        page.click(f"footer button[lang={language}]")


def assert_titled(page, path):
    title, heading = page.title(), page.locator("h1").inner_text()
    assert title.startswith(heading.replace("\n", " ")), path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_and_fits(site, open_page, role, language):
    page = open_page(width=1280)
    if role != "visitor":
        site.sign_in(page, role)
    speak(page, site, language)
    for path in site.paths(role):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(site.url + path)
        assert page.locator("html").get_attribute("lang") == language
        assert_titled(page, path)
        assert faults(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_pages_are_accessible_in_dark_mode(site, open_page):
    page = site.sign_in(open_page(color_scheme="dark"), "mission_staff")
    for path in site.paths("mission_staff")[:6]:
        page.goto(site.url + path)
        assert faults(page) == [], path


def test_sign_in_with_mistakes_is_accessible(site, open_page):
    page = open_page()
    page.goto(f"{site.url}/sign-in")
    page.fill("#email", "not an address")
    page.click("main button")
    assert "Please check" in page.inner_text("main")
    assert faults(page) == []


def test_a_question_with_mistakes_is_accessible(site, open_page):
    page = site.sign_in(open_page(), "mission_staff")
    page.goto(f"{site.url}{site.report(8)}/questions/Q10_ACCESS")
    page.fill("input[name='Q10_ACCESS.reach:eligible:women']", "a dozen")
    page.click("text=Save and continue")
    assert "Write each count as a whole number" in page.inner_text(".fault-summary")
    assert faults(page) == []


def test_the_conflict_view_is_accessible(site, open_page):
    mine, theirs = site.sign_in(open_page(), "mission_staff"), site.sign_in(open_page(), "mission_lead")
    for page, text in ((mine, "mine"), (theirs, "theirs")):
        page.goto(f"{site.url}{site.report(8)}/questions/Q4_LESSONS")
        page.fill("textarea", text)
    theirs.click("text=Save and continue")
    mine.click("text=Save and continue")
    assert "theirs" in mine.inner_text(".pair")
    assert mine.input_value("textarea") == "mine"
    assert faults(mine) == []
    mine.set_viewport_size({"width": 320, "height": 640})
    assert mine.evaluate("document.documentElement.scrollWidth") <= 320
