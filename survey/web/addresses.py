"""What stands in an address for a report or a person: 16 hexadecimal digits; anything else is no page."""

from flask import Flask
from werkzeug.routing import BaseConverter


class PublicId(BaseConverter):
    regex = "[0-9a-f]{16}"


def install_addresses(app: Flask) -> None:
    app.url_map.converters["id"] = PublicId
