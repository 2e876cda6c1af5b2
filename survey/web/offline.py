"""Without a connection: the worker that opens pages again, the page for all others, and which pages may be kept."""

from functools import cache
from hashlib import sha256

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request
from flask_login import current_user

from survey.web.languages import language
from survey.web.roles import allow_everybody
from survey.web.static import address, names

blueprint = Blueprint("offline", __name__)


def install_offline(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.after_request(_mark)


def kept_offline(view):
    """Marks a view whose page the browser of mission staff may keep, locked, for a time without connection."""
    view.kept_offline = True
    return view


def _mark(response: Response) -> Response:
    view = current_app.view_functions.get(request.endpoint or "")
    kept = getattr(view, "kept_offline", False) and getattr(current_user, "is_mission", False)
    if kept and response.status_code == 200:
        response.headers["Survey-Keep"] = current_user.public_id
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = language()
    return response


@blueprint.get("/worker.js")
@allow_everybody
def worker():
    """The service worker; it stands at the top, since it may serve only what lies below its own address."""
    files = tuple(address(name) for name in names())
    response = make_response(render_template("web/worker.js", files=files, cache_name=_digest(files)))
    response.mimetype = "text/javascript"
    return response


@cache
def _digest(files: tuple[str, ...]) -> str:
    return sha256(" ".join(files).encode()).hexdigest()[:12]


@blueprint.get("/offline")
@allow_everybody
def page():
    """What a browser shows for a page that it has not kept. It holds nothing of anybody's."""
    return render_template("web/offline.html")
