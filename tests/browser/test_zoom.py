"""Pages for people who see them in another way: enlarged, respaced, in their own colours, without motion, printed."""

import pytest

from tests.browser.looking import sticks_out
from tests.support.site import STAFF_FIRST

# 1280 by 1024 at 400 per cent
ENLARGED = {"width": 320, "height": 256}
# WCAG 1.4.12
RESPACED = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }
"""
# text that is cut off: its box hides what does not fit
CUT = """() => [...document.querySelectorAll("body *")].filter(e => {
    const style = getComputedStyle(e);
    return !e.closest(".unseen, .scroll, textarea, select") && e.innerText?.trim()
        && (["hidden", "clip"].includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1
            || ["hidden", "clip"].includes(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 120))"""
MOVING = """() => [document.documentElement, ...document.querySelectorAll("*")].filter(e => {
    const style = getComputedStyle(e);
    return style.scrollBehavior === "smooth" || style.animationName !== "none"
        || parseFloat(style.transitionDuration) > 0;
}).map(e => e.outerHTML.slice(0, 120))"""
BORDERLESS = """() => [...document.querySelectorAll(
    ".button, .tag, .notice, .fault-summary, input:not([type=hidden]), select, textarea, .cards > li, .pair > *"
)].filter(e => {
    const style = getComputedStyle(e);
    return e.checkVisibility() && !["checkbox", "radio"].includes(e.type) && (
        style.borderTopStyle === "none" || style.borderTopColor === getComputedStyle(document.body).backgroundColor
        || style.borderTopColor === "rgba(0, 0, 0, 0)");
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def visited(site, open_page):
    """`visited(role, **options)` opens one page of the role after the other and yields it with its path."""

    def pages(role, **options):
        page = open_page(**options)
        if role != "visitor":
            site.sign_in(page, role)
        for path in site.paths(role):
            page.goto(site.url + path)
            yield page, path

    return pages


@pytest.mark.parametrize("role", STAFF_FIRST)
def test_nothing_sticks_out_or_is_cut_off_when_enlarged_and_respaced(visited, role):
    for page, path in visited(role, locale="fr"):
        page.set_viewport_size(ENLARGED)
        assert sticks_out(page) == [], path
        page.evaluate(
            "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
            " document.adoptedStyleSheets = [sheet]; }",
            RESPACED,
        )
        assert sticks_out(page) == [], path
        assert page.evaluate(CUT) == [], path
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.evaluate(CUT) == [], path


@pytest.mark.long
@pytest.mark.parametrize("role", STAFF_FIRST)
def test_nothing_moves_where_motion_is_not_wanted_and_edges_show_in_own_colours(visited, role):
    for page, path in visited(role, reduced_motion="reduce", forced_colors="active"):
        assert page.evaluate(MOVING) == [], path
        assert page.evaluate(BORDERLESS) == [], path


@pytest.mark.long
def test_print_shows_the_answers_and_no_controls(visited, site):
    for page, path in visited("mission_lead"):
        page.emulate_media(media="print")
        assert page.locator("main h1").is_visible(), path
        for control in (".top nav", "footer", ".actions", ".skip"):
            assert page.locator(control).first.is_visible() is False, path
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
