"""Static files under an address that changes with their content, so that browsers may keep them for ever."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, abort, request, send_from_directory

from survey.web.roles import allow_everybody

FOLDER = Path(__file__).parent / "static"
blueprint = Blueprint("static", __name__)


def install_static(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals["static"] = address


@cache
def digest(name: str) -> str:
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


@cache
def names() -> tuple[str, ...]:
    """All static files."""
    return tuple(sorted(file.name for file in FOLDER.iterdir()))


def address(name: str) -> str:
    """The address of a static file, without a search through the URL map: every page names several."""
    return f"{request.script_root}/static/{digest(name)}/{name}"


@blueprint.get("/static/<version>/<name>")
@allow_everybody
def file(version: str, name: str):
    if name not in names() or version != digest(name):
        abort(404)
    response = send_from_directory(FOLDER, name)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
