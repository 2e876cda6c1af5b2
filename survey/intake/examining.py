"""Goes through a file once, a hundred reports at a time: what can be loaded, what the preview says, what is wrong."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from survey.intake.answers import Version
from survey.intake.checking import MARKED, NEW, REFUSED, Checked, Checks
from survey.intake.faults import Faults, Refused
from survey.intake.lines import rows
from survey.intake.reports import FileReport, LoadedReport, Target, by_report
from survey.web.wording import sentence

AT_ONCE = 100
MOST_LISTED = 200

Targets = Callable[[Collection[str]], Mapping[str, Target]]


@dataclass(frozen=True)
class ListedReport:
    """A report of the file as the preview lists it, with how many of its parts have which status."""

    line: int
    code: str
    title: str
    outcome: str
    statuses: Mapping[str, int]


@dataclass
class Preview:
    """What a file holds, in numbers: no answers. `listed` are its first reports, `parts` those of all to be loaded."""

    faults: Faults = field(default_factory=Faults)
    checksum: str = ""
    rows: int = 0
    reports: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    listed: list[ListedReport] = field(default_factory=list)
    parts: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        return bool(self.faults.number)

    @property
    def does_something(self) -> bool:
        return bool(self.changes) and not self.is_refused

    @property
    def changes(self) -> int:
        """How many reports are changed by loading it."""
        return self.outcomes[NEW] + self.outcomes[MARKED]

    @property
    def fictitious(self) -> int:
        return self.outcomes["fictitious"]

    def count(self, report: FileReport, outcome: str, loaded: LoadedReport | None) -> None:
        self.reports += 1
        self.rows += len(report.said)
        self.outcomes[outcome] += 1
        if len(self.listed) < MOST_LISTED:
            statuses = Counter(said.status for said in report.said)
            self.listed.append(ListedReport(report.line, report.code, report.facts[2], outcome, statuses))
        if loaded:
            self.outcomes["fictitious"] += loaded.fictitious
            for answer in loaded.answers:
                self.parts.setdefault(answer.part, Counter())[answer.status] += 1


def examined(
    stream: BinaryIO,
    *,
    round_code: str,
    versions: Mapping[int, Version],
    targets: Targets,
    preview: Preview,
) -> Iterator[list[Checked]]:
    """The reports to be loaded or marked, in batches; what is counted and what is wrong goes into `preview`.

    `targets` gives the asked projects of the round with some codes. Raises Refused where the file cannot be read on.
    """
    checks = Checks(round_code, versions, preview.faults)
    reports = by_report(rows(stream, preview.faults), preview.faults)
    for batch in _batches(reports):
        known = targets([report.code for report in batch])
        changes = []
        for report in batch:
            before = preview.faults.number
            checked = checks.check(report, known.get(report.code))
            outcome = REFUSED if preview.faults.number > before else checked.outcome
            preview.count(report, outcome, checked.loaded)
            if checked.loaded or checked.marked:
                changes.append(checked)
        yield changes
    if not preview.reports and not preview.faults.number:
        preview.faults.add(None, sentence("The file names the columns, but below them there is no row."))


def _batches(reports: Iterable[FileReport]) -> Iterator[list[FileReport]]:
    """The reports, so many at a time; where the file cannot be read on, first those that were whole before."""
    batch: list[FileReport] = []
    end: Refused | None = None
    try:
        for report in reports:
            batch.append(report)
            if len(batch) == AT_ONCE:
                yield batch
                batch = []
    except Refused as fault:
        end = fault
    if batch:
        yield batch
    if end:
        raise end
