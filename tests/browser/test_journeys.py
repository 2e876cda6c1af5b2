"""The main job from end to end, as its users do it."""

import pytest

from survey.downloads.reader import read_rows

TITLE = "Pre-production of a film on migrant children"


def choose(page, part, option):
    page.check(f"[id='{part}-{option}']")


def answer_report(page, site):
    """Answers two questions of the untouched report and leaves the rest blank."""
    page.goto(f"{site.url}/projects")
    page.click(f"text={TITLE}")
    page.click("text=Success of the project")
    choose(page, "Q7_SUCCESS.success", "partly")
    page.fill("[id='Q7_SUCCESS.why']", "= Une réponse d’essai, «avec accents»\nand two lines")
    page.click("text=Save and go to the list")
    # a script saves before it goes there by itself
    page.wait_for_url(f"**{site.report(8)}")
    assert page.locator("li", has_text="Success of the project").locator(".tag").inner_text() == "Done"


def sign_report(page, site):
    page.goto(f"{site.url}/projects")
    page.click(f"text={TITLE}")
    page.click("text=Check the answers")
    assert "Une réponse d’essai" in page.inner_text("main")
    page.fill("#name", "María Example")
    page.fill("#function", "Chief of Mission")
    page.check("#sure")
    page.click("button:has-text('Sign and submit')")
    assert "The report is signed and submitted." in page.inner_text("main")


@pytest.mark.parametrize("javascript", [pytest.param(False, marks=pytest.mark.long), True])
def test_a_report_is_answered_signed_compared_and_downloaded(site, open_page, javascript):
    answer_report(site.sign_in(open_page(javascript=javascript), "mission_staff"), site)
    sign_report(site.sign_in(open_page(javascript=javascript), "mission_lead"), site)

    page = site.sign_in(open_page(javascript=javascript), "working_group")
    page.goto(f"{site.url}/rounds/2001/matrix")
    assert "Partly" in page.locator("tr", has_text=TITLE).inner_text()
    page.goto(f"{site.url}/rounds/2001/summary")
    assert "8 due" in page.inner_text("main")
    page.goto(f"{site.url}/rounds/2001/projects")
    assert "50,000" in page.inner_text("main")

    rows = download(page, site, "answers_long")
    [found] = [row for row in rows if row["project"] == TITLE and row["part_code"] == "Q7_SUCCESS.why"]
    assert found["value"] == "= Une réponse d’essai, «avec accents»\nand two lines"
    assert found["status"] == "answered"
    summary = download(page, site, "summary")
    [partly] = [
        row for row in summary if row["part_code"] == "Q7_SUCCESS.success" and row["option"] == "partly"
    ]
    assert (partly["n_due"], partly["n_received"]) == ("8", "6")


def download(page, site, name):
    """The rows of a file, read back as the reader reads it."""
    page.goto(f"{site.url}/rounds/2001/downloads")
    with page.expect_download() as waiting:
        page.locator(f"a[href*='/{name}.csv']").first.click()
    assert waiting.value.path().read_bytes().startswith(b"\xef\xbb\xbf")
    header, *rows = read_rows(waiting.value.path())
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_question_is_answered_with_the_keyboard_alone(site, open_page):
    page = site.sign_in(open_page(javascript=False), "mission_staff")
    page.goto(f"{site.url}{site.report(8)}/questions/Q7_SUCCESS")
    press_until(page, "Q7_SUCCESS.success-yes")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    press_until(page, "Q7_SUCCESS.why")
    page.keyboard.type("By hand")
    press_until(page, "next", by="value")
    page.keyboard.press("Enter")
    page.wait_for_url("**/Q8_DATA")
    page.goto(f"{site.url}{site.report(8)}/questions/Q7_SUCCESS")
    assert page.is_checked("[id='Q7_SUCCESS.success-partly']")
    assert page.input_value("[id='Q7_SUCCESS.why']") == "By hand"


def press_until(page, wanted, by="id"):
    """Presses Tab until the element with this id, or value, has the focus, which must be visible."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.get_attribute(by) == wanted:
            return
    raise AssertionError(f"Tab never reaches {wanted}")


def test_parts_appear_when_their_condition_holds(site, open_page):
    page = site.sign_in(open_page(), "mission_staff")
    page.goto(f"{site.url}{site.report(8)}/questions/Q2_SPINOFF")
    which = page.locator("[id='Q2_SPINOFF.which']")
    assert not which.is_visible()
    choose(page, "Q2_SPINOFF.resulted", "partly")
    assert which.is_visible()
    choose(page, "Q2_SPINOFF.resulted", "no")
    assert not which.is_visible()


def test_parts_say_their_condition_where_scripts_are_off(site, open_page):
    page = site.sign_in(open_page(javascript=False), "mission_staff")
    page.goto(f"{site.url}{site.report(8)}/questions/Q2_SPINOFF")
    assert page.locator("[id='Q2_SPINOFF.which']").is_visible()
    assert "Only if" in page.inner_text("[id='Q2_SPINOFF.which-depends']")


PAYLOADS = (
    "<script>document.title='hit'</script>",
    '"><img src=x onerror="document.title=\'hit\'">',
    "</textarea><svg onload=\"document.title='hit'\">",
)


def test_what_people_write_is_never_run(site, open_page):
    staff = site.sign_in(open_page(), "mission_staff")
    staff.goto(f"{site.url}{site.report(8)}/questions/Q4_LESSONS")
    staff.fill("textarea", "\n".join(PAYLOADS))
    staff.click("text=Save and continue")
    staff.wait_for_url("**/Q5_BALANCE")
    lead = site.sign_in(open_page(), "mission_lead")
    lead.goto(f"{site.url}{site.report(8)}/answers")
    lead.fill("#name", PAYLOADS[0])
    lead.fill("#function", PAYLOADS[1])
    lead.check("#sure")
    lead.click("button:has-text('Sign and submit')")
    group = site.sign_in(open_page(), "working_group")
    for page, path in (
        (staff, "/projects"),
        (staff, f"{site.report(8)}/answers"),
        (group, f"{site.report(8)}/answers"),
        (group, "/rounds/2001/questions/Q4_LESSONS"),
    ):
        page.goto(site.url + path)
        page.wait_for_load_state("networkidle")
        assert page.title() != "hit"
        assert page.locator("main script, main svg[onload], main img").count() == 0
