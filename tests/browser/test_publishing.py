"""Pages of a draft that is about to be published."""

from tests.browser.looking import faults, sticks_out
from tests.support.app import writing
from tests.support.drafts import ADDED, INSTRUMENT, add_question, make_draft

DRAFT = f"/versions/{INSTRUMENT}/draft"


def test_pages_of_a_draft_are_accessible_and_fit(site, open_page):
    with writing(site.app) as session:
        make_draft(session, add_question)
        session.commit()
    page = site.sign_in(open_page(), "administrator")
    for path in ("", "/impact", "/impact/missions", "/preview", f"/preview?question={ADDED}"):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(site.url + DRAFT + path)
        assert faults(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert sticks_out(page) == [], path
