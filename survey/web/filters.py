"""How templates say sentences, dates, numbers and texts."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from babel import numbers
from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, get_locale, gettext
from markupsafe import Markup, escape

from survey.web.languages import language
from survey.web.typed import typed_words
from survey.web.wording import Sentence

# the layout looks for this mark, to say once on a page that something on it is not translated
MARK = Markup('lang="en" dir="ltr"')
IN_ENGLISH = Markup("<span {}>{{}}</span>").format(MARK)


def install_filters(app: Flask) -> None:
    app.add_template_filter(say)
    app.add_template_filter(day)
    app.add_template_filter(moment)
    app.add_template_filter(deadline)
    app.add_template_filter(figure)
    app.add_template_filter(decimals)
    app.add_template_filter(size)
    app.add_template_filter(measure)
    app.add_template_filter(lines)
    app.add_template_filter(translated)
    app.add_template_filter(iso_day)
    app.add_template_filter(typed_words)
    app.jinja_env.globals["IN_ENGLISH"] = MARK
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def say(words: Sentence | Mapping[str, str] | str | None) -> str:
    """A sentence or a text of the questionnaire in the reader's language; other text stays as it is."""
    if isinstance(words, Sentence):
        return gettext(words.text, **{name: _value(value) for name, value in words.values.items()})
    if isinstance(words, Mapping):
        return words.get(language()) or words.get("en", "")
    return "" if words is None else str(words)


def _value(value):
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    return format_decimal(value) if isinstance(value, int) and not isinstance(value, bool) else say(value)


def day(value: date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    # day before month in English too, as in the fields for a date and in moments
    return format_date(value, "d MMMM yyyy" if language() == "en" else "long")


def iso_day(text: str) -> str:
    """A stored day, such as 2002-03-31, in the reader's form; anything else as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """Date and time in this time zone, and says which: colleagues sit in many."""
    # a list without a time hands over something that is neither a time nor None
    if not value:
        return ""
    return f"{format_datetime(value.astimezone(ZoneInfo(zone)), 'd MMM yyyy, HH:mm', rebase=False)} {zone}"


def deadline(value: datetime | None, zone: str = "UTC") -> str:
    """A moment that somebody plans by: the day in full, the minute, and the time zone in brackets."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local)}, {local:%H:%M} ({zone})"


def measure(text: str, groups: bool = True) -> str:
    """A stored number, such as 1200.5, as the reader writes it, with all its digits; anything else as it is."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    shown = numbers.format_decimal(
        number, locale=get_locale(), decimal_quantization=False, group_separator=groups
    )
    # in a field, three digits behind the mark could be read again as thousands
    return f"{shown}0" if not groups and number.as_tuple().exponent == -3 else shown


def figure(value) -> str:
    return format_decimal(value) if value is not None else ""


def decimals(value: float, digits: int = 2) -> str:
    """A number with so many decimals, zeros at the end included, in the reader's form."""
    # what rounds to nothing has no sign
    return format_decimal(round(value, digits) + 0.0, format=f"#,##0.{'0' * digits}")


def size(count: int) -> str:
    """A number of bytes in the reader's form."""
    if count < 1_000_000:
        return gettext("%(number)s kB", number=format_decimal(max(1, round(count / 1_000))))
    return gettext("%(number)s MB", number=format_decimal(round(count / 1_000_000, 1)))


def lines(text: Sentence | str | None) -> Markup:
    """A text with its line breaks, escaped."""
    shown = text if isinstance(text, Markup) else say(text)
    return Markup("<br>").join(escape(line) for line in shown.split("\n"))


def translated(words: Mapping[str, str]) -> Markup:
    """A text of the questionnaire in the reader's language; where there is none yet in English, marked as English."""
    own = words.get(language())
    return escape(own or "") if own or not words else IN_ENGLISH.format(words.get("en", ""))
