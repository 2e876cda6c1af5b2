"""Women and men of the projects of a page as charts, in the reader's language."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from survey.answering.persons import REACH
from survey.comparison import access
from survey.comparison.access import ProjectRow
from survey.comparison.charts.dumbbells import Named, Pair, dumbbells
from survey.comparison.outside import ToldProject
from survey.comparison.routes.drawing import is_rightwards
from survey.web.filters import decimals, figure, say
from survey.web.wording import sentence

#: projects in one chart: what goes on a sheet of paper in one piece
IN_ONE = 4
SUPPRESSED = sentence("suppressed")


@dataclass(frozen=True)
class Drawn:
    """The projects of a page that can be drawn: as charts that share their scales."""

    charts: list[Markup]
    projects: int


def access_of(rows: Iterable[ProjectRow], part_code: str) -> Drawn:
    """The projects whose women and men can be compared; the others stand in the table with the reason."""
    tables = ((row, row.tables[part_code]) for row in rows if part_code in row.tables)
    return _drawn(part_code, [(row, table.pairs[0]) for row, table in tables if table.pairs[0].is_compared])


def told_of(projects: Iterable[ToldProject], part_code: str) -> Drawn:
    """The same as it may be told to others: of a project whose counts are suppressed nothing but the word is drawn."""
    tables = ((one, table) for one in projects for table in one.tables if table.part_code == part_code)
    return _drawn(
        part_code,
        [
            (one.project, table.adults)
            for one, table in tables
            if table.adults is None or table.adults.is_compared
        ],
    )


def _drawn(part_code: str, compared: Sequence[tuple[ProjectRow, access.Pair | None]]) -> Drawn:
    if not any(pair for _row, pair in compared):
        return Drawn([], 0)
    rows = [_row(project, pair) for project, pair in compared]
    charts = [
        _chart(part_code, rows, [pair for _project, pair in compared], start)
        for start in range(0, len(rows), IN_ONE)
    ]
    return Drawn(charts, len(rows))


def _chart(
    part_code: str, rows: Sequence[Pair], compared: Sequence[access.Pair | None], start: int
) -> Markup:
    stop = min(start + IN_ONE, len(rows))
    of_access = part_code == REACH
    return dumbbells(
        rows[start:stop],
        name=f"pairs-{part_code}-{start + 1}",
        title=_title(of_access, start + 1, stop, len(rows)),
        description=_description(compared[start:stop]),
        named=Named(
            women=_("Women"),
            men=_("Men"),
            rates=_("Reached of eligible") if of_access else _("With a good outcome of assessed"),
            ratio=_("Ratio, women to men"),
        ),
        rightwards=is_rightwards(),
        figure=figure,
        beside=rows,
    )


def _title(of_access: bool, first: int, last: int, total: int) -> str:
    name = _("Access: reached of eligible") if of_access else _("Outcomes: with a good outcome of assessed")
    if total <= IN_ONE:
        return name
    return _(
        "%(name)s, projects %(first)s to %(last)s of %(total)s",
        name=name,
        first=figure(first),
        last=figure(last),
        total=figure(total),
    )


def _description(compared: Sequence[access.Pair | None]) -> str:
    """How many projects read how."""
    readings = Counter(say(pair.words if pair else SUPPRESSED) for pair in compared)
    counted = "; ".join(f"{words} {figure(projects)}" for words, projects in readings.items())
    return _("Projects: %(counted)s. The table has the figures of each.", counted=counted)


def _row(project: ProjectRow, pair: access.Pair | None) -> Pair:
    label = _("%(name)s: %(text)s", name=project.mission, text=project.project)
    if pair is None:
        return Pair(label, words=say(SUPPRESSED))
    ratio = pair.figures.get("ratio")
    words = say(pair.words)
    women, men = _rate(pair.first, pair.first_all), _rate(pair.second, pair.second_all)
    if ratio is None:
        return Pair(label, women, men, words=words)
    low, high = ratio.interval.lower, ratio.interval.upper
    return Pair(
        label,
        women,
        men,
        ratio.value,
        low,
        high,
        _(
            "%(ratio)s (%(lower)s to %(upper)s): %(words)s",
            ratio=decimals(ratio.value),
            lower=decimals(low),
            upper=decimals(high),
            words=words,
        ),
    )


def _rate(reached: int | None, whole: int | None) -> float | None:
    return reached / whole if reached is not None and whole else None
