import pytest
from sqlalchemy import func, select

from survey.missions.models import Mission, Project
from survey.missions.services import ensure_mission, ensure_project
from tests.support.factories import mission

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def test_ensure_mission_creates_it_once_and_leaves_it_as_it_is(session):
    first = ensure_mission(session, name="Chad", country="TCD", region="Africa")
    again = ensure_mission(session, name="Chad", country="XXX", region="Elsewhere")
    assert again is first
    assert (first.country, first.region) == ("TCD", "Africa")
    assert session.scalar(select(func.count(Mission.id)).where(Mission.name == "Chad")) == 1


def test_ensure_project_keeps_its_service_areas_in_their_order(session):
    areas = ["migrant health", "counter-trafficking", "research"]
    made = ensure_project(
        session, code="2001-99", title="Trial", mission=mission(session), service_areas=areas, funding_usd=3
    )
    session.expire(made)
    assert (made.service_areas, made.funding_usd, made.mission.name) == (areas, 3, "Chad")


def test_ensure_project_creates_it_once_and_leaves_it_as_it_is(session):
    first = ensure_project(session, code="2001-99", title="Trial", mission=mission(session))
    again = ensure_project(session, code="2001-99", title="Other", mission=mission(session), funding_usd=9)
    assert again is first
    assert (first.title, first.funding_usd) == ("Trial", 0)
    assert session.scalar(select(func.count(Project.id)).where(Project.code == "2001-99")) == 1
