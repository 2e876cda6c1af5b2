"""Who is reminded of which report, and why: only who can still do something about it, never who has answered."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from survey.answering.states import DRAFT, RECEIVED, may_write
from survey.web.wording import Sentence, sentence

OPENED, SUPPLEMENT, RETURNED, CLOSING, NOT_STARTED, BY_HAND = REASONS = (
    "opened",
    "supplement",
    "returned",
    "closing",
    "not_started",
    "by_hand",
)
REASON_NAMES: dict[str, Sentence] = {
    OPENED: sentence("The round is open"),
    SUPPLEMENT: sentence("New questions"),
    RETURNED: sentence("Returned for clarification"),
    CLOSING: sentence("The end of answering is near"),
    NOT_STARTED: sentence("The end is near and nothing is begun"),
    BY_HAND: sentence("By hand"),
}
NOT_STARTED_DAYS = 7


@dataclass(frozen=True)
class Outstanding:
    """A report that is not submitted, or waits to be signed again after its return.

    `returned_at` and `due_on` are of the clarification that is asked, None where nothing is.
    """

    id: int
    public_id: str
    state: str
    started: bool
    signed: bool
    is_supplement: bool
    title: str
    mission_id: int
    mission: str
    round_id: int
    round_code: str
    round_title: str
    opens_at: datetime
    closes_at: datetime | None
    time_zone: str
    returned_at: datetime | None = None
    due_on: date | None = None

    @property
    def is_returned(self) -> bool:
        return self.signed and self.state not in RECEIVED

    @property
    def shown_state(self) -> str:
        return "not_started" if self.state == DRAFT and not self.started else self.state

    @property
    def last_day(self) -> date | None:
        """The last day on which something can be done, or was asked for, in the round's time zone."""
        if self.is_returned:
            return self.due_on
        return self.day_of(self.closes_at - timedelta(seconds=1)) if self.closes_at else None

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def is_open(self, now: datetime) -> bool:
        """Whether its mission may answer now; a returned report stays open."""
        over = self.closes_at is not None and now >= self.closes_at
        return self.opens_at <= now and (self.is_returned or not over)

    def days_left(self, now: datetime) -> int | None:
        """Days until the last day: 0 on the day itself, below 0 after it, None without an end."""
        return (self.last_day - self.day_of(now)).days if self.last_day else None


@dataclass(frozen=True)
class Recipient:
    """Somebody of a mission who may be reminded."""

    id: int
    public_id: str
    email: str
    name: str
    language: str
    role: str


#: whom each mission has, by its id
People = Mapping[int, Collection[Recipient]]


@dataclass(frozen=True)
class Due:
    """A reason to write to somebody about a report. It counts once for the same report, person and `key`."""

    report: Outstanding
    person: Recipient
    reason: str
    key: str


def owing(report: Outstanding, people: People) -> list[Recipient]:
    """Who can act on the report as it stands: staff and leads, or the lead alone where it is with the lead."""
    return [person for person in people.get(report.mission_id, ()) if may_write(report.state, person.role)]


def reasons(report: Outstanding, now: datetime, days: Collection[int]) -> list[tuple[str, str]]:
    """Every reason to remind of an open report that has come by now, each with its key.

    Those whose day was missed count too: a run after some days says it once, for all of them.
    """
    found = [_beginning(report)]
    left, last_day = report.days_left(now), report.last_day
    if left is None or left < 0:
        return found
    found += [(CLOSING, f"{CLOSING} {last_day} {number}") for number in sorted(days) if left <= number]
    if not report.started and left <= NOT_STARTED_DAYS:
        found.append((NOT_STARTED, f"{NOT_STARTED} {last_day}"))
    return found


def _beginning(report: Outstanding) -> tuple[str, str]:
    if report.is_returned:
        return RETURNED, f"{RETURNED} {report.returned_at.isoformat() if report.returned_at else ''}"
    reason = SUPPLEMENT if report.is_supplement else OPENED
    return reason, reason


def by_hand(report: Outstanding, now: datetime) -> tuple[str, str]:
    """The reason of an administrator's own will: once a day at most."""
    return BY_HAND, f"{BY_HAND} {report.day_of(now)}"


def due(
    reports: Iterable[Outstanding],
    people: People,
    *,
    now: datetime,
    days: Collection[int],
    known: Collection[tuple[int, int, str]],
    chosen: Collection[str] | None = None,
) -> list[Due]:
    """What there is to say now that was not said yet.

    `known` holds report, person and key of each reason that has been written about. With `chosen`, only these
    reports count, by their public ids, and somebody wants to remind of them by hand.
    """
    return [
        Due(report, person, reason, key)
        for report in reports
        if report.is_open(now) and (chosen is None or report.public_id in chosen)
        for reason, key in [
            *reasons(report, now, days),
            *([by_hand(report, now)] if chosen is not None else []),
        ]
        for person in owing(report, people)
        if (report.id, person.id, key) not in known
    ]


def without_people(reports: Iterable[Outstanding], people: People, now: datetime) -> list[Outstanding]:
    """The open reports for which nobody could be reminded."""
    return [report for report in reports if report.is_open(now) and not owing(report, people)]


@dataclass(frozen=True)
class Upcoming:
    """A day on which reports become due a reminder, as things stand now."""

    day: date
    reason: str
    days: int
    reports: int


def upcoming(reports: Iterable[Outstanding], *, now: datetime, days: Collection[int]) -> list[Upcoming]:
    """When reminders are due next, the earliest day first."""
    found = Counter(at for report in reports for at in _later(report, now, days))
    return [Upcoming(day, reason, number, count) for (day, reason, number), count in sorted(found.items())]


def _later(report: Outstanding, now: datetime, days: Collection[int]) -> Iterator[tuple[date, str, int]]:
    today, opening = report.day_of(now), report.day_of(report.opens_at)
    if report.opens_at > now:
        yield opening, _beginning(report)[0], 0
    if report.last_day is None:
        return
    moments = [(CLOSING, number) for number in days]
    if not report.started:
        moments.append((NOT_STARTED, NOT_STARTED_DAYS))
    for reason, number in moments:
        day = report.last_day - timedelta(days=number)
        if day > today and day >= opening:
            yield day, reason, number
