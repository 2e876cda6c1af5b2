"""The lines of the files of rounds against rounds: the same figures as on their pages."""

from collections.abc import Iterable, Iterator, Mapping

from survey.comparison.against import Change, Level, broken
from survey.comparison.summary import PartSummary
from survey.web.cells import Cell

BASE = ("n_valid", "n_answered", "n_asked", "n_received", "n_due", "lower_bound", "upper_bound", "percent")
LEVEL_COLUMNS = (
    "round", "versions", "meaning_since_version", "line_broken", "question_code", "part_code", "option", "label", "k",
    *BASE, "fictitious",
)  # fmt: skip
BOTH_COLUMNS = (
    "round", "meanings", "question_code", "part_code", "option", "label", "k", *BASE, "fictitious",
)  # fmt: skip
CHANGE_COLUMNS = ("round_before", "round_after", "part_code", "before", "after", "projects", "fictitious")


def option_rows(summary: PartSummary) -> Iterator[tuple[Cell, ...]]:
    """Question, part, option, English label, count and bases: as in summary.csv, one for each option."""
    part, base = summary.part, summary.base
    for option in part.options:
        limits = summary.bounds(option.code)
        yield (
            part.question_code,
            part.code,
            option.code,
            option.label.to("en"),
            base.k(option.code),
            base.valid,
            base.answered,
            base.asked,
            base.received,
            base.due,
            limits.lower if limits else None,
            limits.upper if limits else None,
            summary.percent(option.code),
        )


def level_rows(levels: Iterable[Level], codes: Mapping[int, str]) -> Iterator[tuple[Cell, ...]]:
    """A line for each level and option; `codes` are the rounds' codes. `meaning_since_version` is empty for always."""
    before = None
    for level in levels:
        versions = ";".join(map(str, level.numbers))
        head = (codes[level.round_id], versions, level.since or None, broken(before, level))
        for row in option_rows(level.summary):
            yield (*head, *row, level.fictitious)
        before = level


def change_rows(change: Change, before: str, after: str, fictitious: bool) -> Iterator[tuple[Cell, ...]]:
    """A line for each cell of the table, zeros too, and two for the projects that both rounds ask but are not in it.

    The lines sum up to the projects that both rounds ask.
    """
    code = change.part.code
    for first in change.outcomes:
        for second in change.outcomes:
            yield before, after, code, first, second, change.k(first, second), fictitious
    yield before, after, code, "other_meaning", "other_meaning", change.other_meaning, fictitious
    not_both = change.common - change.received
    yield before, after, code, "not_reached", "not_reached", not_both, fictitious
