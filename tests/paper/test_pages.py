"""The pages of an upload in a browser, without scripts, on a wide and on a narrow screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.paper.forms import fill_word
from tests.support.site import FRENCH_FIRST

LESSONS, WHY = "Q4_LESSONS.lessons", "Q7_SUCCESS.why"
PAYLOAD = "<script>document.title='hit'</script><img src=x onerror=\"document.title='hit'\">"


def assert_accessible(page):
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in found] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 800})


def speak(page, site, language):
    page.goto(f"{site.url}/account")
    if page.locator(f"footer button[lang={language}]").count():
        page.click(f"footer button[lang={language}]")


def choose_file(page, data, name="form.docx"):
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.click("main .button")


def download(page, site, name):
    return page.context.request.get(f"{site.url}{site.report(8)}/paper/{name}").body()


@pytest.mark.long
@pytest.mark.parametrize("language", FRENCH_FIRST)
def test_every_state_of_an_upload_is_accessible(site, open_page, language):
    mine, theirs = site.sign_in(open_page(), "mission_staff"), site.sign_in(open_page(), "mission_lead")
    for page in (mine, theirs):
        speak(page, site, language)
    counts = {"Q10_ACCESS.reach:eligible:women": "12a"}
    data = fill_word(download(mine, site, "form.docx"), {LESSONS: "mine", WHY: PAYLOAD, **counts})
    theirs.goto(f"{site.url}{site.report(8)}/questions/Q4_LESSONS")
    theirs.fill("textarea", "theirs")
    theirs.click("main .button >> nth=0")
    # a script saves before it goes on by itself
    theirs.wait_for_url("**/Q5_BALANCE")

    mine.goto(f"{site.url}{site.report(8)}/paper/upload")
    choose_file(mine, b"%PDF-1.7", "report.pdf")
    assert mine.locator(".fault-summary").count() == 1
    assert_accessible(mine)
    choose_file(mine, data)
    assert mine.locator("input[type=radio]").count() == 2
    assert mine.title() != "hit"
    assert_accessible(mine)
    mine.click("main .button")
    assert mine.locator(f"[id='{LESSONS}']").inner_text().count("theirs") == 1
    assert_accessible(mine)


def test_form_is_uploaded_and_taken_over_without_scripts(site, open_page):
    page = site.sign_in(open_page(javascript=False), "mission_staff")
    page.goto(f"{site.url}{site.report(8)}")
    data = fill_word(download(page, site, "form.docx"), {LESSONS: "Une leçon\n\n= deux", WHY: "taken away"})
    page.click("text=Upload a filled form")
    choose_file(page, data)
    page.uncheck(f"[id='{WHY}-file']")
    page.click("main .button")
    assert "taken away" in page.inner_text("main")
    page.click("text=Back to the report")
    page.click("text=Lessons learned")
    assert page.input_value("textarea") == "Une leçon\n\n= deux"


def test_report_prints_without_what_is_there_to_be_clicked(site, open_page):
    page = site.sign_in(open_page(color_scheme="dark"), "mission_lead")
    page.goto(f"{site.url}{site.report(8)}/answers")
    page.emulate_media(media="print")
    visible = page.locator("main").inner_text()
    assert "Sign and submit" not in visible
    assert "Change" not in visible
    assert "What lessons were learned?" in visible
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
