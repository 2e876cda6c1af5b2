"""Addresses: what stands in them for a report or a person, and those of pages that every page links to."""

from flask import Flask, current_app, request, url_for
from werkzeug.routing import BaseConverter


class PublicId(BaseConverter):
    """16 hexadecimal digits; anything else is no page."""

    regex = "[0-9a-f]{16}"


def install_addresses(app: Flask) -> None:
    app.url_map.converters["id"] = PublicId
    app.extensions["addresses"] = {}
    app.jinja_env.globals["page"] = page


def page(endpoint: str) -> str:
    """The address of a page that has one only. Looked up once: the frame around every page names six."""
    known = current_app.extensions["addresses"]
    key = (request.script_root, endpoint)
    if key not in known:
        known[key] = url_for(endpoint)
    return known[key]
