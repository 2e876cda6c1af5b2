import pytest

from survey.missions.queries import missions, missions_named

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

SAMPLE = ["Brussels", "Headquarters", "Islamabad", "Manila", "Nairobi", "San José", "Santo Domingo"]


def test_missions_are_ordered_by_name(session):
    assert [mission.name for mission in missions(session)] == SAMPLE


def test_missions_named_leaves_out_names_that_no_mission_has(session):
    found = missions_named(session, ["San José", "Atlantis", "Manila"])
    assert [mission.name for mission in found] == ["Manila", "San José"]


def test_missions_named_nothing_is_nothing(session):
    assert missions_named(session, []) == []
