import pytest
from sqlalchemy import func, select

from survey.accounts.models import Person
from survey.answering.models.reports import Answer
from survey.audit.models import AuditEntry
from tests.answering.examples import hidden_fields
from tests.support.app import EMAILS, writing
from tests.support.drafts import ADDED, INSTRUMENT, add_question, make_draft, part_in

PREVIEW = f"/versions/{INSTRUMENT}/draft/preview"
NOTICED, WHO = f"{ADDED}.noticed", f"{ADDED}.who"


@pytest.fixture
def administrator(client_for):
    return client_for("administrator")


@pytest.fixture
def sqlite_app(sqlite_app):
    with writing(sqlite_app) as session:
        make_draft(session, add_question)
        session.commit()
    return sqlite_app


def rows(app):
    with app.extensions["database"].reading() as session:
        return [session.scalar(select(func.count()).select_from(model)) for model in (Answer, AuditEntry)]


def sent(page, **fields):
    return hidden_fields(page[page.index("data-question") :]) | fields


def test_list_shows_every_question_of_the_draft(sqlite_app, administrator):
    page = administrator.get(PREVIEW).text
    assert page.count('class="tag open"') == 14
    assert "Link noticed" in page
    assert "Test mode." in page


@pytest.mark.parametrize(("code", "text"), [("fr", "Link noticed (fr)"), ("es", "Link noticed (es)")])
def test_question_is_shown_in_each_language_and_the_readers_own_stays(sqlite_app, administrator, code, text):
    page = administrator.get(f"{PREVIEW}?question={ADDED}&language={code}").text
    assert f"<h1>{text}</h1>" in page
    assert '<html lang="en"' in page
    assert "Test mode." in page
    with sqlite_app.extensions["database"].reading() as session:
        own = select(Person.language).where(Person.email == EMAILS["administrator"])
        assert session.scalar(own) in (None, "en")


def test_form_can_be_filled_and_checked_and_nothing_is_stored(sqlite_app, administrator):
    before = rows(sqlite_app)
    page = administrator.get(f"{PREVIEW}?question={ADDED}").text
    answer = administrator.send(PREVIEW, sent(page, **{NOTICED: "no", WHO: "Nobody", "show": "next"}))
    assert answer.status_code == 200
    assert "<h1>Check the answers</h1>" in answer.text
    assert "Kept, but not part of the report, because another answer hides this part:" in answer.text
    again = administrator.send(PREVIEW, sent(answer.text, show=ADDED))
    assert 'value="no" checked' in again.text
    assert ">\nNobody</textarea>" in again.text
    back = administrator.send(PREVIEW, sent(again.text, show="list"))
    assert '<span class="tag open">Optional</span>' not in back.text.split("Link noticed")[1]
    assert rows(sqlite_app) == before


def test_fault_is_shown_and_what_was_typed_stays(sqlite_app, administrator):
    page = administrator.get(f"{PREVIEW}?question=Q10_ACCESS").text
    answer = administrator.send(PREVIEW, sent(page, **{"Q10_ACCESS.reach:eligible:women": "many"}))
    assert answer.status_code == 422
    assert 'value="many"' in answer.text
    assert "Please check" in answer.text


def test_language_of_a_filled_page_changes_without_losing_anything(sqlite_app, administrator):
    page = administrator.get(f"{PREVIEW}?question={ADDED}").text
    answer = administrator.send(PREVIEW, sent(page, **{WHO: "Half a sentence", "language": "fr"}))
    assert answer.status_code == 200
    assert "<h1>Link noticed (fr)</h1>" in answer.text
    assert ">\nHalf a sentence</textarea>" in answer.text
    onward = administrator.send(PREVIEW, sent(answer.text, show="list"))
    assert "Link noticed (fr)" in onward.text


@pytest.mark.parametrize("value", ["", "nowhere", "a\x00b", "\ud800", "9" * 500])
def test_odd_requests_get_a_page(sqlite_app, administrator, value):
    fields = dict.fromkeys(("from", "show", "at", "spoken", f"held:{NOTICED}", f"held:{WHO}"), value)
    fields = {name: text.encode("utf-8", "surrogatepass") for name, text in fields.items()}
    assert administrator.send(PREVIEW, fields).status_code == 200
    assert (
        administrator.get(PREVIEW, query_string={"question": "nowhere", "language": "xx"}).status_code == 200
    )


def test_draft_with_a_condition_on_what_is_not_there_can_be_seen(sqlite_app, administrator):
    with writing(sqlite_app) as session:
        dangling = [{"part": "X_GONE.part", "in": ["yes"]}]
        make_draft(session, lambda document: part_in(document, WHO).update(when=dangling))
        session.commit()
    page = administrator.get(f"{PREVIEW}?question={ADDED}")
    assert page.status_code == 200
    assert "The draft has faults" in page.text
