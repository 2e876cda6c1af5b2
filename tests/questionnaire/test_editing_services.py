"""Drafts are changed, begun and discarded with an entry in the audit trail; what they may not use is known."""

import pytest
from sqlalchemy import select

from survey.accounts.permissions import SignedIn
from survey.audit.models import AuditEntry
from survey.questionnaire.queries import (
    draft_of,
    publications,
    questionnaires,
    registered_kinds,
    used_codes,
)
from survey.questionnaire.services import (
    DraftChanged,
    begin_draft,
    change_draft,
    discard_draft,
    edit_draft,
    publish,
)
from tests.support.factories import document, person, verdict


@pytest.fixture
def author(session):
    made = person(session, "author@example.org", role="administrator")
    return SignedIn(made.id, made.public_id, made.name, made.email, made.role, None)


@pytest.fixture
def draft(session, author):
    publish(session, document=document(verdict(), {"code": "why"}))
    return begin_draft(session, code="trial", person=author)


def trail(session):
    own = select(AuditEntry.action, AuditEntry.person, AuditEntry.details)
    return [
        tuple(row)
        for row in session.execute(own.where(AuditEntry.subject == "trial").order_by(AuditEntry.id))
    ]


def test_change_is_recorded_with_its_element(session, author, draft):
    changed = {**draft.document, "title": {"en": "New"}}
    assert edit_draft(session, draft=draft, document=changed, person=author, what="version", element="X") == 2
    assert draft_of(session, "trial", locked=True).document == changed
    assert trail(session) == [
        ("begin_draft", author.public_id, '{"version": 2}'),
        ("change_draft", author.public_id, '{"element": "X", "version": 2, "what": "version"}'),
    ]


def test_draft_is_begun_once(session, author, draft):
    assert begin_draft(session, code="trial", person=author) == draft
    assert len(trail(session)) == 1


def test_draft_that_was_changed_meanwhile_is_not_discarded(session, author, draft):
    change_draft(session, code="trial", document=draft.document, seen_revision=1, person_id=None)
    with pytest.raises(DraftChanged):
        discard_draft(session, draft=draft, person=author)
    discard_draft(session, draft=draft_of(session, "trial"), person=author)
    assert (draft_of(session, "trial"), trail(session)[-1][0]) == (None, "discard_draft")


def test_every_code_of_register_drafts_and_retired_entries_is_used(session, author, draft):
    changed = document({"code": "first", "kind": "verdict"}, {"code": "new"}, question="X_DRAFTED")
    edit_draft(session, draft=draft, document=changed, person=author, what="part")
    retired = document(
        {"code": "gone", "since": 1, "retired": 1}, {"code": "now"}, code="second", question="X_SECOND"
    )
    publish(session, document=retired)
    assert {code for code in used_codes(session) if code.startswith("X_")} == {
        "X_TRIAL",
        "X_TRIAL.first",
        "X_TRIAL.why",
        "X_DRAFTED",
        "X_DRAFTED.first",
        "X_DRAFTED.new",
        "X_SECOND",
        "X_SECOND.gone",
        "X_SECOND.now",
    }
    assert registered_kinds(session)["X_TRIAL.first"] == "verdict"


def test_questionnaires_and_their_publications(session, draft):
    publish(session, document=document(verdict(), {"code": "why"}, versions=(1, 2)))
    assert questionnaires(session) == ["gender-mainstreaming", "trial"]
    assert [publication.number for publication in publications(session, "trial")] == [1, 2]


def test_draft_may_say_of_published_versions_what_could_not_be_published(session):
    publish(session, document=document({"code": "second"}))
    second = {"code": "second", "when": [{"part": "X_TRIAL.first", "in": ["yes"]}]}
    [version] = publish(session, document=document(verdict(since=2), second, versions=(1, 2)))
    assert version.number == 2
