"""Which language and which formats a person sees."""

from contextlib import contextmanager

from flask import Flask, g, request
from flask import session as cookie
from flask_babel import Babel, get_locale, get_translations, refresh
from flask_login import current_user

LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}
RIGHT_TO_LEFT = {"ar", "he", "fa", "ur"}
babel = Babel()


def install_languages(app: Flask) -> None:
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel.init_app(app, locale_selector=choose)
    app.jinja_env.globals.update(LANGUAGES=LANGUAGES, language=language, direction=direction)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _translations().ugettext(text),
        lambda one, several, number: _translations().ungettext(one, several, number),
        newstyle=True,
    )
    # asked for some fifty times on a page
    app.context_processor(lambda: {"lang": language()})


def _translations():
    """The catalogue of this request, looked up once for its dozens of texts."""
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def choose() -> str:
    """The person's own choice, else this browser's choice, else what the browser asks for, else English."""
    own = g.get("chosen_language") or getattr(current_user, "language", None) or cookie.get("language")
    if own in LANGUAGES:
        return own
    return request.accept_languages.best_match(LANGUAGES) or "en"


def language() -> str:
    """The language of this request: en, fr or es. In a command, English."""
    if "language" not in g:
        locale = get_locale()
        g.language = locale.language if locale else "en"
    return g.language


def direction() -> str:
    return "rtl" if language() in RIGHT_TO_LEFT else "ltr"


def remember_language(code: str) -> None:
    """Keeps the choice in this browser, signed in or not; this request speaks it already."""
    cookie["language"] = g.chosen_language = code
    forget_choice()


@contextmanager
def speaking(code: str):
    """Lets what is made inside speak this language; the rest of the request, and its person, keep their own."""
    own, g.chosen_language = g.get("chosen_language"), code
    forget_choice()
    try:
        yield
    finally:
        g.chosen_language = own
        forget_choice()


def forget_choice() -> None:
    """Lets the rest of this request speak the language that was just chosen."""
    g.pop("language", None)
    g.pop("translations", None)
    refresh()
