import json

import pytest
from sqlalchemy import select

from survey.questionnaire.instrument import BadInstrument, canonical, checksum
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.questionnaire.queries import draft_of, newest_document
from survey.questionnaire.services import (
    DraftChanged,
    change_draft,
    publish,
    publish_draft,
    start_draft,
)
from tests.support.factories import NOON, at, document, verdict

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def stored(session):
    own = select(QuestionnaireVersion).where(QuestionnaireVersion.code == "trial")
    return list(session.scalars(own.order_by(QuestionnaireVersion.number)))


def registered(session):
    own = select(RegisteredPart).where(RegisteredPart.question_code == "X_TRIAL")
    return {part.code: part.kind for part in session.scalars(own)}


def test_publish_stores_each_version_with_its_checksum(session, monkeypatch):
    at(monkeypatch, NOON)
    given = document(verdict(), {"code": "why"}, versions=(1, 2))
    assert [version.number for version in publish(session, document=given)] == [1, 2]
    for version in stored(session):
        assert (version.document, version.checksum) == (canonical(given), checksum(canonical(given)))
        assert (json.loads(version.document), version.published_at) == (given, NOON)
    assert registered(session) == {"X_TRIAL.first": "verdict", "X_TRIAL.why": "text"}


def test_publish_again_changes_nothing(session):
    publish(session, document=document())
    before = [(version.id, version.published_at) for version in stored(session)]
    assert publish(session, document=document()) == []
    assert [(version.id, version.published_at) for version in stored(session)] == before
    assert registered(session) == {"X_TRIAL.first": "text"}


def test_published_version_stays_even_where_the_file_says_something_else_by_now(session):
    publish(session, document=document())
    changed = document({"code": "first"}, {"code": "second"}, versions=(1, 2))
    assert [version.number for version in publish(session, document=changed)] == [2]
    assert [version.document for version in stored(session)] == [canonical(document()), canonical(changed)]


def test_part_that_changes_its_kind_is_refused(session):
    publish(session, document=document())
    with pytest.raises(BadInstrument) as refusal:
        publish(session, document=document(verdict(), versions=(1, 2)))
    assert refusal.value.reasons == ["X_TRIAL.first was a text before; give the new part another code."]


def test_document_with_faults_is_refused_and_nothing_is_stored(session):
    with pytest.raises(BadInstrument) as refusal:
        publish(session, document=document({"code": "A"}, {"code": "a", "kind": "scale"}))
    assert len(refusal.value.reasons) == 2
    assert (stored(session), registered(session)) == ([], {})


def test_two_questionnaires_have_versions_of_their_own(session):
    publish(session, document=document())
    publish(session, document=document(code="other", question="X_OTHER"))
    assert [version.number for version in stored(session)] == [1]


def test_draft_begins_as_the_newest_version_with_an_entry_of_its_own(session, monkeypatch):
    at(monkeypatch, NOON)
    given = document(verdict(), versions=(1, 2))
    publish(session, document=given)
    draft = start_draft(session, code="trial", person_id=None)
    entry = {"number": 3, "note": {}}
    assert (draft.number, draft.revision, draft.changed_at) == (3, 1, NOON)
    assert draft.document == given | {"versions": [*given["versions"], entry]}
    assert start_draft(session, code="trial", person_id=None) == draft == draft_of(session, "trial")


def test_draft_of_a_questionnaire_without_a_version_cannot_begin(session):
    with pytest.raises(LookupError):
        start_draft(session, code="trial", person_id=None)
    assert draft_of(session, "trial") is None


def test_draft_that_somebody_else_changed_stays_as_they_left_it(session):
    publish(session, document=document())
    draft = start_draft(session, code="trial", person_id=None)
    theirs = {**draft.document, "title": {"en": "Theirs"}}
    assert change_draft(session, code="trial", document=theirs, seen_revision=1, person_id=None) == 2
    with pytest.raises(DraftChanged):
        change_draft(session, code="trial", document=draft.document, seen_revision=1, person_id=None)
    with pytest.raises(DraftChanged):
        publish_draft(session, code="trial", seen_revision=1)
    assert draft_of(session, "trial").document == theirs


def test_published_draft_is_the_newest_version_and_no_draft_any_more(session):
    publish(session, document=document())
    draft = start_draft(session, code="trial", person_id=None)
    added = document({"code": "first"}, {"code": "second", "since": 2})
    changed = {**draft.document, "sections": added["sections"]}
    change_draft(session, code="trial", document=changed, seen_revision=1, person_id=None)
    version = publish_draft(session, code="trial", seen_revision=2)
    assert (version.number, version.after, version.document) == (2, "", canonical(changed))
    assert newest_document(session, "trial") == (2, canonical(changed))
    assert draft_of(session, "trial") is None
    assert registered(session) == {"X_TRIAL.first": "text", "X_TRIAL.second": "text"}


def test_draft_with_faults_may_be_saved_but_not_published(session):
    publish(session, document=document())
    start_draft(session, code="trial", person_id=None)
    faulty = document({"code": "A", "since": 2}, versions=(1, 2))
    change_draft(session, code="trial", document=faulty, seen_revision=1, person_id=None)
    with pytest.raises(BadInstrument):
        publish_draft(session, code="trial", seen_revision=2)
