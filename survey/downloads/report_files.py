"""The files whose rows are reports: answers_long, answers_wide and matrix.

Every report that is due is there, received or not; the answers of those not received never are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from survey.answering.statuses import ANSWERED, NOT_ASKED, NOT_REACHED
from survey.comparison.records import AnswerRecord, Holder, ReportRecord
from survey.comparison.states import status_of
from survey.downloads.content import Content
from survey.downloads.told import told_value
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import SOURCE_LANGUAGE, Part
from survey.web.cells import Cell

PLACE = (
    "round",
    "project_code",
    "project",
    "mission",
    "country",
    "region",
    "service_areas",
    "funding_usd",
    "report_kind",
)
LONG = (
    *PLACE,
    "question_code",
    "part_code",
    "question_version",
    "value",
    "value_text",
    "status",
    "language",
    "submitted_at",
    "answered_at",
    "fictitious",
)


@dataclass(frozen=True, slots=True)
class PartCells:
    """What a report says to a part, for any file: empty cells unless it was answered.

    `version` is the one in which it was asked, None where it was not asked or the report is not received.
    """

    status: str
    value: Cell = ""
    text: Cell = ""
    version: int | None = None
    answer: AnswerRecord | None = None


def long_header(content: Content) -> tuple[str, ...]:
    return LONG


def long_rows(content: Content) -> Iterator[list[Cell]]:
    """One row for each due report and each part of all versions.

    What a supplement asks has the version and the time of the supplement.
    """
    for report, answers in content.by_report():
        place = place_of(report)
        for part in content.parts:
            holder, cells = part_cells(content, report, part.code, answers)
            answered_at = cells.answer.answered_at if cells.answer else None
            yield [
                *place,
                *long_cells(part, cells),
                submitted_at(holder),
                answered_at,
                report.fictitious,
            ]


def long_cells(part: Part, cells: PartCells) -> list[Cell]:
    """What a line of answers_long says of a part and the answer to it, up to the language."""
    language = cells.answer.language if cells.answer else ""
    told = [cells.version, cells.value, cells.text, cells.status, language]
    return [part.question_code, part.code, *told]


def wide_header(content: Content) -> list[str]:
    codes = [name for part in content.parts for name in (part.code, f"{part.code}_status")]
    return [*PLACE, "question_version", "submitted_at", "fictitious", *codes]


def wide_rows(content: Content) -> Iterator[list[Cell]]:
    """One row for each due report: value and status of every part of all versions."""
    for report, answers in content.by_report():
        row = wide_start(report)
        for part in content.parts:
            _holder, cells = part_cells(content, report, part.code, answers)
            row += wide_cells(part, cells)
        yield row


def wide_start(report: ReportRecord) -> list[Cell]:
    """What a line of answers_wide begins with."""
    return [*place_of(report), report.version_number, submitted_at(report), report.fictitious]


def wide_cells(_part: Part, cells: PartCells) -> list[Cell]:
    return [cells.value, cells.status]


def matrix_header(content: Content) -> list[str]:
    return ["mission", "project", *(part.code for part in _verdicts(content)), "fictitious"]


def matrix_rows(content: Content) -> Iterator[list[Cell]]:
    """One row for each due report: the code of each verdict, or its status, such as [no_answer]."""
    codes = [part.code for part in _verdicts(content)]
    for report, answers in content.by_report(codes):
        row: list[Cell] = [report.mission, report.project]
        for code in codes:
            _holder, cells = part_cells(content, report, code, answers)
            row.append(cells.value if cells.status == ANSWERED else f"[{cells.status}]")
        yield [*row, report.fictitious]


def _verdicts(content: Content) -> list[Part]:
    return [part for part in content.parts if part.kind == "verdict"]


def place_of(report: ReportRecord) -> list[str | int]:
    """The columns of a report's project."""
    return [
        report.round_code,
        report.project_code,
        report.project,
        report.mission,
        report.country,
        report.region,
        "; ".join(report.service_areas),
        report.funding_usd,
        report.report_kind,
    ]


def submitted_at(holder: Holder) -> Cell:
    """When what is received was submitted last."""
    # a returned report keeps the time of its signature, but what is not received has not been submitted
    return holder.submitted_at if holder.received else None


def part_cells(
    content: Content, report: ReportRecord, code: str, answers: Mapping[str, AnswerRecord]
) -> tuple[Holder, PartCells]:
    """The report or the supplement that asks this part, and what it says to it."""
    holder, part = content.holders.of(report, code)
    cells = _cells(holder, part, content.answered[holder.version_id].number, answers.get(code))
    if content.suppression.applies and part and part.kind == "table" and cells.answer and cells.value:
        value, text = told_value(part, cells.answer.value, content.suppression)
        return holder, replace(cells, value=value, text=text)
    return holder, cells


def _cells(holder: Holder, part: Part | None, number: int, answer: AnswerRecord | None) -> PartCells:
    """The status of a part, and its value in code and in English words if it was answered in version `number`.

    Numbers keep all the digits that were stored.
    """
    status = status_of(holder, part, answer)
    if part is None or status in (NOT_REACHED, NOT_ASKED):
        return PartCells(status)
    if answer is None or status != ANSWERED:
        return PartCells(status, version=number, answer=answer)
    written = kind_of(part).written(part, answer.value, SOURCE_LANGUAGE)
    figure = None if isinstance(written.value, str) else Decimal(answer.value)
    value, text = (written.value, written.text) if figure is None else (figure, figure)
    return PartCells(status, value, text, answer.question_version, answer)
