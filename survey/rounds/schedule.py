"""When a round opens and closes: as a person writes it, in a time zone, and as the moment that is stored."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from survey.questionnaire.kinds.kind import Fields, first
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part, Words
from survey.web.wording import BadInput, clean_text, sentence

#: offered before all others: the zones of the headquarters, and one for most offsets in which missions work
FIRST_ZONES = (
    "UTC",
    "Europe/Zurich",
    "Europe/Athens",
    "Africa/Dakar",
    "Africa/Cairo",
    "Africa/Nairobi",
    "America/New_York",
    "America/Costa_Rica",
    "America/Bogota",
    "America/Argentina/Buenos_Aires",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Manila",
    "Pacific/Fiji",
)
PLACES = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
HOUR_AND_MINUTE = re.compile(r"(\d{1,2})[:.hH ](\d{2})")
LONGEST_ROUND = timedelta(days=2 * 366)
FIELDS = ("day", "month", "year", "time")


@cache
def zones() -> tuple[str, ...]:
    """All time zones that are named after a place, in the order of their names."""
    return tuple(sorted(name for name in available_timezones() if name.split("/")[0] in PLACES))


def is_zone(name: str) -> bool:
    return name in FIRST_ZONES or name in zones()


def moment_in(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, at which clocks in this zone show this day and time.

    Raises BadInput for a time that the clocks skip, and for one that they show twice.
    """
    place = ZoneInfo(zone)
    before, after = (datetime.combine(day, at, place).replace(fold=fold) for fold in (0, 1))
    skipped = before.utcoffset() != after.utcoffset()
    if skipped:
        change = after.utcoffset() - before.utcoffset()  # type: ignore[operator]
        values = {"time": f"{at:%H:%M}", "zone": zone, "other": f"{before + abs(change):%H:%M}"}
        if change > timedelta(0):
            raise BadInput(sentence(SKIPPED.text, **values))
        raise BadInput(sentence(TWICE.text, **values))
    return before.astimezone(UTC)


SKIPPED = sentence(
    "There is no %(time)s on this day in %(zone)s: the clocks are put forward over it. Write another time, such as "
    "%(other)s."
)
TWICE = sentence(
    "There are two times %(time)s on this day in %(zone)s: the clocks are put back. Write another time, such as "
    "%(other)s."
)


def read_moment(fields: Fields, name: str, zone: str) -> datetime | None:
    """The moment in the fields `<name>:day`, `:month`, `:year` and `:time`; None where all are empty."""
    part = Part(code=name, kind="date", label=Words(), short=Words())
    written = clean_text(first(fields, f"{name}:time"), 10)
    day = kind_of(part).read(part, fields)
    if not day and not written:
        return None
    if not day:
        raise BadInput(sentence("Write the day too: day, month, year."))
    return moment_in(date.fromisoformat(day), read_time(written), zone)


def read_time(written: str) -> time:
    found = HOUR_AND_MINUTE.fullmatch(written)
    if found and written.isascii():
        hour, minute = int(found[1]), int(found[2])
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise BadInput(sentence("Write the time as hours and minutes from 00:00 to 23:59, such as 17:00."))


def moment_fields(name: str, moment: datetime | None, zone: str) -> Mapping[str, str]:
    """The fields as they show a moment that is stored."""
    if moment is None:
        return dict.fromkeys((f"{name}:{field}" for field in FIELDS), "")
    local = moment.astimezone(ZoneInfo(zone))
    texts = (str(local.day), str(local.month), str(local.year), f"{local:%H:%M}")
    return {f"{name}:{field}": text for field, text in zip(FIELDS, texts, strict=True)}


def years_later(moment: datetime, years: int, zone: str) -> datetime:
    """The same day and time of the clock, in this zone, so many years later; for 29 February the day after."""
    local = moment.astimezone(ZoneInfo(zone))
    try:
        moved = local.replace(year=local.year + years)
    except ValueError:
        moved = local.replace(year=local.year + years, month=3, day=1)
    return moved.astimezone(UTC)


def moved_on(
    opens_at: datetime, closes_at: datetime | None, zone: str, now: datetime
) -> tuple[int, datetime, datetime | None]:
    """The dates of the next round: as many years later, at least one, as bring its opening ahead; and the number.

    An end that lay years after the opening comes in the year after it.
    """
    years = 1
    while years_later(opens_at, years, zone) <= now:
        years += 1
    opens, closes = years_later(opens_at, years, zone), None
    if closes_at:
        later = years
        while years_later(closes_at, later, zone) - opens > LONGEST_ROUND:
            later -= 1
        closes = years_later(closes_at, later, zone)
    return years, opens, closes


def next_code(code: str, years: int) -> str:
    """The code or title of a round so many years later, where it ends with a year; else with a number put behind."""
    before, year = code[:-4], code[-4:]
    if year.isascii() and year.isdigit() and 1900 < int(year) < 2200:
        return f"{before}{int(year) + years}"
    return f"{code}-2"


def days_left(closes_at: datetime, now: datetime, zone: str) -> int | None:
    """How many days, by the calendar of this zone, lie between today and the closing day; None once it is over."""
    if closes_at <= now:
        return None
    place = ZoneInfo(zone)
    return (closes_at.astimezone(place).date() - now.astimezone(place).date()).days


def whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
