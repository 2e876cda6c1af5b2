"""Every page in every language: axe finds nothing, and nothing sticks out of a narrow screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import faults, sticks_out
from tests.support.site import FRENCH_FIRST, ROLES, ROLES_AND_LANGUAGES


def assert_titled(page, path):
    title, heading = page.title(), page.locator("h1").inner_text()
    assert " ".join(title.split()).startswith(" ".join(heading.split())), path


@pytest.fixture
def visiting(site, open_page):
    """`visiting(role, **options)` is a page of a browser in which somebody with this role is signed in."""

    def opened(role, scripts=True, **options):
        page = open_page(**options)
        if not scripts:
            # the page's own do not arrive; axe still runs
            page.route("**/*.js", lambda route: route.abort())
        return page if role == "visitor" else site.sign_in(page, role)

    return opened


@pytest.mark.parametrize(("role", "language"), ROLES_AND_LANGUAGES)
def test_every_page_is_accessible_and_fits(site, visiting, role, language):
    page = visiting(role, locale=language)
    for path in site.paths(role):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(site.url + path)
        assert page.locator("html").get_attribute("lang") == language
        assert_titled(page, path)
        assert faults(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert sticks_out(page) == [], path


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_pages_are_accessible_in_dark_mode(site, visiting, role):
    page = visiting(role, color_scheme="dark")
    for path in site.paths(role):
        page.goto(site.url + path)
        assert faults(page) == [], path


def assert_shown_again(page, language):
    """The page says that something is to be checked; in both colour schemes and on a narrow screen too."""
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator(".fault-summary")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert sticks_out(page) == []


@pytest.mark.parametrize("language", FRENCH_FIRST)
def test_forms_with_mistakes_are_accessible(site, visiting, language):
    page = visiting("visitor", locale=language)
    page.goto(f"{site.url}/sign-in")
    page.fill("#email", "not an address")
    page.click("main .button")
    assert_shown_again(page, language)

    page = visiting("administrator", locale=language)
    page.goto(f"{site.url}/people/invite")
    page.click("main .button")
    assert_shown_again(page, language)

    page = visiting("mission_lead", locale=language)
    page.goto(f"{site.url}{site.report(8)}/answers")
    page.click("main form .actions .button")
    assert_shown_again(page, language)


@pytest.mark.parametrize("language", FRENCH_FIRST)
def test_a_question_with_mistakes_is_accessible(site, visiting, language):
    page = visiting("mission_staff", locale=language, scripts=False)
    page.goto(f"{site.url}{site.report(8)}/questions/Q10_ACCESS")
    page.fill("input[name='Q10_ACCESS.reach:eligible:women']", "a dozen")
    page.click(".actions .button >> nth=0")
    assert page.input_value("input[name='Q10_ACCESS.reach:eligible:women']") == "a dozen"
    assert_shown_again(page, language)


@pytest.mark.long
@pytest.mark.parametrize("language", FRENCH_FIRST)
def test_the_conflict_view_is_accessible(site, visiting, language):
    mine, theirs = (
        visiting("mission_staff", locale=language, scripts=False),
        visiting("mission_lead", locale=language, scripts=False),
    )
    for page, text in ((mine, "mine"), (theirs, "theirs")):
        page.goto(f"{site.url}{site.report(8)}/questions/Q4_LESSONS")
        page.fill("textarea", text)
    for page in (theirs, mine):
        page.click(".actions .button >> nth=0")
    assert "theirs" in mine.inner_text(".pair")
    assert mine.input_value("textarea") == "mine"
    assert_shown_again(mine, language)


@pytest.mark.long
@pytest.mark.parametrize("language", FRENCH_FIRST)
def test_what_is_kept_when_the_language_changes_is_accessible(site, visiting, language):
    page = visiting("mission_staff", locale=language, scripts=False)
    page.goto(f"{site.url}{site.report(8)}/questions/Q10_ACCESS")
    page.fill("input[name='Q10_ACCESS.reach:eligible:women']", "a dozen")
    page.click(".actions .button >> nth=0")
    # typed on after the page was shown again
    page.fill("input[name='Q10_ACCESS.reach:reached:women']", "ten")
    other = "fr" if language == "en" else "en"
    page.click(f"footer button[lang={other}]")
    assert page.locator("html").get_attribute("lang") == other
    assert page.locator("dd").all_inner_texts() == ["a dozen", "ten"]
    assert faults(page) == []
    page.click("main .button")
    assert page.input_value("input[name='Q10_ACCESS.reach:eligible:women']") == "a dozen"
    assert page.input_value("input[name='Q10_ACCESS.reach:reached:women']") == "ten"
    assert_shown_again(page, other)
