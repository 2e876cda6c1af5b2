"""Adding and changing sections, questions and the version through their forms."""

import pytest

from survey.questionnaire.editing.places import question_in, section_in, section_of
from tests.questionnaire.editing.drafts import fields, three
from tests.questionnaire.routes.pages import DRAFT, HOME, begin, fields_of, stored
from tests.support.factories import words

NOTICED = (
    three("title", "Link noticed") | three("text", "Did partners notice the link?") | fields(section="ADDED")
)
PAYLOAD = '"><script>alert(1)</script>'


@pytest.fixture
def client(client_for, app):
    begin(app)
    return client_for("administrator")


def test_question_is_added_under_a_suggested_code_and_parts_come_next(client, app):
    answer = client.send(f"{DRAFT}/questions/new", NOTICED)
    assert answer.location == f"{DRAFT}/questions/X_LINK_NOTICED/parts/new"
    draft = stored(app)
    assert question_in(draft.document, "X_LINK_NOTICED") == {
        "code": "X_LINK_NOTICED",
        "origin": "added",
        "since": 3,
        "title": words("Link noticed"),
        "text": words("Did partners notice the link?"),
        "parts": [],
    }
    assert (draft.revision, section_of(draft.document, "X_LINK_NOTICED")["code"]) == (2, "ADDED")
    assert "has no part that can be answered" in client.get(HOME).text


def test_fault_keeps_what_was_typed(client, app):
    answer = client.send(
        f"{DRAFT}/questions/new", NOTICED | fields(title__en="", code="Q1_AWARENESS", title__fr="Ma « clé »")
    )
    assert answer.status_code == 422
    assert 'href="#title.en"' in answer.text
    assert fields_of(answer.text)["title.fr"] == ["Ma « clé »"]
    assert stored(app).revision == 1


def test_code_of_something_published_or_retired_is_refused(client, app):
    client.send(f"{DRAFT}/retire", {"element": "Q4_LESSONS"})
    client.send(f"{DRAFT}/questions/new", NOTICED | fields(code="X_OWN"))
    for code, words_of_refusal in (("X_OWN", "is or was used already"), ("Q4_LESSONS", "begin with X_")):
        answer = client.send(f"{DRAFT}/questions/new", NOTICED | fields(code=code))
        assert (answer.status_code, words_of_refusal in answer.text) == (422, True)


def test_form_that_is_sent_back_as_it_came_changes_nothing(client, app):
    for path in (
        "questions/Q1_AWARENESS",
        "sections/ANNEX2",
        "version",
        "lists/barriers",
        "parts/Q1_AWARENESS.how",
    ):
        sent = fields_of(client.get(f"{DRAFT}/{path}").text)
        assert client.send(f"{DRAFT}/{path}", sent).status_code == 302
        assert stored(app).revision == 1, path


def test_wording_of_the_instrument_is_changed_with_a_warning(client, app):
    page = client.get(f"{DRAFT}/questions/Q1_AWARENESS").text
    assert "This is question 1 of the instrument" in page
    sent = fields_of(page) | fields(text__en="Did it help?")
    assert client.send(f"{DRAFT}/questions/Q1_AWARENESS", sent).location == f"{HOME}#Q1_AWARENESS"
    assert question_in(stored(app).document, "Q1_AWARENESS")["text"]["en"] == "Did it help?"
    assert "This is question" not in client.get(f"{DRAFT}/questions/S_STATUS").text


def test_missing_translation_is_marked_and_counted(client, app):
    sent = fields_of(client.get(f"{DRAFT}/questions/Q1_AWARENESS").text) | fields(title__fr="")
    client.send(f"{DRAFT}/questions/Q1_AWARENESS", sent)
    assert (
        client.get(f"{DRAFT}/questions/Q1_AWARENESS").text.count('<span class="tag asked">missing</span>')
        == 1
    )
    page = client.get(HOME).text
    assert ("1 text is missing in:" in page, page.count('missing: <span lang="fr">')) == (True, 1)
    assert '<a href="#Q1_AWARENESS" lang="en">Q1_AWARENESS</a>' in page


def test_two_people_change_different_questions_and_both_stay(client, app):
    first = fields_of(client.get(f"{DRAFT}/questions/Q1_AWARENESS").text) | fields(title__en="One")
    second = fields_of(client.get(f"{DRAFT}/questions/Q2_SPINOFF").text) | fields(title__en="Two")
    for path, sent in (("Q1_AWARENESS", first), ("Q2_SPINOFF", second)):
        assert client.send(f"{DRAFT}/questions/{path}", sent).status_code == 302
    document = stored(app).document
    assert [question_in(document, code)["title"]["en"] for code in ("Q1_AWARENESS", "Q2_SPINOFF")] == [
        "One",
        "Two",
    ]


def test_two_people_change_the_same_question_and_see_both_texts(client, app):
    path = f"{DRAFT}/questions/Q1_AWARENESS"
    opened = fields_of(client.get(path).text)
    client.send(path, opened | fields(title__en="Hers", text__fr="La sienne"))
    answer = client.send(path, opened | fields(title__en=f"Mine {PAYLOAD}"))
    assert answer.status_code == 409
    assert (stored(app).revision, PAYLOAD in answer.text) == (2, False)
    for text in ("Hers", "Mine &#34;&gt;&lt;script&gt;", "La sienne"):
        assert text in answer.text
    again = fields_of(answer.text)
    assert (again["title.en"], again["text.fr"]) == ([f"Mine {PAYLOAD}"], opened["text.fr"])
    assert client.send(path, again).status_code == 302
    assert question_in(stored(app).document, "Q1_AWARENESS")["title"]["en"] == f"Mine {PAYLOAD}"


def test_question_that_was_removed_meanwhile_gives_back_what_was_typed(client, app):
    client.send(f"{DRAFT}/questions/new", NOTICED)
    path = f"{DRAFT}/questions/X_LINK_NOTICED"
    opened = fields_of(client.get(path).text)
    client.send(f"{DRAFT}/remove", {"element": "X_LINK_NOTICED"})
    answer = client.send(path, opened | fields(title__es=f"Mío {PAYLOAD}"))
    assert (answer.status_code, client.get(path).status_code) == (409, 404)
    assert ("Mío &#34;&gt;&lt;script&gt;" in answer.text, PAYLOAD in answer.text) == (True, False)


def test_draft_that_was_discarded_meanwhile_gives_back_what_was_typed(client, app):
    opened = fields_of(client.get(f"{DRAFT}/questions/Q1_AWARENESS").text)
    client.send(f"{DRAFT}/discard", {"revision": "1"})
    answer = client.send(f"{DRAFT}/questions/Q1_AWARENESS", opened | fields(title__en="Kept words"))
    assert (answer.status_code, "Kept words" in answer.text) == (409, True)


def test_section_is_added_and_the_version_gets_its_note(client, app):
    client.send(f"{DRAFT}/sections/new", three("title", "Needs"))
    sent = fields_of(client.get(f"{DRAFT}/version").text) | three("note", "One section more")
    client.send(f"{DRAFT}/version", sent)
    document = stored(app).document
    assert section_in(document, "NEEDS")["title"] == words("Needs")
    assert document["versions"][-1] == {"number": 3, "note": words("One section more")}
    assert "The section NEEDS has no questions, so no mission sees it." in client.get(HOME).text


def test_any_text_is_stored_or_refused_with_a_sentence(client, app):
    for text in ("\0", "\ud800", "\x1b", "x" * 100_000, PAYLOAD, "\ufdd0", "𒀀" * 300):
        raw = text.encode("utf-8", "surrogatepass")
        sent = {name: [raw] for name in NOTICED} | {"do": "", "seen": raw[:9]}
        for path in (
            "questions/new",
            "sections/new",
            "version",
            "lists/new",
            "questions/Q1_AWARENESS/parts/new",
        ):
            answer = client.send(f"{DRAFT}/{path}", sent)
            assert answer.status_code in (302, 409, 422), (path, answer.status_code)
            assert "<script>alert" not in answer.text
