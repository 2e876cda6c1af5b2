"""The summary of a round, part by part: how many reports say what, and out of how many."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey.comparison.combined import combined
from survey.comparison.denominators import Bounds, Denominators, bounds, denominators, is_valid, percent
from survey.comparison.records import ReportRecord, Tally
from survey.comparison.states import Holders
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import SOURCE_LANGUAGE, Choice, Part, Questionnaire

Counts = dict[str, dict[str, int]]
# version and whether it is received, of a report and then of its supplements
Standing = tuple[tuple[int, bool], ...]


@dataclass(frozen=True)
class PartSummary:
    """A part with the figures behind it."""

    part: Part
    base: Denominators

    @property
    def valid_options(self) -> list[Choice]:
        return [option for option in self.part.options if is_valid(self.part, option.code)]

    @property
    def missing(self) -> list[tuple[str, int]]:
        """Why reports that are due are not among the valid ones: bucket and number, zeros included.

        The numbers and the valid ones sum up to the reports due.
        """
        base = self.base
        other = [option.code for option in self.part.options if not is_valid(self.part, option.code)]
        return [(code, base.k(code)) for code in other] + [
            ("no_answer", base.no_answer),
            ("declined", base.declined),
            ("not_shown", base.not_shown),
            ("not_asked", base.not_asked),
            ("not_reached", base.not_received),
        ]

    def bounds(self, option: str) -> Bounds | None:
        return bounds(self.part, option, self.base)

    def percent(self, option: str) -> float | None:
        return percent(self.part, option, self.base)


@dataclass(frozen=True)
class SummaryRow:
    """A line of summary.csv. Bounds are shares of the reports due, percent is of the valid answers."""

    question_code: str
    part_code: str
    option: str
    label: str
    k: int
    n_valid: int
    n_answered: int
    n_asked: int
    n_received: int
    n_due: int
    lower_bound: float | None
    upper_bound: float | None
    percent: float | None


def summaries(
    tallies: Sequence[Tally], reports: Sequence[ReportRecord], versions: Mapping[int, Questionnaire]
) -> dict[str, PartSummary]:
    """Every part of these versions, by its code, with its denominators over these reports.

    `tallies` count the answers of exactly these reports and their supplements; `versions` hold what they answer by its
    id, and what else is to be summed up.
    """
    groups, holders = Counter(_standing(report) for report in reports), Holders(versions)
    statuses, options = _counted(_own(tallies, versions))
    found = {}
    for part in combined(list(versions.values())).parts:
        received, asking = _reached(part, groups, holders)
        base = denominators(
            part,
            due=len(reports),
            received=received,
            asking=asking,
            statuses=statuses.get(part.code, {}),
            options=options.get(part.code, {}) if kind_of(part).coded else {},
        )
        found[part.code] = PartSummary(part, base)
    return found


def _standing(report: ReportRecord) -> Standing:
    """What a report and its supplements answer, and which of them are received: the same for many reports."""
    return tuple((one.version_id, one.received) for one in report.with_supplements)


def _reached(part: Part, groups: Mapping[Standing, int], holders: Holders) -> tuple[int, int]:
    """How many reports are received as far as this part goes, and how many of them were asked it."""
    received = asking = 0
    for standing, number in groups.items():
        place = holders.places(tuple(version_id for version_id, _ in standing)).get(part.code)
        if standing[place or 0][1]:
            received += number
            asking += number if place is not None else 0
    return received, asking


def _own(tallies: Iterable[Tally], versions: Mapping[int, Questionnaire]) -> list[Tally]:
    """The tallies without answers to parts that their report's own version does not ask."""
    return [tally for tally in tallies if tally.part_code in versions[tally.version_id].covered]


def _counted(tallies: Sequence[Tally]) -> tuple[Counts, Counts]:
    """Reports by part and status, and by part and option; a combination counts for each of its options."""
    import pandas

    columns = ["part_code", "status", "value", "reports"]
    rows = [(tally.part_code, tally.status, tally.value, tally.reports) for tally in tallies]
    frame = pandas.DataFrame(rows, columns=columns)
    frame["option"] = frame["value"].str.split(";")
    chosen = frame[frame["value"] != ""].explode("option")
    return _sums(frame, "status"), _sums(chosen, "option")


def _sums(frame: Any, column: str) -> Counts:
    counts: Counts = {}
    for (part, name), number in frame.groupby(["part_code", column])["reports"].sum().items():
        counts.setdefault(part, {})[name] = int(number)
    return counts


def summary_lines(parts: Iterable[PartSummary], language: str = SOURCE_LANGUAGE) -> list[SummaryRow]:
    """The lines of summary.csv: one for each option of each part that is answered by choosing."""
    return [_row(summary, option, language) for summary in parts for option in summary.part.options]


def _row(summary: PartSummary, option: Choice, language: str) -> SummaryRow:
    part, base, limits = summary.part, summary.base, summary.bounds(option.code)
    return SummaryRow(
        question_code=part.question_code,
        part_code=part.code,
        option=option.code,
        label=option.label.to(language),
        k=base.k(option.code),
        n_valid=base.valid,
        n_answered=base.answered,
        n_asked=base.asked,
        n_received=base.received,
        n_due=base.due,
        lower_bound=limits.lower if limits else None,
        upper_bound=limits.upper if limits else None,
        percent=summary.percent(option.code),
    )
