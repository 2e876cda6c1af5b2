"""Pieces of pages that look the same for everybody, rendered once: the frame around every page, the fields of a part.

What differs from person to person is put in afterwards, escaped; it is never kept.
"""

import re
from collections.abc import Callable, Hashable
from urllib.parse import quote

from flask import Flask, current_app, render_template, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from survey.web.languages import language

MOST = 10_000
# control characters, which no escaping changes and which no text that comes in may hold (`wording.FORBIDDEN`)
GAPS = ("\x02", "\x03")
GAP = re.compile("[\x02\x03]")


def install_fragments(app: Flask) -> None:
    app.extensions["fragments"] = {}
    app.jinja_env.globals.update(header=header, footer=footer, says=says)


def fragment(key: Hashable, render: Callable[..., str], *own: str) -> Markup:
    """What `render` makes, with the texts `own` in their places.

    `render` is called with a gap for each of these texts, once for each key: two calls with the same key must
    differ in `own` alone.
    """
    kept = current_app.extensions["fragments"]
    # asked for once: another thread may empty the shelf at any moment
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST:
            kept.clear()
        made = render(*GAPS[: len(own)])
        found = kept[key] = (GAP.split(made), [GAPS.index(gap) for gap in GAP.findall(made)])
    pieces, places = found
    texts = [str(escape(text)) for text in own]
    filled = [pieces[0]]
    for place, piece in zip(places, pieces[1:], strict=True):
        filled += (texts[place], piece)
    return Markup("".join(filled))  # noqa: S704


def header() -> Markup:
    """The top of the page for the role and the language of whoever asks."""
    key = ("header", getattr(current_user, "role", None), language(), request.script_root)
    return fragment(key, lambda token: render_template("_header.html", token=token), generate_csrf())


def footer(form: str = "", path: str = "") -> Markup:
    """The foot of the page, whose buttons choose a language and come back here.

    On a page that shows a form again, `form` is its id and `path` where it is sent to, if not here: the buttons
    then take along what stands in its fields.
    """
    if request.method == "GET":
        again, here = "", request.full_path
    else:
        again, here = form, path or request.path
    key = ("footer", again, language(), request.script_root)

    def render(token: str, here: str) -> str:
        return render_template("_footer.html", form=again, token=token, here=here)

    return fragment(key, render, generate_csrf(), quote(here) if again else here)


def says() -> Markup:
    """What scripts say, in the language of the page."""
    return fragment(("says", language(), request.script_root), lambda: render_template("_says.html"))
