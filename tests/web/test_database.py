"""One session for each request, and the alarm for writes that nobody committed."""

import pytest
from sqlalchemy import func, insert, select

from survey.missions.models import Mission
from survey.web.database import database, session
from survey.web.roles import allow_everybody, reads, writes
from tests.support.app import writing

CHAD = {"name": "Chad", "country": "TCD", "region": "Africa"}


@pytest.fixture
def answers(sqlite_app):
    """`answers(work, status)` is the status of a POST to a view that does this."""

    def asked(work, status=200, method="POST"):
        def trial():
            work()
            return "done", status

        sqlite_app.add_url_rule("/trial", view_func=allow_everybody(trial), methods=["GET", "POST"])
        client = sqlite_app.test_client().prepare_token()
        return client.send("/trial").status_code if method == "POST" else client.get("/trial").status_code

    return asked


def missions_named_chad(app):
    with writing(app) as own:
        return own.scalar(select(func.count(Mission.id)).where(Mission.name == "Chad"))


def added():
    session().add(Mission(**CHAD))


def flushed():
    added()
    session().flush()


def stated():
    session().execute(insert(Mission).values(public_id="x", **CHAD))


def changed():
    session().scalar(select(Mission).where(Mission.name == "Manila")).name = "Chad"


def deleted():
    session().delete(session().scalar(select(Mission).where(Mission.name == "Manila")))


@pytest.mark.parametrize("work", [added, flushed, stated, changed, deleted])
def test_uncommitted_write_raises_the_alarm(sqlite_app, answers, work):
    with pytest.raises(RuntimeError, match="trial answered 200 with uncommitted writes"):
        answers(work)
    assert missions_named_chad(sqlite_app) == 0


def test_uncommitted_write_is_a_500_where_the_program_runs(sqlite_app, answers):
    sqlite_app.config["PROPAGATE_EXCEPTIONS"] = False
    assert answers(stated) == 500


@pytest.mark.parametrize("work", [flushed, stated, changed])
def test_committed_write_is_quiet(sqlite_app, answers, work):
    def committed():
        work()
        session().commit()

    assert answers(committed) == 200
    assert missions_named_chad(sqlite_app) == 1


def test_write_after_the_commit_raises_the_alarm(answers):
    def twice():
        session().commit()
        stated()

    with pytest.raises(RuntimeError, match="uncommitted writes"):
        answers(twice)


def test_write_that_was_rolled_back_is_quiet(sqlite_app, answers):
    def undone():
        stated()
        session().rollback()

    assert answers(undone) == 200
    assert missions_named_chad(sqlite_app) == 0


def test_refusal_may_leave_writes_behind_and_nothing_of_them_stays(sqlite_app, answers):
    assert answers(stated, status=409) == 409
    assert missions_named_chad(sqlite_app) == 0


def test_reading_alone_is_quiet(answers):
    assert answers(lambda: session().scalars(select(Mission)).all()) == 200


@pytest.mark.parametrize(("method", "expected"), [("GET", None), ("HEAD", None), ("POST", True)])
def test_session_writes_only_where_the_method_does(sqlite_app, method, expected):
    with sqlite_app.test_request_context("/sign-in", method=method):
        assert session().info.get("writing") is expected
        assert session() is session()


def test_marked_view_gets_a_writing_session_for_get(sqlite_app):
    sqlite_app.add_url_rule("/trial", endpoint="trial", view_func=writes(lambda: ""))
    with sqlite_app.test_request_context("/trial"):
        assert session().info.get("writing") is True


def test_marked_view_gets_a_reading_session_for_post(sqlite_app):
    sqlite_app.add_url_rule("/trial", endpoint="trial", view_func=reads(lambda: ""), methods=["POST"])
    with sqlite_app.test_request_context("/trial", method="POST"):
        assert session().info.get("writing") is not True


def test_session_is_closed_with_the_request(sqlite_app):
    with sqlite_app.test_request_context("/sign-in"):
        session().scalars(select(Mission)).all()
        assert database().engine.pool.checkedout() == 1
    assert sqlite_app.extensions["database"].engine.pool.checkedout() == 0
