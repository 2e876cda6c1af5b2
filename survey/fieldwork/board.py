"""The board of a round: what it is cut down to and how it is sorted, as its address says, and what it counts."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from survey.answering.states import RECEIVED, STATE_NAMES, STATES
from survey.fieldwork.records import BoardLine
from survey.rounds.schedule import days_left
from survey.web.wording import Sentence, sentence

SHOWN_STATES = ("not_started", *STATES)
LABELS: dict[str, Sentence] = {
    "state": sentence("State"),
    "region": sentence("Region"),
    "mission": sentence("Mission"),
}
#: filters of the pages that compare answers: the board is not cut down by them, but its addresses keep them
CARRIED: dict[str, Sentence] = {
    "service_area": sentence("Service area"),
    "report_kind": sentence("Kind of report"),
    "funding_band": sentence("Funding"),
    "completion": sentence("Completion, as reported"),
}
UNKNOWN: dict[str, Sentence] = {
    "state": sentence("There is no such state of a report."),
    "region": sentence("This round has no region of this name."),
    "mission": sentence("This round has no mission of this name."),
}
NO_NUMBER = sentence("Write the days without activity as a number from 1 to 999.")
#: the columns that the board can be sorted by, with their heads
SORTS: dict[str, Sentence] = {
    "number": sentence("Project"),
    "mission": sentence("Mission"),
    "region": sentence("Region"),
    "state": sentence("State"),
    "activity": sentence("Last activity"),
    "until": sentence("Answers until"),
    "left": sentence("Days left"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the board. `until` is its end (a day where the working group waits for a clarification, None: without
    an end), `left` the days until then (None: over, without an end or received), `late` whether it is over.
    """

    line: BoardLine
    until: datetime | date | None
    left: int | None
    late: bool


@dataclass(frozen=True)
class View:
    """What the address of the board asks for. `quiet` is the number of days without activity, 0: any."""

    state: str = ""
    region: str = ""
    mission: str = ""
    late: bool = False
    quiet: int = 0
    sort: str = "number"
    descending: bool = False
    fault: Sentence | None = None
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    carried: Mapping[str, str] = field(default_factory=dict)

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, as the address says them."""
        named = {name: getattr(self, name) for name in LABELS}
        flags = {"late": "yes" if self.late else "", "quiet": str(self.quiet or "")}
        return {name: value for name, value in (named | flags).items() if value}

    @property
    def compared(self) -> dict[str, str]:
        """What the pages that compare answers can be cut down to as well."""
        own = {"region": self.region, "mission": self.mission}
        return {name: value for name, value in own.items() if value} | dict(self.carried)

    @property
    def not_applied(self) -> list[Sentence]:
        return [CARRIED[name] for name in self.carried]

    @property
    def sorting(self) -> dict[str, str]:
        """The order, as the address says it."""
        if (self.sort, self.descending) == ("number", False):
            return {}
        return {"sort": self.sort} | ({"order": "descending"} if self.descending else {})

    @property
    def refusals(self) -> list[Sentence]:
        """Why nothing fits, or what could not be read."""
        unknown = [UNKNOWN[name] for name in self.unknown]
        return [*unknown, *([self.fault] if self.fault else [])]

    @property
    def unknown(self) -> list[str]:
        return [
            name for name in LABELS if getattr(self, name) and getattr(self, name) not in self.values[name]
        ]

    def sorted_by(self, name: str) -> dict[str, str]:
        """What the address says when the head of this column is pressed."""
        again = name == self.sort and not self.descending
        return self.chosen | dict(self.carried) | {"sort": name} | ({"order": "descending"} if again else {})


def view_of(arguments: Mapping[str, str], lines: Sequence[BoardLine]) -> View:
    """What an address asks for, against what the round has."""
    given = {
        name: unicodedata.normalize("NFC", arguments.get(name, "")).strip() for name in (*LABELS, *CARRIED)
    }
    quiet, fault = _days(arguments.get("quiet", "").strip())
    sort = arguments.get("sort", "")
    values = {
        "state": SHOWN_STATES,
        "region": sorted({line.region for line in lines}),
        "mission": sorted({line.mission for line in lines}),
    }
    return View(
        **{name: given[name] for name in LABELS},
        late=bool(arguments.get("late")),
        quiet=quiet,
        sort=sort if sort in SORTS else "number",
        descending=arguments.get("order") == "descending",
        fault=fault,
        values=values,
        carried={name: given[name] for name in CARRIED if given[name].isprintable() and given[name]},
    )


def _days(written: str) -> tuple[int, Sentence | None]:
    if not written:
        return 0, None
    if written.isascii() and written.isdigit() and 0 < int(written[:4]) < 1000 and len(written) < 4:
        return int(written), None
    return 0, NO_NUMBER


def rows_of(
    lines: Sequence[BoardLine], clarified_until: Mapping[int, date], now: datetime, zone: str
) -> list[Row]:
    """Every line with its end. `clarified_until` holds, by report, the day until which a returned one is waited for."""
    return [_row(line, clarified_until.get(line.id), now, zone) for line in lines]


def _row(line: BoardLine, due_on: date | None, now: datetime, zone: str) -> Row:
    if line.received:
        return Row(line, None, None, False)
    if line.returned:
        if due_on is None:
            return Row(line, None, None, False)
        ends = datetime.combine(due_on, time(), UTC) + timedelta(days=1)
        return Row(line, due_on, None if ends <= now else max((due_on - now.date()).days, 0), ends <= now)
    if line.closes_at is None:
        return Row(line, None, None, False)
    left = days_left(line.closes_at, now, zone)
    return Row(line, line.closes_at, left, left is None)


def shown_rows(rows: Sequence[Row], view: View, now: datetime, opens_at: datetime) -> list[Row]:
    """The rows that fit, in the order that is asked for; rows without a value stand last, whatever the order."""
    if view.unknown:
        return []
    since = now - timedelta(days=view.quiet)
    fitting = [
        row
        for row in rows
        if view.state in ("", row.line.state)
        and view.region in ("", row.line.region)
        and view.mission in ("", row.line.mission)
        and (row.late or not view.late)
        and (not view.quiet or is_quiet(row, since, opens_at))
    ]
    key = KEYS[view.sort]
    without = [row for row in fitting if key(row) is None]
    ordered = sorted((row for row in fitting if key(row) is not None), key=key, reverse=view.descending)
    return ordered + without


def is_quiet(row: Row, since: datetime, opens_at: datetime) -> bool:
    """Whether nobody has worked since then on a report that is not received; before the opening nobody could."""
    return row.line.state not in RECEIVED and (row.line.last_activity or opens_at) <= since


def _until(row: Row) -> datetime | None:
    if row.until is None or isinstance(row.until, datetime):
        return row.until
    return datetime.combine(row.until, time(), UTC)


KEYS = {
    "number": lambda row: (row.line.number, row.line.id),
    "mission": lambda row: (row.line.mission, row.line.number),
    "region": lambda row: (row.line.region, row.line.mission, row.line.number),
    "state": lambda row: (SHOWN_STATES.index(row.line.state), row.line.number),
    "activity": lambda row: row.line.last_activity,
    "until": _until,
    "left": lambda row: row.left,
}


def counts(lines: Sequence[BoardLine], *, supplements: bool) -> list[tuple[str, Sentence, int]]:
    """How many reports, or how many supplements, are in each state that occurs; state, its words, number."""
    found = Counter(line.state for line in lines if line.is_supplement == supplements)
    return [(state, STATE_NAMES[state], found[state]) for state in SHOWN_STATES if found[state]]


BOARD_COLUMNS = (
    "round",
    "project_code",
    "project",
    "supplement",
    "report_kind",
    "mission",
    "country",
    "region",
    "state",
    "last_activity",
    "answers_until",
    "own_end",
    "days_left",
    "late",
)


def file_rows(rows: Sequence[Row], round_code: str):
    """The board as a file: codes in place of words, times in UTC."""
    for row in rows:
        line = row.line
        yield (
            round_code,
            line.project_code,
            line.project,
            line.is_supplement,
            line.report_kind,
            line.mission,
            line.country,
            line.region,
            line.state,
            line.last_activity,
            row.until,
            line.own_end and not line.received,
            row.left,
            row.late,
        )
