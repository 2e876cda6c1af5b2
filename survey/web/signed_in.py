"""The browser's side of a sign-in: what its cookie holds, and where it may be sent next."""

from urllib.parse import urlsplit

from flask import current_app, g
from flask import session as cookie
from flask_login import login_user, logout_user
from werkzeug.exceptions import HTTPException

from survey.web.languages import forget_choice


def begin(person, language: str | None) -> None:
    """Signs this browser in as `person`; whatever the cookie held before is gone, but for the language."""
    chosen = language or cookie.get("language")
    cookie.clear()
    # Flask-WTF keeps the token it made for this request; the old one must not outlive the old cookie
    g.pop("csrf_token", None)
    cookie.permanent = True
    if chosen:
        cookie["language"] = chosen
    login_user(person)
    forget_choice()


def forget() -> None:
    """Signs this browser out; only its language stays."""
    chosen = cookie.get("language")
    logout_user()
    cookie.clear()
    if chosen:
        cookie["language"] = chosen


def known_path(target: str | None, method: str = "GET") -> str | None:
    """`target` as a path of ours that some view answers with `method`, or None for anything else."""
    try:
        parts = urlsplit(target or "")
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "\\" in (target or ""):
        return None
    try:
        current_app.url_map.bind("").match(parts.path, method=method)
    except HTTPException:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
