import json

import pytest
from sqlalchemy import select

from survey.questionnaire.instrument import BadInstrument, canonical, checksum
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.questionnaire.services import publish
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
