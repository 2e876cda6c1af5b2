"""The way in for programs: an access token in the address or in a header, instead of a sign-in.

A token opens only views that are marked for it, and a browser's cookie opens none of them. Programs read no pages:
whatever goes wrong is said to them in one sentence of plain text, and no answer leads to another address.
"""

from collections.abc import Callable
from typing import Any

from flask import Response, g, request
from flask_babel import gettext as _
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import HTTPException, NotFound, Unauthorized
from werkzeug.routing import RequestRedirect

# what a program shows to whoever is asked for the token
ASKED = WWWAuthenticate("basic", {"realm": "Gender Mainstreaming Survey", "charset": "UTF-8"})
#: the holder of this token for a view with these roles; None where it opens nothing
Load = Callable[[str, frozenset[str]], Any]


class Refused(HTTPException):
    """An answer to a program in a sentence of its own."""

    def __init__(self, code: int, sentence: str, headers: tuple[tuple[str, str], ...] = ()):
        super().__init__(description=sentence)
        self.code, self.own = code, headers

    def get_headers(self, *_context):
        return [("Content-Type", "text/plain"), *self.own]


class Door:
    """Where tokens are checked. Whose they are, a floor above this one knows, which registers as `loader`."""

    def __init__(self):
        self._load: Load = lambda _token, _allowed: None

    def loader(self, load: Load) -> Load:
        self._load = load
        return load

    def check(self, allowed: frozenset[str]) -> None:
        """Lets the request pass as its token's holder. A wrong token in the address is like a wrong address."""
        token, _way = shown()
        if token is None:
            raise Unauthorized(www_authenticate=ASKED)
        holder = self._load(token, allowed)
        if holder is None:
            raise NotFound if in_address() else Unauthorized(www_authenticate=ASKED)
        g._login_user = holder


door = Door()


def asked_by_program() -> bool:
    """Whether the address is one for programs, also where no view has it."""
    return request.path.lstrip("/").startswith("files/")


def in_address() -> bool:
    return "token" in (request.view_args or {})


def shown() -> tuple[str | None, str]:
    """The token that the request shows, and how: in its path, as a bearer, or as the password of anybody."""
    if in_address():
        return (request.view_args or {})["token"], "path"
    given = request.authorization
    if given is None:
        return None, ""
    return (given.token if given.type == "bearer" else given.password) or None, given.type


def keep_here() -> None:
    """Answers an address that is nearly right like a wrong one: a redirect would repeat its token."""
    if asked_by_program() and isinstance(request.routing_exception, RequestRedirect):
        raise NotFound


def said(status: int, own: str = "", *, otherwise: str = "") -> Response:
    """The answer to a program: words of its `own`, else what goes with the status, else what a page would say."""
    sentence = own or _sentences().get(status) or otherwise or _("This request could not be read.")
    return Response(f"{sentence}\n", status=status, mimetype="text/plain")


def _sentences() -> dict[int, str]:
    return {
        401: _(
            "An access token is needed here: send it as the password, with any user name, or as a bearer; one that "
            "was ended or is over opens nothing."
        ),
        404: _("There is no such file, or the access token in the address was ended or is over."),
        405: _("Files can only be read here."),
        500: _("Something went wrong on our side; the file was not made."),
        503: _("The database does not answer; wait a moment, then ask again."),
    }
