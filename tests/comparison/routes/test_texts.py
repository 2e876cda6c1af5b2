"""The pages Texts, one question's texts, and the search, as a member of the working group meets them."""

import re
from urllib.parse import quote

import pytest
from sqlalchemy import select

from survey.answering.models.texts import AnswerText
from survey.audit.queries import entries
from survey.questionnaire.queries import part_ids
from tests.answering.examples import report_id, returned, save_one, sign
from tests.answering.supplements import answer_and_sign, ask, supplement
from tests.comparison.pages import add_round, links_of, main_of, said, statements, text_of
from tests.support.app import writing

ROUND = "/rounds/2001"
LESSONS, ACCESS = "Q4_LESSONS", "Q10_ACCESS"


@pytest.fixture
def group(client_for):
    return client_for("working_group")


def articles_of(response):
    return re.findall(r'<article class="said".*?</article>', main_of(response), re.DOTALL)


def hits_of(response):
    return re.findall(r"<li>\s*<h3>.*?</li>", main_of(response), re.DOTALL)


def written(app, number, **texts):
    """Writes texts of a draft and signs it, committed."""
    with writing(app) as session:
        for code, text in texts.items():
            save_one(session, number, code.replace("__", "."), text)
        sign(session, number)
        session.commit()


def test_texts_lead_to_every_question_that_is_answered_in_words_and_to_the_search(sqlite_app, group):
    page = group.get(f"{ROUND}/texts?region=Asia")
    codes = [a.split("/texts/")[1] for a, _w in links_of(main_of(page)) if "/texts/" in a]
    assert f"{LESSONS}?region=Asia" in codes
    assert not [code for code in codes if code.startswith("S_PRE_POST")]
    assert f'action="{ROUND}/search"' in page.text
    assert '<input type="hidden" name="region" value="Asia">' in page.text


def test_question_is_read_with_verdict_text_mission_versions_and_language(sqlite_app, group):
    page = group.get(f"{ROUND}/texts/Q7_SUCCESS")
    manila = next(article for article in articles_of(page) if "Manila" in article)
    words = said(manila)
    assert "○ No" in words or "● Yes" in words or "◐ Partly" in words
    assert "version 1 of the answer" in words
    assert re.search(r"Version \d of the questionnaire", words)
    assert re.search("English|Français|Español", words)
    assert "Fictitious" in words
    assert re.search(r'<div class="answer read" lang="(en|fr|es)" dir="auto">', manila)
    assert "This page shows fictitious answers" in page.text


def test_texts_are_those_of_received_reports_only(sqlite_app, group):
    with writing(sqlite_app) as session:
        save_one(session, 5, "Q4_LESSONS.lessons", "A draft about zebras")
        session.commit()
    before = len(articles_of(group.get(f"{ROUND}/texts/{LESSONS}")))
    assert "zebras" not in group.get(f"{ROUND}/texts/{LESSONS}").text
    written(sqlite_app, 5, Q4_LESSONS__lessons="Signed words about zebras")
    page = group.get(f"{ROUND}/texts/{LESSONS}")
    assert len(articles_of(page)) == before + 1
    assert f"{before + 1} reports say something in words here." in text_of(page.text)
    returned(sqlite_app, 5, "Q4_LESSONS.lessons")
    assert "zebras" not in group.get(f"{ROUND}/texts/{LESSONS}").text
    assert hits_of(group.get(f"{ROUND}/search?q=zebras")) == []


def test_supplement_is_read_with_the_report_that_it_supplements(sqlite_app, group):
    with writing(sqlite_app) as session:
        ask(session)
        answers = {f"{ACCESS}.equal": "no", f"{ACCESS}.explanation": "Zebras"}
        answer_and_sign(session, supplement(session, 4), answers)
        session.commit()
    own = [article for article in articles_of(group.get(f"{ROUND}/texts/{ACCESS}")) if "Zebras" in article]
    assert len(own) == 1
    assert "Further questions" in said(own[0])
    assert "○ No" in said(own[0])
    assert "Further questions" in said(hits_of(group.get(f"{ROUND}/search?q=zebras"))[0])


def test_filters_are_kept_in_the_address_and_a_value_that_does_not_occur_is_said(sqlite_app, group):
    page = group.get(f"{ROUND}/texts/{LESSONS}?mission=Manila")
    assert [("Manila" in article) for article in articles_of(page)] == [True]
    assert f"{ROUND}/quotes/new/{report_id(sqlite_app, 3)}/Q4_LESSONS.lessons?" in page.text
    assert "mission=Manila" in page.text
    nowhere = group.get(f"{ROUND}/texts/{LESSONS}?mission=Atlantis")
    assert (articles_of(nowhere), nowhere.status_code) == ([], 200)
    assert "This round has no mission of this name." in nowhere.text
    searched = group.get(f"{ROUND}/search?q=women&mission=Atlantis")
    assert "0 texts found" in text_of(searched.text)
    assert ("/rounds/2001/search?q=women", "Remove the filters") in links_of(main_of(searched))


@pytest.mark.parametrize("path", ["/texts/NO_SUCH", "/texts/Q4_LESSONS.lessons", "/texts/%00", "/texts/é"])
def test_unknown_question_is_no_page(sqlite_app, group, path):
    assert group.get(ROUND + path).status_code == 404
    assert group.get("/rounds/1999/texts").status_code == group.get("/rounds/1999/search").status_code == 404


def test_empty_round_and_question_without_text_say_so(sqlite_app, group):
    add_round(sqlite_app, "2002", projects=1)
    assert (
        "No received report says something in words here yet."
        in group.get("/rounds/2002/texts/Q4_LESSONS").text
    )
    assert "No text of a received report holds" in group.get("/rounds/2002/search?q=women").text


def test_hits_show_the_places_in_the_author_s_words_escaped(sqlite_app, group):
    text = "L’<b>Égalité</b> & <script>alert(1)</script> égalité"
    written(sqlite_app, 5, Q4_LESSONS__lessons=text)
    hit = hits_of(group.get(f"{ROUND}/search?q=EGALITE"))[0]
    shown = "L’&lt;b&gt;<mark>Égalité</mark>&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt; <mark>égalité</mark>"
    assert shown in hit


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type what to look for: one or more words."),
        ("a", "Type at least one word of two letters or more."),
        ("'\"%_*", "Type at least one word of two letters or more."),
        ("x" * 500, "The text has 500 characters; at most 200 fit."),
        ("wo\0men", "The text contains a character that cannot be stored"),
        ("wo\x1bmen", "The text contains a character that cannot be stored"),
    ],
)
def test_nothing_to_look_for_gets_a_sentence_and_keeps_what_was_typed(sqlite_app, group, typed, sentence):
    page = group.get(f"{ROUND}/search", query_string={"q": typed})
    assert page.status_code == 422
    assert page.text.count(sentence) == 2
    assert "<title>Please check: Search in all texts" in page.text
    if typed.isprintable() and '"' not in typed and "'" not in typed:
        assert f'name="q" value="{typed}"' in page.text


def test_bytes_that_are_no_text_and_strange_pages_get_an_answer(sqlite_app, group):
    assert hits_of(group.get(f"{ROUND}/search?q=%ff%fe")) == []
    for number in ("0", "-1", "2", "x", "9" * 400, ""):
        page = group.get(f"{ROUND}/search?q=women&page={number}")
        assert (page.status_code, len(hits_of(page)) > 0) == (200, True)
        assert group.get(f"{ROUND}/texts/{LESSONS}?page={number}").status_code == 200


def test_search_without_words_asks_for_them_quietly(sqlite_app, group):
    page = group.get(f"{ROUND}/search")
    assert (page.status_code, "fault" in page.text, "texts found" in page.text) == (200, False, False)


@pytest.mark.long
def test_long_lists_are_paged_and_keep_words_and_filters(sqlite_app, group):
    add_round(sqlite_app, "2002", projects=60, submitted=60)
    first = group.get(f"/rounds/2002/texts/{LESSONS}?report_kind=final")
    second = group.get(f"/rounds/2002/texts/{LESSONS}?report_kind=final&page=2")
    assert [len(articles_of(first)), len(articles_of(second))] == [50, 10]
    assert "Shown: 51 to 60." in text_of(second.text)
    assert (f"/rounds/2002/texts/{LESSONS}?page=2&report_kind=final", "Next page") in links_of(main_of(first))
    one, all = group.get("/rounds/2002/search?q=women"), []
    number_found = int(re.search(r"(\d+) texts found", text_of(one.text))[1])
    for number in range(1, -(-number_found // 50) + 1):
        all += hits_of(group.get(f"/rounds/2002/search?q=women&page={number}"))
    assert (len(hits_of(one)), len(all), len(set(all))) == (50, number_found, number_found)


def test_reading_and_searching_are_on_record_without_what_was_looked_for(sqlite_app, group):
    group.get(f"{ROUND}/texts/{LESSONS}?region=Asia")
    group.get(f"{ROUND}/search?q=women")
    group.get(f"{ROUND}/search?q=")
    with sqlite_app.extensions["database"].reading() as session:
        last = list(entries(session))[-2:]
    assert [(entry.action, entry.subject) for entry in last] == [("read answers", "2001")] * 2
    assert '"page": "texts"' in last[0].details
    assert '"region": "Asia"' in last[0].details
    assert "women" not in last[1].details


@pytest.mark.long
def test_pages_take_as_many_statements_for_many_reports_as_for_few(app, client_for):
    group = client_for("working_group")
    add_round(app, "2002", projects=3, submitted=3)
    add_round(app, "2003", projects=60, submitted=60)

    def sent(path):
        group.get(path)
        with statements(app) as counted:
            group.get(path)
        return len(counted)

    for page in (f"texts/{LESSONS}", "search?q=women", f"search?q={quote('women of')}&region=Africa"):
        assert sent(f"/rounds/2002/{page}") == sent(f"/rounds/2003/{page}")


def test_right_to_left_texts_are_found_and_read_in_their_own_direction(sqlite_app, group):
    written(sqlite_app, 5, Q4_LESSONS__lessons="شاركت المُهاجِرات في الدورات")
    hit = hits_of(group.get(f"{ROUND}/search", query_string={"q": "المهاجرات"}))[0]
    assert "<mark>المُهاجِرات</mark>" in hit
    assert 'dir="auto"' in hit


def test_what_is_kept_for_searching_is_of_texts_only(sqlite_app):
    with sqlite_app.extensions["database"].reading() as session:
        keys = part_ids(session)
        kinds = set(session.scalars(select(AnswerText.part_id)))
    assert keys["Q7_SUCCESS.success"] not in kinds
    assert keys["Q7_SUCCESS.why"] in kinds
