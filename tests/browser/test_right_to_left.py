"""The layout in a language that is written from right to left: the tests' own, see tests/support/right_to_left.py."""

import pytest

from tests.browser.looking import faults, sticks_out
from tests.support.right_to_left import CODE
from tests.support.site import STAFF_FIRST, Site


@pytest.fixture
def mirrored(right_to_left_app):
    opened = Site(right_to_left_app)
    yield opened
    opened.close()


@pytest.mark.long
@pytest.mark.parametrize("role", STAFF_FIRST)
def test_every_page_is_mirrored_accessible_and_fits(mirrored, open_page, role):
    page = open_page(locale=CODE)
    if role != "visitor":
        mirrored.sign_in(page, role)
    for path in mirrored.paths(role):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(mirrored.url + path)
        assert (page.get_attribute("html", "lang"), page.get_attribute("html", "dir")) == (CODE, "rtl")
        assert faults(page) == [], path
        assert sticks_out(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert sticks_out(page) == [], path


def test_what_comes_first_stands_on_the_right(mirrored, open_page):
    page = mirrored.sign_in(open_page(locale=CODE, javascript=False), "mission_staff")
    page.goto(f"{mirrored.url}{mirrored.report(8)}/questions/S_STATUS")
    day, month, year = (
        page.locator(f"[id$='-{name}']").bounding_box()["x"] for name in ("day", "month", "year")
    )
    assert day > month > year
    first, second = (page.locator(".actions .button").nth(n).bounding_box()["x"] for n in (0, 1))
    assert first > second
    quote = page.locator("blockquote").evaluate(
        "e => [getComputedStyle(e).borderRightWidth, getComputedStyle(e).borderLeftWidth]"
    )
    assert quote == ["5px", "0px"]


def test_the_first_column_of_the_matrix_stays_on_the_right(mirrored, open_page):
    page = mirrored.sign_in(open_page(locale=CODE), "working_group")
    page.goto(f"{mirrored.url}/rounds/2001/matrix")
    area, head = page.locator(".tall"), page.locator(".matrix tbody th").first
    area.evaluate("e => e.scrollLeft = -600")
    outer, inner = area.bounding_box(), head.bounding_box()
    assert abs(outer["x"] + outer["width"] - inner["x"] - inner["width"]) <= 20
