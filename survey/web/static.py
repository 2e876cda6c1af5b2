"""Static files under an address that changes with their content, so that browsers may keep them for ever."""

import gzip
import re
from functools import cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, request

from survey.web.roles import allow_everybody

FOLDER = Path(__file__).parent / "static"
CODINGS = ("br", "gzip")
# modules that a page takes in one file: on a slow line each file costs a round trip
BUNDLES = {
    "mission.js": ("vault.js", "waiting.js"),
    "report.js": ("vault.js", "waiting.js", "presence.js"),
    "question.js": ("vault.js", "waiting.js", "presence.js", "writing.js", "conditions.js", "saving.js"),
}
# comment lines and indentation of scripts; comments and idle spaces of styles
SCRIPT = ((re.compile(rb"^\s*//[^\n]*\n|^\s+", re.MULTILINE), b""),)
STYLE = (
    (re.compile(rb"/\*.*?\*/", re.DOTALL), b""),
    (re.compile(rb"\s+"), b" "),
    (re.compile(rb" ?([{};,]) ?"), rb"\1"),
    (re.compile(rb": "), b":"),
    (re.compile(rb";}"), b"}"),
)
SPARED = {".js": SCRIPT, ".css": STYLE}
blueprint = Blueprint("static", __name__)


def install_static(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals["static"] = address


@cache
def content(name: str) -> bytes:
    """A file as it is served: without what only its readers need, and modules that belong together in one.

    No line of a script may begin inside a text of several lines, and no text in a style may hold two spaces.
    """
    if name in BUNDLES:
        # a block of its own for each, since each names things for itself
        return b"".join(b"{\n" + content(part) + b"}\n" for part in BUNDLES[name])
    found = (FOLDER / name).read_bytes()
    for pattern, instead in SPARED.get(Path(name).suffix, ()):
        found = pattern.sub(instead, found)
    return found


@cache
def digest(name: str) -> str:
    return sha256(content(name)).hexdigest()[:12]


@cache
def names() -> tuple[str, ...]:
    """All that is served from here."""
    return tuple(sorted([*BUNDLES, *(file.name for file in FOLDER.iterdir())]))


def address(name: str) -> str:
    """The address of a static file, without a search through the URL map: every page names several."""
    return f"{request.script_root}/static/{digest(name)}/{name}"


@cache
def packed(name: str, coding: str | None) -> bytes:
    """The file as it is sent, packed as small as it goes: once a process, so that it may take its time."""
    if coding == "br":
        return brotli.compress(content(name))
    return gzip.compress(content(name), 9, mtime=0) if coding == "gzip" else content(name)


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
