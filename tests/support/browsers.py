"""Fixtures for tests that look at pages as a visitor does."""

import pytest

from tests.support import browser as chromium

FIXTURES = {"browser", "open_page", "page"}


def pytest_itemcollected(item):
    if FIXTURES & set(getattr(item, "fixturenames", ())):
        item.add_marker("browser")


@pytest.fixture(scope="session")
def browser():
    """One Chromium for each worker."""
    path = chromium.found()
    if path is None:
        pytest.skip(chromium.why_missing())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=chromium.launch_arguments(), env=chromium.environment(path)
        )
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser):
    """`open_page(width, javascript=True, locale="en")` opens a page with cookies of its own."""
    contexts = []

    def opened(width=1280, javascript=True, locale="en", **options):
        viewport = {"width": width, "height": 800}
        context = browser.new_context(
            viewport=viewport, java_script_enabled=javascript, locale=locale, **options
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        return following(context.new_page())

    yield opened
    for context in contexts:
        context.close()


def following(page):
    """The page, whose clicks also wait until the page that they lead to has loaded."""
    click = page.click

    def click_and_follow(*arguments, **options):
        click(*arguments, **options)
        page.wait_for_load_state()

    page.click = click_and_follow
    return page


@pytest.fixture
def page(open_page):
    """A desktop-sized page with JavaScript."""
    return open_page()
