"""The whole way of a question that is added late, through pages only and without scripts.

From the round of 2001, in which missions have signed, to the comparison that shows what one of them answered.
"""

from tests.browser.test_journeys import TITLE, choose

NAME, CODE = "Link noticed", "X_LINK_NOTICED.noticed"
LANGUAGES = ("en", "fr", "es")


def sign(page):
    """Signs the report whose list of questions is open."""
    page.click("text=Check the answers")
    page.fill("#name", "María Example")
    page.fill("#function", "Chief of Mission")
    page.check("#sure")
    page.click("button:has-text('Sign and submit')")
    assert "is signed and submitted." in page.inner_text("main")


def fill(page, **texts):
    """Fills each text in its three languages, so that none is missing."""
    for name, text in texts.items():
        for language in LANGUAGES:
            page.fill(f"[name='{name}.{language}']", text if language == "en" else f"{text} ({language})")


def add_question(page):
    """A question with a verdict, in a draft that is begun for it."""
    page.click("text=Questionnaire >> nth=0")
    page.click("text=Begin a draft of version 3")
    page.click("text=Add a question >> nth=0")
    fill(page, title=NAME, text="Did partners notice the link?")
    page.select_option("#section", "ADDED")
    page.click("text=Save in the draft")
    page.select_option("#kind", "verdict")
    page.click("text=Show the fields of this kind")
    fill(page, label="Was it noticed?", short="Noticed")
    page.check("#polarity-good")
    page.click("text=Save in the draft")


def publish(page, signed):
    """Reads what publishing would do, and asks those who signed."""
    page.click("text=Effect of publishing it")
    sheet = page.inner_text("main")
    assert f"{signed} signed reports lack something that the new version asks." in sheet
    assert f"{CODE}_status" in page.text_content("main")
    page.check("#ask")
    page.fill("#day", "2100-01-01")
    page.click("button:has-text('Publish version 3')")
    said = page.inner_text("main")
    assert "Version 3 is published." in said
    assert f"{signed} signed reports are asked what is new." in said


def base(page):
    """What the summary counts the part from, zeros left out."""
    page.click("text=Rounds >> nth=0")
    page.click("main a[href$='/rounds/2001'] >> nth=0")
    page.click("text=Summary >> nth=0")
    counted = page.locator("ul.base", has=page.locator(f"a[href*='/summary/{CODE}/']"))
    return [words for words in counted.locator("li").all_inner_texts() if not words.startswith("0 ")]


def test_question_is_added_after_the_signatures_asked_answered_and_compared(site, open_page):
    staff, lead, group, administrator = (
        site.sign_in(open_page(javascript=False), role)
        for role in ("mission_staff", "mission_lead", "working_group", "administrator")
    )
    lead.click(f"text={TITLE}")
    sign(lead)

    add_question(administrator)
    publish(administrator, signed=6)
    assert base(group) == ["8 due", "8 not received"]

    staff.click("text=My projects")
    staff.click(f"a:has-text('Further questions'):has-text('{TITLE}')")
    staff.click(f"text={NAME}")
    choose(staff, CODE, "partly")
    staff.click("text=Save and go to the list")
    assert base(group) == ["8 due", "8 not received"]
    lead.click("text=My projects")
    lead.click(f"a:has-text('Further questions'):has-text('{TITLE}')")
    sign(lead)

    assert base(group) == ["8 due", "1 received", "1 asked", "1 answered", "1 valid", "7 not received"]
    group.click("text=Matrix >> nth=0")
    assert "Partly" in group.locator("tr", has_text=TITLE).inner_text()
