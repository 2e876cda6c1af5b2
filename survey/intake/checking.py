"""Holds each report of a file against the round: what it would become, or what is wrong with which line."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from survey.answering.statuses import NOT_ASKED, NOT_REACHED
from survey.downloads.report_files import PLACE
from survey.intake.answers import MARKS, NO_MARK, Answers, Version
from survey.intake.faults import Faults, quoted
from survey.intake.reports import FileReport, LoadedReport, Said, Target
from survey.web.wording import Sentence, sentence

#: what becomes of a report of the file
NEW, UNCHANGED, UNTOUCHED, MARKED, REFUSED = "new", "unchanged", "untouched", "marked", "refused"
OUTCOMES: dict[str, Sentence] = {
    NEW: sentence("To be loaded"),
    UNCHANGED: sentence("There already, exactly so"),
    UNTOUCHED: sentence("Not received there; stays as it is"),
    MARKED: sentence("Not received there; only its mark as fictitious changes"),
    REFUSED: sentence("Refused"),
}
BEGUN = sentence(
    "This report already has answers here, and the file says something else. A report that has begun is never "
    "overwritten."
)
TWICE = sentence("This project came before, in line %(other)s. All rows of a report must stand together.")
SUPPLEMENT = sentence(
    "Parts of this report were signed at different times or in different versions, or only some were received, as "
    "where something was asked afterwards in a supplement. Such a report cannot be loaded."
)


@dataclass(frozen=True)
class Checked:
    """What becomes of a report: it is loaded, or an untouched one is only marked as fictitious or not."""

    outcome: str
    loaded: LoadedReport | None = None
    marked: Target | None = None

    @property
    def target(self) -> Target | None:
        """The asked project that is changed, None where nothing is."""
        return self.loaded.target if self.loaded else self.marked


REFUSAL = Checked(REFUSED)


@dataclass
class Checks:
    """The checks of one file; remembers what came before."""

    round_code: str
    versions: Mapping[int, Version]
    faults: Faults
    seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.answers = Answers(self.versions, self.faults)

    def check(self, report: FileReport, target: Target | None) -> Checked:
        """What becomes of a report; all that is wrong with it is among the faults."""
        before = self.faults.number
        if not self._is_at_home(report, target) or target is None:
            return REFUSAL
        if target.stored is not None and not all(said.status == NOT_REACHED for said in report.said):
            if self.faults.number > before:
                return REFUSAL
            if is_the_same(report, target):
                return Checked(UNCHANGED)
            self.faults.add(report.line, BEGUN)
            return REFUSAL
        if any(said.status == NOT_REACHED for said in report.said):
            return self._not_received(report, target, before)
        times = {said.submitted_at for said in report.said}
        if len(times) > 1 and "" not in times:
            self.faults.add(report.line, SUPPLEMENT)
            return REFUSAL
        loaded = self.answers.loaded(report, target)
        if loaded is None or self.faults.number > before:
            return REFUSAL
        return Checked(NEW, loaded)

    def _is_at_home(self, report: FileReport, target: Target | None) -> bool:
        """Whether the file's project is one of the round's, comes once, and is described as here."""
        if report.code in self.seen:
            self.faults.add(report.line, sentence(TWICE.text, other=self.seen[report.code]))
            return False
        self.seen[report.code] = report.line
        if report.facts[0] != self.round_code:
            self.faults.add(
                report.line,
                sentence(
                    "This row is of the round “%(other)s”, not of “%(own)s”.",
                    other=quoted(report.facts[0]),
                    own=self.round_code,
                ),
            )
            return False
        if target is None:
            self.faults.add(
                report.line,
                sentence(
                    "The round asks no project “%(code)s”. Choose its projects first, then load the answers.",
                    code=quoted(report.code),
                ),
            )
            return False
        for name, said, known in zip(PLACE, report.facts, target.facts, strict=True):
            if said != known:
                self.faults.add(
                    report.line,
                    sentence(
                        "%(column)s is “%(said)s” in the file and “%(known)s” here.",
                        column=name,
                        said=quoted(said),
                        known=quoted(known),
                    ),
                )
        if target.report_id is None:
            self.faults.add(report.line, sentence("No report is open for this project."))
            return False
        return True

    def _not_received(self, report: FileReport, target: Target, before: int) -> Checked:
        for said in report.said:
            if said.status not in (NOT_REACHED, NOT_ASKED):
                self.faults.add(said.line, SUPPLEMENT)
                return REFUSAL
            if said.status == NOT_REACHED and says_something(said):
                self.faults.add(
                    said.line,
                    sentence("A part that is not_reached has no value, version, language or time."),
                )
        if any(said.status == NOT_ASKED for said in report.said):
            self.faults.add(report.line, SUPPLEMENT)
        if report.fictitious not in MARKS:
            self.faults.add(report.line, NO_MARK)
        if self.faults.number > before:
            return REFUSAL
        # what has begun is left alone altogether
        if target.stored is None and report.fictitious != target.fictitious:
            return Checked(MARKED, marked=replace(target, fictitious=report.fictitious))
        return Checked(UNTOUCHED)


def is_the_same(report: FileReport, target: Target) -> bool:
    """Whether the file says of a report that has begun exactly what is here."""
    stored = target.stored or {}
    parts = {said.part for said in report.said}
    return (
        report.fictitious == target.fictitious
        and len(parts) == len(report.said)
        and all(stored[part].status == NOT_ASKED for part in stored.keys() - parts)
        and all(_agrees(said, stored.get(said.part)) for said in report.said)
    )


def _agrees(said: Said, stored) -> bool:
    if stored is None:
        return said.status == NOT_ASKED
    # an empty value_text is no statement
    same = said.text in ("", stored.text) and said.question == said.part.partition(".")[0]
    own = said.version, said.value, said.status, said.language, said.submitted_at, said.answered_at
    return same and own == (stored[0], stored[1], *stored[3:])


def says_something(said: Said) -> bool:
    return bool(
        said.version or said.value or said.text or said.language or said.submitted_at or said.answered_at
    )
