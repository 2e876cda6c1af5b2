import pytest
from sqlalchemy import event, func, select

from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.questionnaire.queries import part_ids, published_versions, questionnaire_version
from survey.questionnaire.services import publish
from tests.support.factories import document

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def test_published_versions_are_ordered_oldest_first(session):
    publish(session, document=document(versions=(2, 3)))
    publish(session, document=document(versions=(1, 2, 3)))
    found = published_versions(session, "trial")
    assert [(version.number, version.questionnaire.number) for version in found] == [(1, 1), (2, 2), (3, 3)]
    assert published_versions(session, "unknown") == []


def test_questionnaire_version_is_read_once(session):
    publish(session, document=document())
    key = session.scalar(select(QuestionnaireVersion.id).where(QuestionnaireVersion.code == "trial"))
    first = questionnaire_version(session, key)
    statements = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert questionnaire_version(session, key) is first
    assert (statements, first.code, [part.code for part in first.parts]) == ([], "trial", ["X_TRIAL.first"])


def test_part_ids_name_every_part(session):
    ids = part_ids(session)
    assert len(ids) == len(set(ids.values())) == session.scalar(select(func.count(RegisteredPart.id)))
    assert list(ids)[:2] == ["S_STATUS.state", "S_STATUS.reason"]
