"""How much a request may carry, where that is more or less than what pages carry."""

from collections.abc import Callable

from flask import Flask, current_app, request


def takes_at_most(size: int, too_large: Callable | None = None, *, fields: int | None = None):
    """Marks a view whose requests may have `size` bytes, of which `fields` beside the files; None: all of them.

    `too_large` makes the page that says so, from the values in the address, without a look at what was sent. Files
    lie on disk while they are read, fields in memory.
    """

    def mark(view):
        view.takes_at_most, view.too_large = size, too_large
        view.takes_in_fields = size if fields is None else fields
        return view

    return mark


def install_requests(app: Flask) -> None:
    app.before_request(_limit)


def _limit() -> None:
    # set before the form is read, which the check of its token does for every form
    view = _view()
    if size := getattr(view, "takes_at_most", None):
        request.max_content_length, request.max_form_memory_size = size, view.takes_in_fields


def page_for_too_large():
    """The view's own page for a request that is too large, or None."""
    too_large = getattr(_view(), "too_large", None)
    return too_large(**(request.view_args or {})) if too_large else None


def _view():
    return current_app.view_functions.get(request.endpoint or "")
