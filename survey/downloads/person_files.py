"""The files of persons: counts, a cell a row, and equal_access, a report a row.

In the edition for others small counts are suppressed, and every figure made of them with them.
"""

from collections.abc import Iterator, Mapping

from survey.answering.persons import REACH, TABLES, persons_of, reading_of, verdict_disagrees
from survey.answering.statuses import ANSWERED
from survey.comparison.access import ADULTS, REASONS, Pair, pair
from survey.comparison.records import AnswerRecord, ReportRecord
from survey.comparison.suppression import Hidden, Shown, published_persons
from survey.downloads.content import Content
from survey.downloads.report_files import part_cells
from survey.downloads.told import told_cells
from survey.questionnaire.kinds.tables import cells_of
from survey.questionnaire.structure import Part
from survey.web.cells import Cell, written
from survey.web.csv_files import END, stretch

COUNTS = ("round", "project_code", "part_code", "row", "column", "count", "suppressed", "fictitious")
SEXES = ("women", "men", "girls", "boys")
FIGURES = ("index", "ratio", "difference")
# two rates, each figure with its limits, and Fisher's p
NOTHING: tuple[None, ...] = (None,) * (2 + 3 * len(FIGURES) + 1)
ACCESS = (
    "round",
    "project_code",
    "project",
    "mission",
    *(f"{row}_{sex}" for row in ("eligible", "reached") for sex in SEXES),
    "rate_women",
    "rate_men",
    *(name for figure in FIGURES for name in (figure, f"{figure}_lower", f"{figure}_upper")),
    "fisher_p",
    "reading",
    "verdict",
    "agreement",
    "suppressed",
    "status",
    "fictitious",
)


def tables_of(content: Content) -> list[Part]:
    return [part for part in content.parts if part.kind == "table"]


def count_header(content: Content) -> tuple[str, ...]:
    return COUNTS


def count_rows(content: Content) -> Iterator[list[Cell]]:
    """One row for each due report and each cell of each table; an empty count was not recorded, or is suppressed."""
    for report, place, boxes in _counted(content):
        for box, count in boxes:
            yield [*place, *box, *_told(count), report.fictitious]


def count_lines(content: Content) -> Iterator[str]:
    """The lines of `count_rows`, those of a report together: what stands in millions of them is encoded once."""
    encoded: dict[tuple[str, ...], str] = {}
    for report, place, boxes in _counted(content):
        start, end, lines = stretch(place), written(report.fictitious), []
        for box, count in boxes:
            if box not in encoded:
                encoded[box] = stretch(box)
            told, is_hidden = _told(count)
            lines.append(f"{start},{encoded[box]},{written(told)},{written(is_hidden)},{end}{END}")
        yield "".join(lines)


Boxes = list[tuple[tuple[str, str, str], Shown]]


def _counted(content: Content) -> Iterator[tuple[ReportRecord, list[Cell], Boxes]]:
    """Every report, the columns of its project, and what it may tell in each part, row and column."""
    tables = tables_of(content)
    places = {
        part.code: [(row.code, column.code) for row in part.rows for column in part.columns]
        for part in tables
    }
    for report, answers in content.by_report([part.code for part in tables]):
        boxes: Boxes = []
        for part in tables:
            _holder, cells = part_cells(content, report, part.code, answers)
            value = answers[part.code].value if cells.status == ANSWERED else ""
            counts = told_cells(part, value, content.suppression)
            boxes += [((part.code, *place), counts.get(place)) for place in places[part.code]]
        yield report, [report.round_code, report.project_code], boxes


def _told(count: Shown) -> tuple[int | None, bool]:
    return (None, True) if isinstance(count, Hidden) else (count, False)


def count_count(content: Content) -> int:
    cells = sum(len(part.rows) * len(part.columns) for part in tables_of(content))
    return content.due * cells


def access_header(content: Content) -> tuple[str, ...]:
    return ACCESS


def access_rows(content: Content) -> Iterator[list[Cell]]:
    """One row for each due report: shares between 0 and 1, intervals at the 95 per cent level.

    Not the differences in points that pages show. `agreement` is agrees or disagrees, empty where nothing was compared.
    """
    for report, answers in content.by_report([REACH, TABLES[REACH].verdict]):
        _holder, reach = part_cells(content, report, REACH, answers)
        yield [
            report.round_code,
            report.project_code,
            report.project,
            report.mission,
            *_figures(content, report, answers, is_answered=reach.status == ANSWERED),
            reach.status,
            report.fictitious,
        ]


def _figures(
    content: Content, report: ReportRecord, answers: Mapping[str, AnswerRecord], *, is_answered: bool
) -> list[Cell]:
    table = TABLES[REACH]
    _holder, said = part_cells(content, report, table.verdict, answers)
    verdict = str(said.value) if said.status == ANSWERED else ""
    if not is_answered:
        uncounted: list[Cell] = [None] * (2 * len(SEXES))
        return [*uncounted, *NOTHING, "", verdict, "", False]
    persons = persons_of(table, cells_of(answers[REACH].value))
    reading = reading_of(REACH, persons)
    found = pair(ADULTS, REACH, *persons.adults, reading=reading)
    counts: list[Shown] = [getattr(persons, f"{sex}_all") for sex in SEXES]
    counts += [getattr(persons, sex) for sex in SEXES]
    hides = False
    if content.suppression.applies:
        public = published_persons(persons, sensitive=content.suppression.sensitive)
        counts = [row.cells[sex] for row in (public.whole, public.part) for sex in SEXES]
        hides = public.hides("women", "men")
    shown: list[Cell] = [None if isinstance(count, Hidden) else count for count in counts]
    is_hidden = any(isinstance(count, Hidden) for count in counts)
    if hides:
        return [*shown, *NOTHING, "suppressed", verdict, "", is_hidden]
    agreement = ""
    if found.is_compared and verdict in ("yes", "no"):
        disagrees = verdict_disagrees(REACH, verdict, persons, reading)
        agreement = "disagrees" if disagrees else "agrees"
    return [*shown, *_computed(found), _words(found), verdict, agreement, is_hidden]


def _computed(found: Pair) -> list[Cell]:
    """Rates, estimates with their limits, and Fisher's p."""
    if not found.is_compared:
        return list(NOTHING)
    rates: list[Cell] = [
        found.first / found.first_all if found.first is not None and found.first_all else None,
        found.second / found.second_all if found.second is not None and found.second_all else None,
    ]
    for name in FIGURES:
        figure = found.figures.get(name)
        rates += [figure.value, figure.interval.lower, figure.interval.upper] if figure else [None] * 3
    return [*rates, found.p]


def _words(found: Pair) -> str:
    return str(REASONS[REACH].get(found.reading) or found.words)
