"""What is kept of every report for counting: under which keys its number stands, and how figures follow from that.

A key is a pair. Facts of the project: ("region", "Asia"). Where the report stands: ("due", ""), ("received", "").
For each part the status that it has in a received report, ("Q7_SUCCESS.why", "answered"), and each option that was
chosen, ("Q7_SUCCESS.success", "=yes"). Two statuses more are kept for supplements: `waiting`, the report is received,
but the supplement that asks the part is not; `lone`, the other way round.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from survey.answering.bitmaps import EMPTY, Bitmap, Marks, set_bit
from survey.answering.states import RECEIVED
from survey.answering.statuses import ANSWERED, DECLINED, NO_ANSWER, NOT_ASKED, NOT_REACHED, NOT_SHOWN
from survey.missions.funding import band_of
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Questionnaire

Key = tuple[str, str]

DUE, RECEIVED_KEY, FICTITIOUS = ("due", ""), ("received", ""), ("fictitious", "")
REGION, MISSION, AREA, KIND, BAND = "region", "mission", "service_area", "report_kind", "funding_band"
#: by its id, what a report or a supplement of it answers
VERSION = "version"
#: keys that are no parts
OF_PROJECTS = (DUE[0], RECEIVED_KEY[0], FICTITIOUS[0], REGION, MISSION, AREA, KIND, BAND, VERSION)
#: the statuses of a part that was asked in a received report or supplement
ASKED = (ANSWERED, NO_ANSWER, DECLINED, NOT_SHOWN)
WAITING, LONE = "waiting", "lone"


@dataclass(frozen=True, slots=True)
class Holding:
    """A report or a supplement, as far as counting needs it."""

    version_id: int
    state: str

    @property
    def received(self) -> bool:
        return self.state in RECEIVED


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report that is due, with its supplements, and the facts on record of its project."""

    number: int
    main: Holding
    supplements: tuple[Holding, ...]
    fictitious: bool
    region: str
    mission: str
    report_kind: str
    funding_usd: int
    service_areas: tuple[str, ...] = ()

    @property
    def keys(self) -> list[Key]:
        """The keys of what is known of it without any answer."""
        areas = [(AREA, area) for area in self.service_areas]
        stands = [(DUE, True), (RECEIVED_KEY, self.main.received), (FICTITIOUS, self.fictitious)]
        facts = [
            (REGION, self.region),
            (MISSION, self.mission),
            (KIND, self.report_kind),
            (BAND, band_of(self.funding_usd)),
        ]
        versions = {(VERSION, str(one.version_id)): None for one in (self.main, *self.supplements)}
        return [*(key for key, holds in stands if holds), *facts, *areas, *versions]


class Counting:
    """Collects the keys of the reports of one chunk. `versions` holds what reports and supplements answer."""

    def __init__(self, versions: Mapping[int, Questionnaire]):
        self._versions = versions
        self._marks = Marks()
        # for each version: whose part it asks and has been given; whose supplement is still waited for; ...
        self._held, self._waiting, self._lone = Marks(), Marks(), Marks()
        self._targets: dict[tuple[int, str, str, str], list[bytearray]] = {}

    def add_report(self, report: DueReport, bit: int) -> None:
        for key in report.keys:
            self._marks.add(key, bit)
        for holding in (report.main, *report.supplements):
            version = (str(holding.version_id), "")
            if holding.received:
                self._held.add(version, bit)
                if not report.main.received:
                    self._lone.add(version, bit)
            elif report.main.received:
                self._waiting.add(version, bit)

    def add_answer(self, version_id: int, code: str, status: str, value: str, bit: int) -> None:
        """An answer of a received report or supplement; `value` is empty unless it is counted by option."""
        key = (version_id, code, status, value)
        targets = self._targets.get(key)
        if targets is None:
            targets = self._targets[key] = self._targets_of(*key)
        for target in targets:
            set_bit(target, bit)

    def _targets_of(self, version_id: int, code: str, status: str, value: str) -> list[bytearray]:
        part = self._versions[version_id].covered.get(code)
        # a report may hold an answer to a part that its version does not ask in the end
        if part is None:
            return []
        options = kind_of(part).counted(part, value) if status == ANSWERED and value else ()
        keys = [(code, status), *((code, f"={option}") for option in options)]
        return [self._marks.of(key) for key in keys]

    def bits(self, *, answers: bool) -> dict[Key, int]:
        """The bits by key; without `answers` only those that follow without any answer."""
        found = self._marks.bits()
        self._spread(self._waiting, WAITING, found)
        if not answers:
            return found
        self._spread(self._lone, LONE, found)
        blank: dict[Key, int] = {}
        self._spread(self._held, NO_ANSWER, blank)
        for (code, _), bits in blank.items():
            # a part without a row counts as left blank
            given = [found.get((code, status), 0) for status in (ANSWERED, DECLINED, NOT_SHOWN)]
            found[code, NO_ANSWER] = bits & ~(given[0] | given[1] | given[2])
        return found

    def _spread(self, marks: Marks, status: str, found: dict[Key, int]) -> None:
        for (version, _), bits in marks.bits().items():
            for code in self._versions[int(version)].covered:
                found[code, status] = found.get((code, status), 0) | bits


def is_answer(key: Key) -> bool:
    """Whether answers decide about this key."""
    return key[0] not in OF_PROJECTS and key[1] != WAITING


@dataclass(frozen=True)
class Reached:
    """The groups of reports behind a part, as sets; `bitmaps` are the part's own, by status or "=" and option."""

    due: Bitmap
    received: Bitmap
    bitmaps: Mapping[str, Bitmap] = field(default_factory=dict)

    def _any(self, values: Iterable[str]) -> Bitmap:
        found = EMPTY
        for value in values:
            found |= self.bitmaps.get(value, EMPTY)
        return found

    def group(self, bucket: str, valid: Collection[str] | None) -> Bitmap:
        """The reports of a group; `valid` are the options that are valid answers, None: every answer is one."""
        answered = self._any([ANSWERED])
        if bucket == "due":
            return self.due
        if bucket == "received":
            return self.due & (self._any(ASKED) | self._not_asked())
        if bucket == "asked":
            return self.due & self._any([ANSWERED, NO_ANSWER, DECLINED])
        if bucket == "valid":
            options = answered if valid is None else self._any(f"={option}" for option in valid)
            return self.due & answered & options
        if bucket == NOT_ASKED:
            return self.due & self._not_asked()
        if bucket == NOT_REACHED:
            return self.due - self._any(ASKED) - self._not_asked()
        if bucket in ASKED:
            return self.due & self._any([bucket])
        return self.due & self._any([f"={bucket}"])

    def _not_asked(self) -> Bitmap:
        return self.received - self._any([*ASKED, WAITING])
