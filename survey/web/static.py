"""Static files under an address that changes with their content, so that browsers may keep them for ever."""

import gzip
from functools import cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, request

from survey.web.roles import allow_everybody

FOLDER = Path(__file__).parent / "static"
CODINGS = ("br", "gzip")
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


@cache
def packed(name: str, coding: str | None) -> bytes:
    """The file as it is sent, packed as small as it goes: once a process, so that it may take its time."""
    content = (FOLDER / name).read_bytes()
    if coding == "br":
        return brotli.compress(content)
    return gzip.compress(content, 9, mtime=0) if coding == "gzip" else content


@blueprint.get("/static/<version>/<name>")
@allow_everybody
def file(version: str, name: str):
    if name not in names() or version != digest(name):
        abort(404)
    coding = request.accept_encodings.best_match(CODINGS)
    response = Response(packed(name, coding), mimetype=guess_type(name)[0])
    if coding:
        response.headers["Content-Encoding"] = coding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
