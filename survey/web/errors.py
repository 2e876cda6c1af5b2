"""Every fault becomes a page with a sentence, and gives back what the person typed."""

import logging
from functools import wraps
from urllib.parse import urlsplit

from flask import Flask, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException, SecurityError

from survey.web.by_token import Refused, asked_by_program, said
from survey.web.database import READING
from survey.web.gate import SecondFactorMissing, login
from survey.web.requests import page_for_too_large

csrf = CSRFProtect()
logger = logging.getLogger("survey")
# what a fault says to programs besides its status
ABOUT_FAULT = ("Allow", "WWW-Authenticate", "Retry-After")
PRIVATE = ("csrf_token", "password", "current", "one_time")


def install_errors(app: Flask) -> None:
    csrf.init_app(app)
    app.register_error_handler(CSRFError, _greeting_nobody(stale_page))
    app.register_error_handler(SecondFactorMissing, second_factor_missing)
    app.register_error_handler(HTTPException, _greeting_nobody(http_fault))
    app.register_error_handler(DBAPIError, _greeting_nobody(database_fault))
    app.register_error_handler(NoConnectionFree, _greeting_nobody(database_fault))
    app.register_error_handler(500, _greeting_nobody(program_fault))
    app.jinja_env.globals["typed"] = typed


def _greeting_nobody(handler):
    """The handler, for a page that greets nobody where the database cannot say who is signed in."""

    @wraps(handler)
    def handled(fault):
        try:
            current_user.is_authenticated  # noqa: B018 - loads the person
        except SQLAlchemyError:
            g._login_user = login.anonymous_user()
        return handler(fault)

    return handled


def typed() -> list[tuple[str, str]]:
    """What this request's form held, but for passwords and tokens, as pairs of name and text.

    Nothing of a form that another site sent: it would come back as if the person had typed it, with our token.
    """
    if comes_from_elsewhere():
        return []
    try:
        fields = request.form.items(multi=True)
    except HTTPException:
        return []
    return [(name, text) for name, text in fields if not name.startswith(PRIVATE)]


def comes_from_elsewhere() -> bool:
    """Whether another site's page sent this request, as far as the browser says so."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site:
        return site not in ("same-origin", "none")
    return origin is not None and urlsplit(origin).netloc != request.host


def asked_by_script() -> bool:
    """Whether a script of ours sent this request and reads the answer, not a person."""
    return request.headers.get("Accept") == "application/json"


def page(status: int, title: str, explanation: str, again: bool = False):
    """An error page, or its words for a script or a program. `again` offers to send the form once more, with a fresh
    token."""
    if asked_by_program():
        return said(status, otherwise=f"{title}. {explanation}"), status
    if asked_by_script():
        return {"outcome": "refused", "says": f"{title}. {explanation}"}, status
    template = render_template("web/error.html", title=title, explanation=explanation, again=again)
    return template, status


def stale_page(_fault: CSRFError):
    return page(
        400,
        _("This page had become too old to send"),
        _("Nothing was saved and nothing is lost. Check what you typed below, then send it again."),
        again=True,
    )


def second_factor_missing(_fault: SecondFactorMissing):
    if request.method in READING and not asked_by_script():
        return redirect(url_for("second_factor.form"))
    return page(
        403,
        _("Your role needs a second factor"),
        _(
            "Nothing was saved and nothing is lost. Open the page “Account” in another tab and set up the second "
            "factor there; then send this again."
        ),
        again=True,
    )


def http_fault(fault: HTTPException):
    if isinstance(fault, SecurityError):
        # the host itself is not trusted: no page of ours, whose links would carry its name
        return "This address is not one of this service's.\n", 400, {"Content-Type": "text/plain"}
    if fault.code == 413:
        try:
            own = page_for_too_large()
        except HTTPException as hidden:
            return http_fault(hidden)
        if own:
            return own
    kept = {name: value for name, value in fault.get_headers() if name in ABOUT_FAULT}
    if asked_by_program():
        own = fault.description or "" if isinstance(fault, Refused) else ""
        return said(fault.code or 500, own), kept
    title, explanation = _http_words().get(fault.code or 500, (fault.name, fault.description or ""))
    body, status = page(fault.code or 500, title, explanation)
    return body, status, kept


def _http_words() -> dict[int, tuple[str, str]]:
    return {
        400: (_("This request could not be read"), _("Go back, reload the page and try again.")),
        403: (
            _("This page is not for your role"),
            _("Your account may not open it. Your own pages are linked above."),
        ),
        404: (
            _("Page not found"),
            _("The address may be mistyped, or it belongs to something that your account cannot see."),
        ),
        405: (_("This page cannot be opened this way"), _("Go back to the page before and use its buttons.")),
        413: (_("This is too much for one page"), _("Go back, shorten the longest text, and save again.")),
    }


def database_fault(fault: DBAPIError | NoConnectionFree):
    if isinstance(fault, IntegrityError | DataError):
        # the database answers; it is the program that asked for something wrong
        return program_fault(fault)
    logger.error("database", exc_info=fault)
    return page(
        503,
        _("The database does not answer"),
        _(
            "Nothing that was saved before is lost; what you sent just now is not saved yet. Wait a moment and send it "
            "again. If this goes on, tell the person who runs the service; the command 'survey doctor' names the cause."
        ),
        again=True,
    )


def program_fault(fault: Exception):
    logger.error("program", exc_info=getattr(fault, "original_exception", None) or fault)
    return page(
        500,
        _("Something went wrong on our side"),
        _(
            "What you sent just now may not be saved. It is kept below; send it again, or copy it to a safe place."
        ),
        again=True,
    )
