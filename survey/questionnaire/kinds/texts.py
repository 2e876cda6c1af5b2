"""Kinds answered by writing: a text, a number, a date."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from survey.questionnaire.kinds.kind import Fields, Kind, Written, first
from survey.questionnaire.structure import Part
from survey.web.wording import BadInput, clean_text, sentence

LARGEST = Decimal(10) ** 12
SPACES = re.compile("[ \u00a0\u202f'’]")
IN_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
# groups of three digits with one kind of mark, and decimals behind the other kind
GROUPED = re.compile(
    r"(?P<whole>[+-]?[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*)(?P<decimals>(?!(?P=mark))[.,]\d+)?",
    re.ASCII,
)
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Text(Kind):
    """An open answer of up to 20,000 characters, with its line breaks."""

    name = "text"

    def read(self, part: Part, fields: Fields) -> str:
        return clean_text(first(fields, part.code))

    def check(self, part: Part, value: str) -> None:
        if clean_text(value) != value:
            raise BadInput(sentence("The text is not in the form in which texts are stored."))

    def shown(self, part: Part, value: str, language: str) -> str:
        return value


class Number(Kind):
    """A number with a decimal point or comma, and with groups of three digits as people write them.

    Stored as plain digits with a point, such as -5 or 2.5. What one country reads as thousands and another as
    decimals, such as 1,234, is never guessed.
    """

    name = "number"

    def read(self, part: Part, fields: Fields) -> str:
        raw = SPACES.sub("", clean_text(first(fields, part.code)))
        if not raw:
            return ""
        if IN_TWO_WAYS.fullmatch(raw):
            raise BadInput(
                sentence(
                    "This number can be read in two ways. Write thousands without a mark, such as 1234, and "
                    "decimals with one, two or four digits, such as 1.2340."
                )
            )
        if grouped := GROUPED.fullmatch(raw):
            whole, decimals = grouped["whole"], grouped["decimals"] or ""
            raw = re.sub("[.,]", "", whole) + decimals
        return self._plain(raw.replace(",", "."))

    def check(self, part: Part, value: str) -> None:
        if value and self._plain(value) != value:
            raise BadInput(sentence("Write the number in digits, such as 12 or 2.5."))

    def _plain(self, raw: str) -> str:
        try:
            number = Decimal(raw)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not raw.isascii() or "_" in raw:
            raise BadInput(sentence("Write the number in digits, such as 12 or 2.5."))
        if abs(number) >= LARGEST:
            raise BadInput(sentence("This number is too large. Check it for digits too many."))
        plain = format(number.normalize(), "f")
        return "0" if plain == "-0" else plain

    def shown(self, part: Part, value: str, language: str) -> str:
        return value

    def written(self, part: Part, value: str, language: str) -> Written:
        if not value:
            return Written("", "")
        number = Decimal(value)
        return Written(int(number) if number == number.to_integral() else float(number), value)


class Date(Kind):
    """A day, asked for as three short fields and stored as ISO 8601."""

    name = "date"
    fields = ("day", "month", "year")

    def read(self, part: Part, fields: Fields) -> str:
        given = [clean_text(first(fields, f"{part.code}:{field}"), 10) for field in self.fields]
        if not any(given):
            return ""
        try:
            day, month, year = (int(text) for text in given)
            value = date(year, month, day)
        except ValueError:
            raise BadInput(
                sentence("This is not a day of the calendar. Write it as 31 3 2002: day, month, year.")
            ) from None
        self.check(part, value.isoformat())
        return value.isoformat()

    def check(self, part: Part, value: str) -> None:
        if not value:
            return
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if day.isoformat() != value:
            raise BadInput(sentence("Write the date as year-month-day, such as 2002-03-31."))
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BadInput(sentence("The year must have four digits, such as 2002."))

    def shown(self, part: Part, value: str, language: str) -> str:
        return value

    def typed(self, part: Part, fields: Fields) -> str:
        year, month, day = (first(fields, f"{part.code}:{field}") for field in reversed(self.fields))
        return f"{year}-{month}-{day}" if year or month or day else ""
