"""What the tests look for on a page."""

from axe_playwright_python.sync_playwright import Axe

# target-size belongs to WCAG 2.2 AA, but has to be asked for
RULES = {"rules": {"target-size": {"enabled": True}}}
STICKS_OUT = """() => {
    const wide = document.documentElement.clientWidth, found = [];
    if (document.documentElement.scrollWidth <= wide) return found;
    for (const e of document.querySelectorAll("body *")) {
        const box = e.getBoundingClientRect();
        if ((box.right > wide + 1 || box.left < -1) && !e.closest(".scroll, .unseen, .skip"))
            found.push(e.outerHTML.slice(0, 120));
    }
    return found.length ? found : ["something"];
}"""


def faults(page):
    """What axe finds on the page: the rules, each with the first elements that break it."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in found]


def sticks_out(page):
    """The elements because of which the page scrolls sideways."""
    return page.evaluate(STICKS_OUT)
