"""Collecting and reading quotes as a member of the working group does, without scripts."""

import csv
import re
from html import unescape
from io import StringIO

import pytest
from sqlalchemy import select, update

from survey.audit.queries import entries
from survey.comparison.models import Quote
from survey.web.cells import restore
from tests.answering.examples import report_id, returned, save_one, sign
from tests.comparison.pages import links_of, main_of, said, text_of
from tests.support.app import writing

ROUND = "/rounds/2001"
LESSONS = "Q4_LESSONS.lessons"
TEXT = "Zebras <b>came</b> & went.\nThey came again."


@pytest.fixture
def group(client_for):
    return client_for("working_group")


@pytest.fixture
def app_with_text(sqlite_app):
    with writing(sqlite_app) as session:
        save_one(session, 5, LESSONS, TEXT)
        sign(session, 5)
        session.commit()
    return sqlite_app


def form(app, number=5, part=LESSONS, **more):
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return f"{ROUND}/quotes/new/{report_id(app, number)}/{part}?{query}"


def collect(app, group, text=TEXT, note="", **more):
    return group.send(form(app, version=1, **more), {"passage": text, "note": note})


def only(app):
    with app.extensions["database"].reading() as session:
        return session.scalars(select(Quote)).one()


def collected(app):
    with app.extensions["database"].reading() as session:
        return list(session.scalars(select(Quote.text)))


def returned_and_signed(app, text):
    returned(app, 5, LESSONS)
    with writing(app) as session:
        save_one(session, 5, LESSONS, text)
        sign(session, 5)
        session.commit()


def test_form_is_reached_from_texts_question_and_search_and_leads_back_there(app_with_text, group):
    pages = {
        "texts": f"{ROUND}/texts/Q4_LESSONS?mission=San+Jos%C3%A9",
        "question": f"{ROUND}/questions/Q4_LESSONS?mission=San+Jos%C3%A9",
        "search": f"{ROUND}/search?mission=San+Jos%C3%A9&q=zebras",
    }
    for place, path in pages.items():
        links = [a for a, words in links_of(main_of(group.get(path))) if words.startswith("Collect a quote")]
        own = [address for address in links if LESSONS in address]
        assert len(own) == 1, place
        shown = group.get(own[0])
        assert "Words to quote" in shown.text
        action = unescape(re.search(r'<form id="collect" method="post" action="([^"]+)"', shown.text)[1])
        sent = group.send(action, {"passage": f"Zebras […] went. {place and ''}".strip(), "note": place})
        assert sent.status_code == 302
        back = sent.headers["Location"]
        assert sorted(back.partition("?")[2].split("&")) == sorted(path.partition("?")[2].split("&"))
        assert back.partition("?")[0] == path.partition("?")[0]
    assert collected(app_with_text) == ["Zebras […] went."]


def test_quote_is_shown_with_version_member_and_time(app_with_text, group):
    assert "Nothing is collected yet." in group.get(f"{ROUND}/quotes").text
    collect(app_with_text, group, "Zebras <b>came</b>", "See chapter 2")
    page = group.get(f"{ROUND}/quotes")
    words = said(main_of(page))
    assert "1 quote, collected by the working group for all its members." in words
    assert "A passage · version 1 of the answer" in words
    assert "collected by Sample Member, working group on" in words
    assert "Note: See chapter 2" in words
    assert "Zebras &lt;b&gt;came&lt;/b&gt;" in page.text
    assert "Zebras <b>" not in page.text


@pytest.mark.parametrize(
    ("passage", "note", "sentence"),
    [
        ("Okapis", "", "These words do not stand in the answer to the letter."),
        ("", "", "Leave the words that you want to quote in the field."),
        ("Zeb\0ras", "", "The text contains a character that cannot be stored"),
        ("Zebras", "x" * 2_001, "at most 2,000 fit"),
        ("x" * 30_000, "", "at most 20,000 fit"),
    ],
)
def test_what_cannot_be_collected_gets_a_sentence_and_stays_typed(
    app_with_text, group, passage, note, sentence
):
    answer = collect(app_with_text, group, passage, note)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert "<title>Please check: Collect a quote" in answer.text
    assert note in answer.text
    assert passage.replace("\0", "") in answer.text.replace("\0", "")
    assert collected(app_with_text) == []


def test_same_quote_again_is_said_and_not_added(app_with_text, group):
    collect(app_with_text, group)
    location = collect(app_with_text, group).headers["Location"]
    assert "This was collected already; nothing was added." in group.get(location).text
    assert collected(app_with_text) == [TEXT]


def test_answer_that_was_changed_meanwhile_is_shown_anew_and_the_words_stay(app_with_text, group):
    returned_and_signed(app_with_text, "Other words")
    answer = collect(app_with_text, group, "Zebras", "My note")
    assert answer.status_code == 409
    assert "The mission changed this answer after you had opened the page" in answer.text
    assert "Other words" in answer.text
    assert "Zebras</textarea>" in answer.text
    assert "My note</textarea>" in answer.text
    assert "version=2" in answer.text
    assert collected(app_with_text) == []


def test_draft_returned_report_and_part_without_a_text_have_nothing_to_quote(app_with_text, group):
    for path in (
        form(app_with_text, 7),
        form(app_with_text, part="Q7_SUCCESS.success"),
        form(app_with_text, part="NO.such"),
        form(app_with_text, part="%00"),
        f"{ROUND}/quotes/new/0123456789abcdef/{LESSONS}",
        form(app_with_text).replace("2001", "1999"),
    ):
        assert group.get(path).status_code == 404
        assert group.send(path, {"passage": "Zebras"}).status_code == 404
    returned(app_with_text, 5, LESSONS)
    assert group.get(form(app_with_text)).status_code == 404
    assert collect(app_with_text, group).status_code == 404


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 50])
def test_version_that_no_page_showed_collects_nothing(app_with_text, group, version):
    assert group.send(form(app_with_text, version=version), {"passage": "Zebras"}).status_code == 409
    assert collected(app_with_text) == []


def test_quote_of_a_changed_answer_says_so_and_shows_both_versions(app_with_text, group):
    collect(app_with_text, group, "Zebras")
    returned(app_with_text, 5, LESSONS)
    with writing(app_with_text) as session:
        save_one(session, 5, LESSONS, "A draft that nobody may read")
        session.commit()
    page = group.get(f"{ROUND}/quotes")
    assert "The report was returned to its mission after this was collected, and may change." in page.text
    assert "nobody may read" not in page.text
    with writing(app_with_text) as session:
        save_one(session, 5, LESSONS, "Okapis went instead")
        sign(session, 5)
        session.commit()
    words = said(main_of(group.get(f"{ROUND}/quotes")))
    assert (
        "The answer was changed after this was collected. The quote is from version 1, the answer is now version 3. "
        "The words do not stand in it any more." in words
    )
    one = group.get(f"{ROUND}/quotes/{only(app_with_text).public_id}")
    shown = said(main_of(one))
    assert "Version 1, which was quoted" in shown
    assert "Version 3, the answer now" in shown
    assert "They came again." in shown
    assert "Okapis went instead" in shown


def test_note_is_changed_and_a_colleague_s_is_never_overwritten(app_with_text, group):
    collect(app_with_text, group)
    path = f"{ROUND}/quotes/{only(app_with_text).public_id}"
    assert group.send(f"{path}/note?edition=1", {"note": "First"}).status_code == 302
    late = group.send(f"{path}/note?edition=1", {"note": "Late"})
    assert late.status_code == 409
    assert "A colleague changed this note" in late.text
    assert "First" in late.text
    assert "Late</textarea>" in late.text
    assert only(app_with_text).note == "First"
    assert group.send(f"{path}/note?edition=2", {"note": "First"}).status_code == 302
    assert (only(app_with_text).note, only(app_with_text).edition) == ("First", 2)
    assert group.send(f"{path}/note?edition={'9' * 40}", {"note": "Never"}).status_code == 409
    long = group.send(f"{path}/note?edition=2", {"note": "x" * 2_001})
    assert (long.status_code, long.text.count("at most 2,000 fit")) == (422, 2)


def test_removed_quote_is_gone(app_with_text, group):
    collect(app_with_text, group)
    path = f"{ROUND}/quotes/{only(app_with_text).public_id}"
    answer = group.send(f"{path}/remove")
    assert answer.headers["Location"] == f"{ROUND}/quotes"
    assert "The quote is removed from the collection." in group.get(f"{ROUND}/quotes").text
    assert [group.get(path).status_code, group.send(f"{path}/remove").status_code] == [404, 404]
    assert collected(app_with_text) == []


def test_file_holds_the_quotes_of_the_page_guarded(app_with_text, group):
    with writing(app_with_text) as session:
        save_one(session, 8, LESSONS, "=1+1 and more")
        sign(session, 8)
        session.commit()
    collect(app_with_text, group)
    group.send(form(app_with_text, 8, version=1), {"passage": "=1+1", "note": "@note"})
    for query, number in (
        ("", 2),
        ("?question=Q4_LESSONS", 2),
        ("?question=Q7_SUCCESS", 0),
        ("?mission=Manila", 0),
    ):
        page = group.get(f"{ROUND}/quotes{query}")
        sent = group.get(f"{ROUND}/quotes.csv{query}")
        lines = list(csv.DictReader(StringIO(sent.get_data(as_text=True).removeprefix("\ufeff"), newline="")))
        assert (page.text.count('<blockquote class="quoted'), len(lines)) == (number, number)
        if not query:
            assert (lines[1]["quote"], lines[1]["note"]) == ("'=1+1", "'@note")
            assert [restore(line["quote"]) for line in lines] == [TEXT, "=1+1"]
            assert [(line["answer_version"], line["answer_since"]) for line in lines] == [("1", "same")] * 2
    assert sent.mimetype == "text/csv"
    assert sent.headers["Content-Disposition"] == "attachment; filename=2001-quotes.csv"
    assert f"{ROUND}/quotes.csv" in [a for a, _w in links_of(main_of(group.get(f"{ROUND}/quotes")))]


def test_unknown_filters_and_questions_show_nothing(app_with_text, group):
    collect(app_with_text, group)
    for query in (
        "?mission=Atlantis",
        "?question=NO_SUCH",
        "?question=%00",
        "?page=99999999999999999999&question=x",
    ):
        assert "No quote fits these filters." in group.get(f"{ROUND}/quotes{query}").text
        assert group.get(f"{ROUND}/quotes.csv{query}").get_data(as_text=True).count("\r\n") == 1


def test_many_quotes_are_paged_and_the_file_holds_all(app_with_text, group):
    collect(app_with_text, group)
    with writing(app_with_text) as session:
        one = session.scalars(select(Quote)).one()
        fields = {
            c.name: getattr(one, c.name) for c in Quote.__table__.columns if c.name not in ("id", "public_id")
        }
        session.add_all([Quote(**fields | {"text": f"Quote {n}"}) for n in range(60)])
        session.execute(update(Quote).values(whole=False))
        session.commit()
    first, second = (group.get(f"{ROUND}/quotes?page={number}") for number in (1, 2))
    assert [page.text.count('<blockquote class="quoted') for page in (first, second)] == [50, 11]
    assert "Shown: 51 to 61." in text_of(second.text)
    assert group.get(f"{ROUND}/quotes.csv").get_data(as_text=True).count("\r\n") == 62


def test_reading_and_downloading_are_on_record(app_with_text, group):
    collect(app_with_text, group)
    with writing(app_with_text) as session:
        before = len(list(entries(session)))
    group.get(f"{ROUND}/quotes")
    group.get(f"{ROUND}/quotes/{only(app_with_text).public_id}")
    group.get(form(app_with_text))
    group.get(f"{ROUND}/quotes.csv?mission=Manila")
    with writing(app_with_text) as session:
        own = list(entries(session))[before:]
    assert [entry.action for entry in own] == ["read answers"] * 3 + ["download"]
    assert '"mission": "Manila"' in own[-1].details
