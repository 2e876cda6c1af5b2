"""What the tests of saving share: a field, its state, and what came of it."""

CODE = "Q4_LESSONS.lessons"
FIELD = f"[id='{CODE}']"


def open_question(site, page, role="mission_staff", code="Q4_LESSONS"):
    """Signs the page's browser in and opens a question of the untouched report."""
    site.sign_in(page, role)
    page.goto(f"{site.url}{site.report(8)}/questions/{code}")
    return page


def state(page, name, part=CODE):
    """Waits until the part's line says that it is in this state; returns the line's words."""
    line = page.locator(f"[data-part='{part}'] .state[data-state='{name}']")
    line.wait_for()
    return line.inner_text()


def write(page, text, end="saved"):
    page.fill(FIELD, text)
    return state(page, end)


def until(page, condition):
    """Waits until this holds in the page; `wait_for_function` would need eval, which our policy forbids."""
    held = page.evaluate(f"""async () => {{
        for (let turn = 0; turn < 600 && !({condition}); turn++) await new Promise((next) => setTimeout(next, 50));
        return Boolean({condition});
    }}""")
    assert held, condition
