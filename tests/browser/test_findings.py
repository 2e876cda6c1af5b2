"""From the board of a round to a finding and the words behind it, as a new member of the working group goes there: by
clicks and keys alone.
"""

import re

from survey.downloads.reader import read_rows

SENTENCE = (
    "women were under-represented among those reached in Access to health care for migrants in the European Union, "
    "Brussels (index 0.50, interval 0.35 to 0.69; women 24 of 180 eligible, men 61 of 140)"
)
QUOTED = "Les réunions avaient lieu en début de soirée."


def follow(page, words, within="main"):
    """Clicks the link with these words, and waits for its page."""
    page.locator(within).get_by_role("link", name=words, exact=True).click()
    page.wait_for_load_state()


def test_a_finding_is_reached_from_the_board_with_the_words_behind_it(site, open_page):
    page = site.sign_in(open_page(), "working_group")
    # the only round opens by itself
    assert page.inner_text("h1") == "Overview"
    follow(page, "Board")
    follow(page, "Women and men")
    assert SENTENCE not in page.inner_text("main")
    opening = page.locator("summary", has_text="Sentence for a finding")
    opening.focus()
    page.keyboard.press("Enter")
    assert SENTENCE in page.inner_text("main")
    assert page.get_by_role("img", name="Access: reached of eligible").is_visible()

    follow(page, "Texts on access")
    article = page.locator("article", has_text="Brussels")
    assert "Equal access: ● Yes" in article.inner_text()
    assert QUOTED in article.inner_text()

    follow(page, "Texts", within=".subnav")
    page.fill("#q", "reunions soiree")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("mark").all_inner_texts() == ["réunions", "soirée"]
    page.locator("main").get_by_role("link", name=re.compile("^Collect a quote")).click()
    page.fill("#passage", QUOTED)
    page.fill("#note", "Behind the finding on access")
    page.click("button:has-text('Collect this quote')")
    assert page.get_by_role("status").inner_text() == "Collected."

    follow(page, "Quotes", within=".subnav")
    quote = page.locator(".cards li", has_text=QUOTED)
    assert quote.locator("blockquote").get_attribute("lang") == "fr"
    assert "A passage · version 1 of the answer" in quote.inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download as CSV (1 row)").click()
    header, row = read_rows(waiting.value.path())
    found = dict(zip(header, row, strict=True))
    assert (found["quote"], found["answer_version"]) == (QUOTED, "1")
    assert found["note"] == "Behind the finding on access"
