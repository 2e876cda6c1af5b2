"""What asking projects in a round would do, line by line, before anything is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from survey.web.wording import Sentence, sentence

REPORT_KINDS = ("final", "progress")
PROJECT_STATES = ("completed", "in_progress", "delayed", "not_started", "cancelled")
NEW, ASKED, CHANGED, SAME, REFUSED = "new", "asked", "changed", "same", "refused"
OUTCOMES: dict[str, Sentence] = {
    REFUSED: sentence("Refused"),
    NEW: sentence("Created and asked"),
    ASKED: sentence("Asked"),
    CHANGED: sentence("Changed"),
    SAME: sentence("Asked already"),
}


@dataclass(frozen=True)
class PlannedMission:
    """A mission as it will be; `id` None: it is new."""

    id: int | None
    name: str
    country: str
    region: str


@dataclass(frozen=True)
class PlannedProject:
    """A project as it will be, and what is on record about it in this round; `id` None: it is new.

    `funding_usd` is in whole United States dollars.
    """

    id: int | None
    code: str
    title: str
    mission: str
    service_areas: tuple[str, ...]
    target_group: str
    funding_usd: int
    status: str
    report_kind: str


@dataclass(frozen=True)
class Known:
    """What is there already: missions by name, projects by code, and the codes that the round asks already."""

    missions: Mapping[str, PlannedMission]
    projects: Mapping[str, PlannedProject]
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlannedLine:
    """One line of the preview. `number` is its line in the file, 0 where there is none; `notes` say what changes or why
    it is refused.
    """

    number: int
    outcome: str
    code: str
    title: str
    mission: str
    notes: list[Sentence] = field(default_factory=list)
    project: PlannedProject | None = None


@dataclass(frozen=True)
class Plan:
    """What would be done: nothing of it while a line is refused."""

    lines: list[PlannedLine]
    missions: list[PlannedMission] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def of(self, outcome: str) -> list[PlannedLine]:
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def counts(self) -> list[tuple[Sentence, int]]:
        return [(words, n) for outcome, words in OUTCOMES.items() if (n := len(self.of(outcome)))]

    @property
    def new_missions(self) -> list[PlannedMission]:
        return [mission for mission in self.missions if mission.id is None]

    @property
    def is_refused(self) -> bool:
        return any(line.outcome == REFUSED for line in self.lines)

    @property
    def does_something(self) -> bool:
        return any(line.outcome in (NEW, ASKED, CHANGED) for line in self.lines) or bool(self.missions)

    @property
    def fingerprint(self) -> str:
        """Another one for every other plan, so that nobody confirms what they have not seen."""
        said = [(line.number, line.outcome, line.project) for line in self.lines]
        return sha256(repr((said, self.missions)).encode()).hexdigest()[:32]


def plan_of_projects(projects: Iterable[PlannedProject], asked: frozenset[str]) -> Plan:
    """Asks projects that are there, as they are."""
    return Plan(
        [
            PlannedLine(0, SAME if p.code in asked else ASKED, p.code, p.title, p.mission, project=p)
            for p in projects
        ]
    )
