import pytest

from survey.questionnaire.queries import draft_of
from survey.questionnaire.services import change_draft
from tests.answering.examples import hidden_fields
from tests.support.app import writing
from tests.support.drafts import INSTRUMENT, RELABELLED, add_question, make_draft, part_in, relabel

DRAFT = f"/versions/{INSTRUMENT}/draft"


@pytest.fixture
def administrator(client_for):
    return client_for("administrator")


def draft(app, *changes):
    with writing(app) as session:
        make_draft(session, *changes)
        session.commit()


def changes_declared(app):
    with app.extensions["database"].reading() as session:
        return draft_of(session, INSTRUMENT).document["versions"][-1].get("changes")


def test_page_without_a_draft_leads_to_the_versions(sqlite_app, administrator):
    assert administrator.get(DRAFT).headers["Location"] == "/versions"
    assert "There is no draft at the moment." in administrator.get("/versions").text


def test_draft_that_changes_nothing_says_so(sqlite_app, administrator):
    draft(sqlite_app)
    assert "Nothing was changed yet" in administrator.get(DRAFT).text


def test_changes_are_told_and_asked_to_be_declared(sqlite_app, administrator):
    draft(sqlite_app, add_question, relabel)
    page = administrator.get(DRAFT).text
    assert "New question “Link noticed”" in page
    assert page.count('type="radio"') == 3
    assert f'name="declared:{RELABELLED}"' in page
    assert " checked" not in page


def test_declaration_is_kept_with_its_note(app, administrator):
    draft(app, relabel)
    sent = hidden_fields(administrator.get(DRAFT).text) | {
        f"declared:{RELABELLED}": "clarification",
        f"note:{RELABELLED}": "Shorter <b>",
        "then": "impact",
    }
    assert administrator.send(DRAFT, sent).headers["Location"] == f"{DRAFT}/impact"
    assert changes_declared(app) == [{"code": RELABELLED, "declared": "clarification", "note": "Shorter <b>"}]
    page = administrator.get(DRAFT).text
    assert 'value="clarification" checked' in page
    assert 'value="Shorter &lt;b&gt;"' in page


def test_fault_keeps_what_was_typed_and_saves_nothing(sqlite_app, administrator):
    draft(sqlite_app, relabel)
    sent = hidden_fields(administrator.get(DRAFT).text) | {f"note:{RELABELLED}": "A note alone"}
    answer = administrator.send(DRAFT, sent)
    assert (answer.status_code, changes_declared(sqlite_app)) == (422, None)
    assert 'value="A note alone"' in answer.text
    assert "did not say what the change means" in answer.text


def test_declaration_of_a_draft_that_somebody_changed_is_shown_again(app, administrator):
    draft(app, relabel)
    sent = hidden_fields(administrator.get(DRAFT).text) | {f"declared:{RELABELLED}": "wording"}
    with writing(app) as session:
        found = draft_of(session, INSTRUMENT)
        part_in(found.document, RELABELLED)["label"]["fr"] = "Pourquoi donc ?"
        seen = {"seen_revision": found.revision, "person_id": None}
        change_draft(session, code=INSTRUMENT, document=found.document, **seen)
        session.commit()
    answer = administrator.send(DRAFT, sent)
    assert (answer.status_code, changes_declared(app)) == (409, None)
    assert 'value="wording" checked' in answer.text
    sent = hidden_fields(answer.text) | {f"declared:{RELABELLED}": "wording"}
    assert administrator.send(DRAFT, sent).status_code == 302


@pytest.mark.parametrize("revision", ["", "x", "-5", "9" * 30])
def test_revision_that_no_page_showed_saves_nothing(app, administrator, revision):
    draft(app, relabel)
    sent = {"revision": revision, f"declared:{RELABELLED}": "wording"}
    assert administrator.send(DRAFT, sent).status_code == 409
    assert changes_declared(app) is None


def broken(document):
    part_in(document, RELABELLED).pop("short")


def test_draft_that_cannot_be_read_names_its_faults_on_every_page(sqlite_app, administrator):
    draft(sqlite_app, broken)
    for path, status in (("", 200), ("/impact", 200), ("/impact/missions", 200), ("/preview", 422)):
        answer = administrator.get(DRAFT + path)
        assert answer.status_code == status
        if "missions" not in path:
            assert "The data file has no &#39;short&#39;" in answer.text
    assert administrator.send(f"{DRAFT}/preview", {"show": "list"}).status_code == 422
