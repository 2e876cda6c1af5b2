"""What is added up over a whole round, kept from one page to the next until a report is signed or returned.

The counts of persons change with a step of a report only, and every step leaves an event that stays.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.answering.models.reports import ReportEvent
from survey.answering.persons import TABLES
from survey.comparison.access import ReadingCount
from survey.comparison.queries.access import reading_counts, stratified_sums
from survey.comparison.records import UNFILTERED, Filters
from survey.statistics.stratified import Sums

# both, since on PostgreSQL an event with a lower number may become visible after one with a higher number
STAMP = select(func.max(ReportEvent.id), func.count(ReportEvent.id))
MOST_KEPT = 50


@dataclass(frozen=True)
class AddedUp:
    """How many reports read how, and the sums over projects by table."""

    counts: list[ReadingCount]
    sums: dict[str, Sums]


_kept: dict[tuple[str, int], tuple[tuple, AddedUp]] = {}


def added_up(session: Session, round_id: int, filters: Filters = UNFILTERED) -> AddedUp:
    """What the database adds up over the reports that the filters leave. Only whole rounds are kept."""
    if filters.chosen:
        return _add_up(session, round_id, filters)
    key = (str(session.get_bind().engine.url), round_id)
    stamp = tuple(session.execute(STAMP).one())
    known = _kept.get(key)
    if known is None or known[0] != stamp:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        known = _kept[key] = (stamp, _add_up(session, round_id, filters))
    return known[1]


def _add_up(session: Session, round_id: int, filters: Filters) -> AddedUp:
    sums = {code: stratified_sums(session, round_id, code, filters) for code in TABLES}
    return AddedUp(reading_counts(session, round_id, filters), sums)
