"""The database session of a request: reading for GET, writing otherwise, closed with the request."""

from flask import Flask, Response, current_app, g, request
from sqlalchemy import event
from sqlalchemy.orm import Session

from survey.data.engine import Database

READING = ("GET", "HEAD", "OPTIONS")


def install_database(app: Flask) -> None:
    app.extensions["database"] = Database(app.config["SURVEY_DATABASE_URL"])
    app.after_request(_refuse_uncommitted)
    app.teardown_appcontext(_close)


def database() -> Database:
    return current_app.extensions["database"]


def session() -> Session:
    """The session of this request, opened at the first call."""
    if "session" not in g:
        g.session = database().writing() if _is_writing() else database().reading()
    return g.session


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
