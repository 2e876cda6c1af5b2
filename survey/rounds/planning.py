"""Holds each line of an uploaded list against what is there: what it would create or change, or why it is refused."""

import re
from dataclasses import dataclass, field, replace

from survey.rounds.plans import (
    ASKED,
    CHANGED,
    NEW,
    PROJECT_STATES,
    REFUSED,
    REPORT_KINDS,
    SAME,
    Known,
    Plan,
    PlannedLine,
    PlannedMission,
    PlannedProject,
)
from survey.rounds.project_sheet import Sheet, SheetLine
from survey.web.wording import BadInput, Sentence, sentence

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
COUNTRY = re.compile("[A-Za-z]{3}")
AMOUNT = re.compile(r"\d{1,9}")
MOST_AREAS = 20
#: what a line may say about a project that is there already, with the words for it
CHANGEABLE = {
    "title": sentence("title"),
    "service_areas": sentence("service areas"),
    "target_group": sentence("target group"),
    "funding_usd": sentence("funding"),
    "status": sentence("status"),
    "report_kind": sentence("kind of report"),
}


def plan_of_sheet(sheet: Sheet, known: Known) -> Plan:
    """Creates, changes and asks what a file says; an empty cell changes nothing that is there."""
    reader = _Reader(known)
    lines = [reader.planned(line) for line in sheet.lines]
    missions = [mission for name, mission in reader.missions.items() if known.missions.get(name) != mission]
    return Plan(lines, missions, sheet.unread)


class _Refused(Exception):
    """This line cannot be taken; carries the reasons."""

    def __init__(self, *reasons: Sentence):
        super().__init__(*map(str, reasons))
        self.reasons = list(reasons)


@dataclass
class _Reader:
    """Goes through the lines of one file; what earlier lines said of a mission holds for later ones."""

    known: Known
    missions: dict[str, PlannedMission] = field(default_factory=dict)
    said_on: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self):
        self.spelled = {name.casefold(): name for name in self.known.missions}

    def planned(self, line: SheetLine) -> PlannedLine:
        cells = line.cells
        shown = (line.number, cells["code"], cells["title"], cells["mission"])
        try:
            if line.faults:
                raise _Refused(*line.faults)
            code = self._code(line)
            before = self.known.projects.get(code)
            project = self._project(line, code, before)
            notes = self._mission(line, project.mission)
        except _Refused as refusal:
            number, code, title, mission = shown
            return PlannedLine(number, REFUSED, code, title, mission, refusal.reasons)
        changed = before is not None and project != before
        if before is not None and changed:
            asked = [] if code in self.known.asked else [sentence("It is asked, too.")]
            notes = [*_changes(before, project), *notes, *asked]
        outcome = self._outcome(code, is_new=before is None, changed=changed)
        return PlannedLine(line.number, outcome, code, project.title, project.mission, notes, project)

    def _outcome(self, code: str, *, is_new: bool, changed: bool) -> str:
        if is_new:
            return NEW
        if changed:
            return CHANGED
        return SAME if code in self.known.asked else ASKED

    def _code(self, line: SheetLine) -> str:
        code = line.cells["code"]
        if not CODE.fullmatch(code):
            raise _Refused(
                sentence("The code is missing or has other signs than letters, digits and . _ / - in it.")
            )
        if code in self.codes:
            raise _Refused(sentence("This project stands on line %(line)s already.", line=self.codes[code]))
        self.codes[code] = line.number
        return code

    def _project(self, line: SheetLine, code: str, before: PlannedProject | None) -> PlannedProject:
        cells = line.cells
        if before is None:
            if not cells["title"] or not cells["mission"]:
                raise _Refused(sentence("The project is new, so its title and its mission are needed."))
            before = PlannedProject(None, code, cells["title"], cells["mission"], (), "", 0, "", "")
        elif cells["mission"] not in ("", before.mission):
            raise _Refused(
                sentence(
                    "The project belongs to %(mission)s. Its reports would become another mission's; "
                    "give the new project a code of its own.",
                    mission=before.mission,
                )
            )
        try:
            status = _one_of(cells["status"], PROJECT_STATES) or before.status or "in_progress"
            kind = _one_of(cells["report_kind"], REPORT_KINDS)
            if not kind:
                same = before.report_kind and status == before.status
                kind = before.report_kind if same else "final" if status == "completed" else "progress"
            return replace(
                before,
                title=cells["title"] or before.title,
                service_areas=_areas(cells["service_areas"]) or before.service_areas,
                target_group=cells["target_group"] or before.target_group,
                funding_usd=before.funding_usd if not cells["funding_usd"] else _amount(cells["funding_usd"]),
                status=status,
                report_kind=kind,
            )
        except BadInput as refusal:
            raise _Refused(refusal.sentence) from None

    def _mission(self, line: SheetLine, name: str) -> list[Sentence]:
        """Takes down what the line says of the mission; returns what that changes."""
        country, region = line.cells["country"].upper(), line.cells["region"]
        if country and not COUNTRY.fullmatch(country):
            raise _Refused(sentence("Write the country in three letters (ISO 3166), such as KEN."))
        spelled = self.spelled.setdefault(name.casefold(), name)
        if spelled != name:
            raise _Refused(
                sentence(
                    "There is a mission “%(name)s”, written a little differently. Write it the same way.",
                    name=spelled,
                )
            )
        before = self.missions.get(name) or self.known.missions.get(name)
        if before is None:
            if not country or not region:
                raise _Refused(sentence("The mission is new, so its country and its region are needed."))
            self._say(line, PlannedMission(None, name, country, region))
            return [sentence("The mission “%(name)s” is new.", name=name)]
        after = replace(before, country=country or before.country, region=region or before.region)
        if after == before:
            return []
        if name in self.said_on:
            raise _Refused(
                sentence(
                    "Line %(line)s says another country or region of this mission.", line=self.said_on[name]
                )
            )
        self._say(line, after)
        values = {"name": name, "before": f"{before.country}, {before.region}"}
        return [
            sentence(
                "The mission “%(name)s” moves from %(before)s to %(after)s, in earlier rounds too.",
                **values,
                after=f"{after.country}, {after.region}",
            )
        ]

    def _say(self, line: SheetLine, mission: PlannedMission) -> None:
        self.missions[mission.name] = mission
        self.said_on[mission.name] = line.number


def _changes(before: PlannedProject, after: PlannedProject) -> list[Sentence]:
    return [
        sentence(
            "Changed: %(what)s, until now “%(before)s”.", what=words, before=_words(getattr(before, name))
        )
        for name, words in CHANGEABLE.items()
        if getattr(before, name) != getattr(after, name)
    ]


def _words(value: str | int | tuple[str, ...]) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _one_of(cell: str, codes: tuple[str, ...]) -> str:
    word = cell.lower().replace(" ", "_")
    if word and word not in codes:
        raise BadInput(sentence("“%(word)s” is none of: %(codes)s.", word=cell, codes=", ".join(codes)))
    return word


def _areas(cell: str) -> tuple[str, ...]:
    areas = tuple(dict.fromkeys(word.strip() for word in cell.split(";") if word.strip()))
    if len(areas) > MOST_AREAS:
        raise BadInput(sentence("At most %(most)s service areas fit.", most=MOST_AREAS))
    return areas


def _amount(cell: str) -> int:
    if not (AMOUNT.fullmatch(cell) and cell.isascii()):
        raise BadInput(sentence("Write the funding in whole dollars, digits only, such as 12500."))
    return int(cell)
