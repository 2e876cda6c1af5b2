"""answers_long and answers_wide as lines: the same bytes as their rows make, in a fraction of the time.

Millions of cells repeat each other, so whatever many reports say alike is worked out and encoded once. What
the cells are, `report_files` alone says.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from survey.answering.statuses import ANSWERED
from survey.comparison.records import AnswerRecord, Holder, ReportRecord
from survey.downloads.content import Content
from survey.downloads.report_files import (
    PartCells,
    long_cells,
    part_cells,
    place_of,
    submitted_at,
    wide_cells,
    wide_start,
)
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part
from survey.web.cells import Cell, written
from survey.web.csv_files import END, stretch

MOST_KEPT = 50_000
time = lru_cache(maxsize=1_000)(written)


class Said:
    """What reports say to parts, as stretches of a line; `cells` says what stands in one."""

    def __init__(self, content: Content, cells: Callable[[Part, PartCells], Sequence[Cell]]):
        self._content, self._cells = content, cells
        self._coded = {part.code for part in content.parts if kind_of(part).coded}
        self._kept: dict[tuple, tuple[str, bool]] = {}

    def by(self, report: ReportRecord, part: Part, answer: AnswerRecord | None) -> tuple[Holder, str, bool]:
        """Who answers for the part, the stretch, and whether the answer itself is told with its time."""
        code = part.code
        holder, _ = self._content.holders.of(report, code)
        # nobody else has given the same text
        if answer is not None and answer.status == ANSWERED and code not in self._coded:
            return holder, *self._made(report, part, answer)
        # all that decides about the cells but the time: see `part_cells`
        key = holder.version_id, holder.received, code, answer and answer[2:6]
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            kept = self._kept[key] = self._made(report, part, answer)
        return holder, *kept

    def _made(self, report: ReportRecord, part: Part, answer: AnswerRecord | None) -> tuple[str, bool]:
        answers = {part.code: answer} if answer else {}
        _holder, cells = part_cells(self._content, report, part.code, answers)
        return stretch(self._cells(part, cells)), cells.answer is not None


def long_lines(content: Content) -> Iterator[str]:
    """The lines of `long_rows`, those of a report together."""
    said, parts = Said(content, long_cells), content.parts
    for report, answers in content.by_report():
        place, fictitious = stretch(place_of(report)), written(report.fictitious)
        lines, before, submitted = [], None, ""
        for part in parts:
            answer = answers.get(part.code)
            holder, told, is_told = said.by(report, part, answer)
            if holder is not before:
                before, submitted = holder, written(submitted_at(holder))
            answered = time(answer.answered_at) if answer and is_told else ""
            lines.append(f"{place},{told},{submitted},{answered},{fictitious}{END}")
        yield "".join(lines)


def wide_lines(content: Content) -> Iterator[str]:
    """The lines of `wide_rows`."""
    said, parts = Said(content, wide_cells), content.parts
    for report, answers in content.by_report():
        told = [said.by(report, part, answers.get(part.code))[1] for part in parts]
        yield ",".join([stretch(wide_start(report)), *told]) + END
