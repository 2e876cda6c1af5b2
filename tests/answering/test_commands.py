"""`survey rebuild`."""

import pytest
from sqlalchemy import update

from survey.answering.models.texts import AnswerText
from survey.audit.queries import entries
from tests.comparison.found import found, kept, wanted
from tests.support.app import writing

SAID = "Tallies, counts of persons and search are made anew from the answers.\n"


def test_index_of_the_search_is_made_anew(app):
    with writing(app) as session:
        hits = found(session, "women")
        session.execute(update(AnswerText).values(words=" spoilt "))
        session.commit()
        assert found(session, "women") == []
    result = app.test_cli_runner().invoke(args=["rebuild"])
    assert (result.exit_code, result.stdout) == (0, SAID)
    with writing(app) as session:
        assert kept(session) == wanted(session, "2001")
        assert sorted(found(session, "women")) == sorted(hits) != []
        last = list(entries(session))[-1]
    assert (last.person, last.action) == ("command", "rebuild")


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_index_that_lost_a_row_is_mended(app):
    with writing(app) as session:
        session.connection().exec_driver_sql(
            "INSERT INTO answer_text_index (answer_text_index) VALUES ('delete-all')"
        )
        session.commit()
        assert found(session, "women") == []
    assert app.test_cli_runner().invoke(args=["rebuild"]).exit_code == 0
    with writing(app) as session:
        assert found(session, "women") != []
