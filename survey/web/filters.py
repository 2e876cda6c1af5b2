"""How templates say sentences, dates, numbers and texts."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, gettext
from markupsafe import Markup, escape

from survey.web.typed import typed_words
from survey.web.wording import Sentence


def install_filters(app: Flask) -> None:
    app.add_template_filter(say)
    app.add_template_filter(day)
    app.add_template_filter(moment)
    app.add_template_filter(figure)
    app.add_template_filter(size)
    app.add_template_filter(lines)
    app.add_template_filter(iso_day)
    app.add_template_filter(typed_words)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def say(words: Sentence | str | None) -> str:
    """A sentence in the reader's language; other text stays as it is."""
    if isinstance(words, Sentence):
        return gettext(words.text, **{name: _value(value) for name, value in words.values.items()})
    return "" if words is None else str(words)


def _value(value):
    return format_decimal(value) if isinstance(value, int) and not isinstance(value, bool) else say(value)


def day(value: date | None) -> str:
    return format_date(value, "long") if value else ""


def iso_day(text: str) -> str:
    """A stored day, such as 2002-03-31, in the reader's form; anything else as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def moment(value: datetime | None) -> str:
    """Date and time in UTC, and says so: colleagues sit in many time zones."""
    return f"{format_datetime(value, 'd MMM yyyy, HH:mm', rebase=False)} UTC" if value else ""


def figure(value) -> str:
    return format_decimal(value) if value is not None else ""


def size(count: int) -> str:
    """A number of bytes in the reader's form."""
    if count < 1_000_000:
        return gettext("%(number)s kB", number=format_decimal(max(1, round(count / 1_000))))
    return gettext("%(number)s MB", number=format_decimal(round(count / 1_000_000, 1)))


def lines(text: Sentence | str | None) -> Markup:
    """A text with its line breaks, escaped."""
    return Markup("<br>").join(escape(line) for line in say(text).split("\n"))
