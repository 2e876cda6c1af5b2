"""Charts in a browser: in both colour schemes, on a narrow screen, enlarged, mirrored."""

import pytest

from tests.browser.looking import faults, sticks_out
from tests.comparison.repeated import SUCCESS, ask_again, publish_new_meaning
from tests.support.app import writing
from tests.support.right_to_left import CODE
from tests.support.site import Site

PARTNERS = "Q1_AWARENESS.partners"
# those with one round only are among the pages of the site
PATHS = (
    "/rounds/2001/against/2002",
    f"/rounds/2001/against/2002/{SUCCESS}",
    f"/rounds/2001/trend/{SUCCESS}",
)
# texts of charts that are cut off by the chart's edge, or too small to be read
CUT = """() => [...document.querySelectorAll("svg[role=img] text")].filter(e => {
    const box = e.getBoundingClientRect(), all = e.closest("svg[role=img]").getBoundingClientRect();
    return box.left < all.left - 1 || box.right > all.right + 1 || box.bottom > all.bottom + 1
        || parseFloat(getComputedStyle(e).fontSize) < 13;
}).map(e => e.outerHTML)"""


def add_rounds(app):
    """Two more rounds of the projects of 2001, the last one with a new meaning."""
    with writing(app) as session:
        ask_again(
            session, "2002", {1: {SUCCESS: "yes", PARTNERS: "no"}, 2: {SUCCESS: "no"}, 3: {SUCCESS: "partly"}}
        )
        publish_new_meaning(session)
        ask_again(session, "2003", {1: {SUCCESS: "no"}, 2: {SUCCESS: "yes"}}, version=3)
        session.commit()


def assert_readable(page, path):
    assert sticks_out(page) == [], path
    assert page.evaluate(CUT) == [], path


@pytest.mark.long
def test_charts_are_accessible_and_fit(site, open_page):
    add_rounds(site.app)
    page = site.sign_in(open_page(locale="en"), "working_group")
    for path, scheme in zip(PATHS, ("light", "dark", "light"), strict=True):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(site.url + path)
        assert faults(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert_readable(page, path)
        page.evaluate("document.documentElement.style.fontSize = '20px'")
        assert_readable(page, path)


def test_charts_are_mirrored_and_fit(right_to_left_app, open_page):
    add_rounds(right_to_left_app)
    mirrored = Site(right_to_left_app)
    try:
        page = mirrored.sign_in(open_page(width=320, locale=CODE), "working_group")
        for path in ("/rounds/2001/access", *PATHS):
            page.goto(mirrored.url + path)
            assert_readable(page, path)
        first = page.locator("svg[role=img] text").get_by_text("2001", exact=True).bounding_box()
        assert first["x"] > 160
    finally:
        mirrored.close()


def test_lines_print_in_black_on_white(site, open_page):
    add_rounds(site.app)
    page = site.sign_in(open_page(color_scheme="dark"), "working_group")
    page.goto(site.url + PATHS[-1])
    page.emulate_media(media="print")
    colour = "getComputedStyle(document.querySelector('svg[role=img] line')).stroke"
    assert page.evaluate(colour) == "rgb(0, 0, 0)"
