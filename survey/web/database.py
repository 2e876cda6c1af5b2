"""The database session of a request: reading for GET, writing otherwise, closed with the request.

Where the database has a copy, the pages of some blueprints are read from that.
"""

from collections.abc import Collection

from flask import Flask, Response, current_app, g, request
from sqlalchemy import event
from sqlalchemy.orm import Session

from survey.data.engine import Copy, Database

READING = ("GET", "HEAD", "OPTIONS")
# whoever has just written reads the database itself for so many seconds, and so finds what they wrote
WROTE, NEWEST_SECONDS = "wrote", 10


def install_database(app: Flask, read_from_copy: Collection[str] = ()) -> None:
    """`read_from_copy` names the blueprints whose pages come from the database's copy, where it has one."""
    database = Database(app.config["SURVEY_DATABASE_URL"], reading_url=app.config["SURVEY_READING_URL"])
    app.extensions["database"] = database
    app.extensions["read_from_copy"] = frozenset(read_from_copy)
    app.after_request(_refuse_uncommitted)
    if database.copy:
        app.after_request(_remember_writing)
    app.teardown_appcontext(_close)


def database() -> Database:
    return current_app.extensions["database"]


def session() -> Session:
    """The session of this request, opened at the first call."""
    if "session" not in g:
        g.session = _opened()
    return g.session


def _opened() -> Session:
    if _copy():
        return database().reading_from_copy()
    return database().writing() if _is_writing() else database().reading()


def source() -> Database | Copy:
    """Where this request reads what is sent after it has ended: as its session does."""
    return _copy() or database()


def _copy() -> Copy | None:
    """The copy that this request is to be read from."""
    copied = request.method in READING and request.blueprint in current_app.extensions["read_from_copy"]
    return database().copy if copied and WROTE not in request.cookies else None


def _remember_writing(response: Response) -> Response:
    if request.method not in READING and _is_writing():
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(WROTE, "1", max_age=NEWEST_SECONDS, secure=secure, httponly=True, samesite="Lax")
    return response


def _is_writing() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "writes", request.method not in READING)


@event.listens_for(Session, "after_flush")
def _remember_flush(session, _context):
    session.info["uncommitted"] = True


@event.listens_for(Session, "do_orm_execute")
def _remember_statement(state):
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info["uncommitted"] = True


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_soft_rollback")
def _forget(session, *_):
    session.info.pop("uncommitted", None)


def _refuse_uncommitted(response: Response) -> Response:
    """Writes that a view forgot to commit would vanish in silence; a programming error, so say it loudly."""
    open_session = g.get("session")
    if open_session is None or response.status_code >= 400:
        return response
    if open_session.info.get("uncommitted") or open_session.new or open_session.dirty or open_session.deleted:
        raise RuntimeError(f"{request.endpoint} answered {response.status_code} with uncommitted writes")
    return response


def _close(_error) -> None:
    open_session = g.pop("session", None)
    if open_session is not None:
        open_session.close()
