"""Export, import into another installation, export: the same bytes."""

import pytest

from survey.intake.checking import MARKED, NEW, UNCHANGED, UNTOUCHED
from tests.intake.rounds import exported, load_file, state_of
from tests.support.app import build_app, prepare_empty


@pytest.fixture
def second(database_kind, prepared_database, tmp_path):
    """Another installation with the same projects and no answers."""
    made = build_app(prepared_database(database_kind, prepare_empty), tmp_path)
    yield made
    made.extensions["database"].close()


@pytest.mark.parametrize("bom", [True, False])
def test_the_sample_comes_out_of_another_installation_as_it_went_in(app, second, bom):
    data = exported(app, bom=bom)
    done = load_file(second, data)
    assert done.faults.shown == []
    assert (done.outcomes[NEW], done.outcomes[MARKED]) == (5, 3)
    assert exported(second, bom=bom) == data


def test_the_same_file_again_changes_nothing(app, second):
    data = exported(app)
    load_file(second, data)
    before = state_of(second)
    done = load_file(second, data)
    assert (done.outcomes[UNCHANGED], done.outcomes[UNTOUCHED], done.outcomes[NEW]) == (5, 3, 0)
    assert state_of(second) == before
