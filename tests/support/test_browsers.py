PAGE = "data:text/html;charset=utf-8,<html lang=en><title>Survey</title><h1>Missions</h1>"


def test_page_shows_what_it_is_given(page):
    page.goto(PAGE)
    assert page.title() == "Survey"
    assert page.locator("h1").inner_text() == "Missions"


def test_open_page_has_the_width_and_language_asked_for(open_page):
    narrow = open_page(320, locale="fr")
    narrow.goto(PAGE)
    assert narrow.evaluate("[innerWidth, navigator.language]") == [320, "fr"]


def test_open_page_without_javascript_runs_no_script(open_page):
    page = open_page(1280, javascript=False)
    page.goto(PAGE + "<script>document.title = 'changed'</script>")
    assert page.title() == "Survey"
