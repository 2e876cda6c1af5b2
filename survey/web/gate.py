"""The gate before every view: a known host, a role mark, and the right person, or their token, for it."""

from flask import Flask, abort, current_app, g, request
from flask_login import LoginManager, current_user
from werkzeug.exceptions import Forbidden

from survey.web.by_token import door, keep_here
from survey.web.roles import EVERYBODY

login = LoginManager()
# offices change their address between two requests; the sign-in row on the server is what counts
login.session_protection = None


class SecondFactorMissing(Forbidden):
    """The person's role asks for a second factor, and this sign-in was not confirmed by one."""


def install_gate(app: Flask) -> None:
    login.init_app(app)
    app.before_request(check_role)


def check_role():
    """Refuses a request whose view has no role mark, or whose person has not the role that it asks for."""
    if request.endpoint is None:
        keep_here()
        return None
    view = current_app.view_functions[request.endpoint]
    allowed = getattr(view, "allowed", None)
    if allowed is None:
        abort(403)
    if getattr(view, "by_token", False):
        # nobody yet, whoever is signed in in this browser
        g._login_user = login.anonymous_user()
        door.check(allowed)
        return None
    if allowed == EVERYBODY:
        return None
    if not current_user.is_authenticated:
        return login.unauthorized()
    if current_user.role not in allowed:
        abort(403)
    _check_second_factor(view)
    return None


def _check_second_factor(view) -> None:
    """Lets somebody whose role asks for a second factor only set it up before they go on.

    A sign-in without one is of somebody who has none: whoever has one is asked for it when they sign in.
    """
    if current_user.confirmed or getattr(view, "without_second_factor", False):
        return
    if current_user.role in current_app.config["SECOND_FACTOR_ROLES"]:
        raise SecondFactorMissing
