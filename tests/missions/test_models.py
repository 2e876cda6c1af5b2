import pytest
from sqlalchemy.exc import IntegrityError

from survey.missions.models import Project
from survey.missions.services import ensure_project
from tests.support.factories import mission

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def test_two_missions_of_one_name_are_refused(session):
    mission(session)
    session.add(type(mission(session))(name="Chad", country="TCD", region="Africa"))
    with pytest.raises(IntegrityError, match="mission"):
        session.flush()


@pytest.mark.parametrize("change", [{"code": "2001-05"}, {"funding_usd": -1}, {"mission_id": 999_999}])
def test_project_is_refused_with(session, change):
    fields = {
        "code": "2001-99",
        "title": "T",
        "mission_id": mission(session).id,
        "target_group": "",
        "funding_usd": 0,
    }
    session.add(Project(**fields | change))
    with pytest.raises(IntegrityError):
        session.flush()


def test_service_areas_go_with_their_project(session):
    made = ensure_project(
        session, code="2001-99", title="T", mission=mission(session), service_areas=["one", "two"]
    )
    made.areas = made.areas[1:]
    session.flush()
    session.expire(made)
    assert made.service_areas == ["two"]
