"""Export, import into another installation, export: the same bytes."""

import pytest
from sqlalchemy import select

from survey.answering.models.persons import PersonCounts
from survey.answering.models.tallies import AnswerBitmap
from survey.answering.models.texts import AnswerText
from survey.answering.services.derived import rebuild
from survey.data.base import table_of
from survey.intake.checking import MARKED, NEW, UNCHANGED, UNTOUCHED
from tests.intake.rounds import exported, load_file, state_of
from tests.support.app import build_app, prepare_empty, writing


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


def test_what_pages_read_is_as_if_it_were_made_anew(app, second):
    load_file(second, exported(app))
    kept = derived(second)
    assert all(kept.values())
    with writing(second) as session:
        rebuild(session)
        session.commit()
    assert derived(second) == kept


def derived(app):
    """Tallies, counts of persons and words, without the keys of the latter."""
    found = {}
    with app.extensions["database"].reading() as session:
        for model, left_out in ((AnswerBitmap, ""), (PersonCounts, ""), (AnswerText, "id")):
            columns = [column for column in table_of(model).columns if column.name != left_out]
            found[model.__name__] = sorted(map(repr, session.execute(select(*columns)).all()))
    return found
