"""Every step by keyboard: all that can be used is reached in the order of the page, is seen, and lets one go on."""

import pytest

from tests.support.site import STAFF_FIRST

# what Tab should reach, but for boxes of one group, of which it reaches one
EXPECTED = """() => {
    const seen = new Set(), found = [];
    for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
        if (e.type === "hidden" || e.disabled || e.tabIndex < 0 || !e.checkVisibility()) continue;
        if (e.type === "radio") {
            if (seen.has(e.name)) continue;
            seen.add(e.name);
        }
        e.dataset.place = found.length;
        found.push(e.outerHTML.slice(0, 100));
    }
    return found;
}"""
# where the focus is, whether it shows, whether something lies above it
FOCUSED = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const style = getComputedStyle(e), box = e.getClientRects()[0] || e.getBoundingClientRect();
    const group = e.type === "radio" && document.querySelector(`[name='${CSS.escape(e.name)}'][data-place]`);
    const above = document.elementFromPoint(
        Math.min(Math.max(box.left + Math.min(box.width / 2, 12), 0), innerWidth - 1),
        Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 0), innerHeight - 1)
    );
    return {
        place: Number((group || e).dataset.place ?? -1),
        html: e.outerHTML.slice(0, 100),
        shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        free: e.contains(above) || above.contains(e) && above.closest("label, summary, .scroll") !== null,
    };
}"""


def steps(page, most):
    """Presses Tab from the top of the page until the focus leaves it, and yields where it was."""
    for _ in range(most):
        page.keyboard.press("Tab")
        where = page.evaluate(FOCUSED)
        if where is None:
            return
        yield where
    raise AssertionError(f"{page.url}: the focus never leaves the page")


@pytest.mark.parametrize("width", [1280, pytest.param(320, marks=pytest.mark.long)])
@pytest.mark.parametrize("role", STAFF_FIRST)
def test_tab_reaches_everything_in_order_and_is_seen(site, open_page, role, width):
    # without motion the page has scrolled by the time that it is asked
    page = open_page(width=width, reduced_motion="reduce")
    if role != "visitor":
        site.sign_in(page, role)
    for path in site.paths(role):
        page.goto(site.url + path)
        expected = page.evaluate(EXPECTED)
        reached = list(steps(page, len(expected) + 20))
        assert [where["place"] for where in reached] == list(range(len(expected))), path
        assert [where["html"] for where in reached if not where["shown"]] == [], path
        assert [where["html"] for where in reached if not where["free"]] == [], path


def test_skip_link_is_first_and_leads_past_the_menu(site, open_page):
    page = site.sign_in(open_page(), "mission_staff")
    page.goto(f"{site.url}/account")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "name"


def test_what_is_wrong_has_the_focus_and_leads_to_its_place(site, open_page):
    page = site.sign_in(open_page(javascript=False), "mission_staff")
    page.goto(f"{site.url}{site.report(8)}/questions/Q10_ACCESS")
    page.fill("input[name='Q10_ACCESS.reach:eligible:women']", "a dozen")
    page.click("text=Save and continue")
    assert page.locator(":focus").get_attribute("class") == "fault-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("name") == "Q10_ACCESS.reach:eligible:women"
