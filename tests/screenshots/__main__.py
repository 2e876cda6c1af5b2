"""Takes the pictures that the README shows, from the sample, beside this file."""

import sys
import tempfile
from pathlib import Path

from tests.support import browser as chromium
from tests.support.app import build_app, prepare_sample
from tests.support.site import Site

FOLDER = Path(__file__).parent
WIDE, NARROW = 1280, 320


def pictures(site):
    """Name, role, path, width and language of each picture."""
    own = site.report(5)
    return [
        ("home", "mission_staff", "/projects", WIDE, "en"),
        ("question", "mission_staff", f"{own}/questions/Q6_CAPACITY", WIDE, "es"),
        ("question-narrow", "mission_staff", f"{own}/questions/Q10_ACCESS", NARROW, "fr"),
        ("matrix", "working_group", "/rounds/2001/matrix", WIDE, "en"),
        ("summary", "working_group", "/rounds/2001/summary#Q7_SUCCESS", WIDE, "en"),
    ]


def take(site, opened):
    for name, role, path, width, language in pictures(site):
        context = opened.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        page = site.sign_in(context.new_page(), role)
        if language != "en":
            page.click(f"footer button[lang={language}]")
        page.goto(site.url + path)
        page.screenshot(path=FOLDER / f"{name}.png")
        context.close()
        print(FOLDER.name + f"/{name}.png")


def main():
    path = chromium.found()
    if path is None:
        sys.exit(f"No pictures were taken: {chromium.why_missing()}")
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/sample.db"
        prepare_sample(url)
        site = Site(build_app(url, Path(folder)))
        opened = playwright.chromium.launch(
            executable_path=path, args=chromium.launch_arguments(), env=chromium.environment(path)
        )
        try:
            take(site, opened)
        finally:
            opened.close()
            site.close()


if __name__ == "__main__":
    main()
