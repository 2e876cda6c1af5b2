"""The pages of a round on paper: what they are of, nothing to click, nothing cut off, heads on every sheet."""

import pytest

from tests.browser.looking import sticks_out

ROUND = "/rounds/2001"
# A4 without the margins of the sheet, at 96 pixels an inch
PORTRAIT, LANDSCAPE = 703, 1031
PAGES = [
    ("", PORTRAIT), ("/matrix", LANDSCAPE), ("/summary", PORTRAIT), ("/questions/Q10_ACCESS", PORTRAIT),
    ("/summary/Q4_LESSONS.lessons/due", PORTRAIT), ("/projects", LANDSCAPE), ("/patterns", PORTRAIT),
    ("/patterns/indicators", LANDSCAPE), ("/patterns/indicators?lines=projects", LANDSCAPE),
    ("/patterns/constraints", LANDSCAPE), ("/patterns/awareness/any/any", PORTRAIT),
]  # fmt: skip
CUT = """() => [...document.querySelectorAll("main *:not(.edge, .unseen, [hidden])")].filter(e =>
    e.checkVisibility() && getComputedStyle(e).display !== "inline" && e.scrollWidth > e.clientWidth + 1
    && e.clientWidth > 0).map(e => e.outerHTML.slice(0, 120))"""
CONTROLS = ".top nav, footer, .subnav, .narrow, .jump, .actions, main form, main button, .screen"
HEADS = "() => [...document.querySelectorAll('thead')].map(e => getComputedStyle(e).display)"
SHEETS = "() => [...document.styleSheets].map(one => one.href.split('/').pop())"


def printed(site, page, path, width):
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(site.url + path)
    page.emulate_media(media="print")


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.long)])
def test_pages_of_a_round_are_whole_on_paper(site, open_page, language):
    page = site.sign_in(open_page(locale=language), "working_group")
    for path, width in PAGES:
        printed(site, page, f"{ROUND}{path}", width)
        assert [one.is_visible() for one in page.locator(CONTROLS).all()].count(True) == 0, path
        assert page.evaluate(CUT) == sticks_out(page) == [], path
        assert set(page.evaluate(HEADS)) <= {"table-header-group"}, path
        assert ("landscape-print.css" in page.evaluate(SHEETS)) == (width == LANDSCAPE), path


def test_sheet_says_round_filters_date_and_what_is_invented(site, open_page):
    page = site.sign_in(open_page(locale="en"), "working_group")
    printed(site, page, f"{ROUND}/patterns?region=Asia", PORTRAIT)
    head = page.locator("main").inner_text()
    for words in ("Awareness: partners and staff", "Round 2001 · As of ", "Filtered: Region: Asia."):
        assert words in head
    assert "This page shows fictitious answers" in head
    edge = page.locator(".edge")
    assert edge.inner_text().startswith("Fictitious answers · Round 2001 · Region: Asia · ")
    assert edge.evaluate("e => getComputedStyle(e).position") == "fixed"
    page.emulate_media(media="screen")
    assert edge.is_visible() is False
    assert "As of" not in page.locator("main").inner_text()
