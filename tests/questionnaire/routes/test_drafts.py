"""The questionnaire's page, and beginning and discarding a draft."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from survey.audit.models import AuditEntry
from survey.questionnaire.services import publish
from tests.questionnaire.editing.drafts import three
from tests.questionnaire.routes.pages import DRAFT, HOME, begin, stored
from tests.support.app import writing
from tests.support.factories import document


def entries(app):
    with app.extensions["database"].reading() as session:
        own = select(AuditEntry.action, AuditEntry.subject, AuditEntry.details).order_by(AuditEntry.id)
        return [tuple(row) for row in session.execute(own) if "draft" in row.action]


def test_one_questionnaire_is_opened_at_once_and_several_are_listed(client_for, sqlite_app):
    client = client_for("administrator")
    assert client.get("/questionnaires").location == HOME
    with writing(sqlite_app) as session:
        publish(session, document=document(code="trial"))
        session.commit()
    page = client.get("/questionnaires").text
    assert (f'href="{HOME}"' in page, 'href="/questionnaires/trial"' in page) == (True, True)


def test_unknown_questionnaire_is_not_found(client_for, app):
    client = client_for("administrator")
    for code in ("nothing", "%00", "a%ED%A0%80", "x" * 5_000):
        for path in ("", "/draft/version", "/draft/library"):
            assert client.get(f"/questionnaires/{code}{path}").status_code == 404
        assert client.send(f"/questionnaires/{code}/draft").status_code == 404


def test_draft_is_begun_once_and_discarded(client_for, app):
    client = client_for("administrator")
    page = client.get(HOME).text
    assert ("Begin a draft of version 3" in page, "Version 2" in page, "11 questions" in page) == (
        True,
        True,
        False,
    )
    assert [client.send(DRAFT).location for _ in range(2)] == [HOME, HOME]
    assert "Draft of version 3" in client.get(HOME).text
    assert client.get(f"{DRAFT}/discard").status_code == 200
    assert client.send(f"{DRAFT}/discard", {"revision": stored(app).revision}).location == HOME
    assert stored(app) is None
    assert entries(app) == [
        ("begin_draft", "gender-mainstreaming", '{"version": 3}'),
        ("discard_draft", "gender-mainstreaming", '{"version": 3}'),
    ]


def test_two_who_begin_at_once_get_one_draft_and_changes_at_once_all_stay(client_for, app):
    clients = [client_for("administrator") for _ in range(4)]
    with ThreadPoolExecutor(len(clients)) as pool:
        statuses = list(pool.map(lambda client: client.send(DRAFT).status_code, clients))
        assert (statuses, stored(app).revision) == ([302] * 4, 1)
        sent = [three("title", f"Section {n}") for n in range(len(clients))]
        answers = pool.map(lambda client, own: client.send(f"{DRAFT}/sections/new", own), clients, sent)
        assert [answer.status_code for answer in answers] == [302] * 4
    codes = [section["code"] for section in stored(app).document["sections"]]
    assert (stored(app).revision, sorted(codes[3:])) == (5, [f"SECTION_{n}" for n in range(4)])


def test_draft_that_was_changed_meanwhile_is_not_discarded(client_for, sqlite_app):
    begin(sqlite_app)
    for revision in ("", "0", "x", "9" * 400):
        answer = client_for("administrator").send(f"{DRAFT}/discard", {"revision": revision})
        assert (answer.status_code, "Nothing was discarded" in answer.text) == (409, True)
    assert stored(sqlite_app) is not None


def test_page_about_a_draft_leads_back_where_there_is_none(client_for, sqlite_app):
    assert client_for("administrator").get(f"{DRAFT}/questions/new").location == HOME


def test_outline_of_a_fresh_draft(client_for, app):
    begin(app)
    page = client_for("administrator").get(HOME).text
    assert "The check found nothing that would stop publishing." in page
    assert "Worth a look" not in page
    for code in ("STATUS", "Q1_AWARENESS", "Q1_AWARENESS.partners", "barriers"):
        assert f'id="{code}"' in page
