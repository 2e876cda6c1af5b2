"""The summary of a round counted from its answers: the other way to the figures that tallies keep."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from survey.answering.models.reports import Answer, Report
from survey.answering.queries.reports import within
from survey.answering.scope import RECEIVED_REPORTS
from survey.answering.statuses import ANSWERED
from survey.comparison.combined import combined
from survey.comparison.denominators import denominators
from survey.comparison.queries.filtering import filtered, joined
from survey.comparison.records import UNFILTERED, Filters, ReportRecord
from survey.comparison.states import Holders
from survey.comparison.summary import PartSummary
from survey.questionnaire.kinds.registry import KINDS, kind_of
from survey.questionnaire.models import RegisteredPart
from survey.questionnaire.structure import Part, Questionnaire

CODED = tuple(name for name, kind in KINDS.items() if kind.coded)
Counts = dict[str, dict[str, int]]
# version and whether it is received, of a report and then of its supplements
Standing = tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many received reports or supplements on one version gave a part this status and, for counted kinds, this
    value.
    """

    part_code: str
    status: str
    value: str
    reports: int
    version_id: int


def tallies(session: Session, round_id: int, filters: Filters = UNFILTERED) -> list[Tally]:
    """How many received reports and supplements gave which status and value to each part, counted in the database.

    Counted by version too: a report may hold an answer to a part that its version does not ask in the end.

    Texts, numbers, dates and tables are counted by status only, many choices by their combination.
    """
    counted = (RegisteredPart.kind.in_(CODED)) & (Answer.status == ANSWERED)
    value = case((counted, Answer.value), else_="")
    statement = (
        joined(
            select(RegisteredPart.code, Answer.status, value, func.count(), Report.version_id)
            .select_from(Answer)
            .join(Report, Report.id == Answer.report_id)
        )
        .join(RegisteredPart, RegisteredPart.id == Answer.part_id)
        .group_by(RegisteredPart.id, RegisteredPart.code, Answer.status, value, Report.version_id)
        .order_by(RegisteredPart.id, Answer.status, value, Report.version_id)
    )
    statement = within(filtered(statement, round_id, filters), RECEIVED_REPORTS)
    return [Tally(*row) for row in session.execute(statement)]


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
