"""Shares over rounds, the oldest round on top: lines from round to round, broken where they must not be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from survey.comparison.charts.drawing import Drawing

#: where the plot begins and ends across: before it the rounds' names, behind it what the shares are counted from
START, END = 0.27, 0.74
ROW = 2.2
LONGEST_LABEL = 9


@dataclass(frozen=True)
class Series:
    """A line: its shape at every point, how it is dashed, and what it is called."""

    shape: str
    dashes: str
    words: str


@dataclass(frozen=True)
class Point:
    """A round, or those reports of it that understood the part in one way.

    `shares` from 0 to 1, one for each series, of what `base` says; without shares, `base` says why. `broken` says why
    no line leads here from the point before; empty where one does.
    """

    label: str
    base: str
    shares: tuple[float, ...] = ()
    broken: str = ""


def lines(
    points: Sequence[Point],
    series: Sequence[Series],
    *,
    name: str,
    title: str,
    description: str,
    ends: tuple[str, str],
    rightwards: bool = True,
) -> Markup:
    """A row for each point; `ends` are the words for a share of none and of all."""
    drawing = Drawing(name, title, description, rightwards)
    drawing.legend(*((one.shape, one.words) for one in series))
    drawing.text(ends[0], x=drawing.across(START))
    drawing.text(ends[1], x=drawing.across(END), anchor="end")
    drawing.bottom += 1.2
    before: tuple[Point, float] | None = None
    for point in points:
        if point.broken:
            _gap(drawing, point.broken)
        y = drawing.bottom + ROW / 2
        if before and before[0].shares and point.shares and not point.broken:
            for one, start, end in zip(series, before[0].shares, point.shares, strict=True):
                drawing.line(_place(start), _place(end), before[1], y, width=2, dashes=one.dashes)
        _row(drawing, point, series, y)
        before = (point, y)
        drawing.bottom += ROW
    drawing.bottom += 0.8
    return drawing.svg()


def _place(share: float) -> float:
    return START + (END - START) * share


def _gap(drawing: Drawing, why: str) -> None:
    """The words stand where the line would go."""
    drawing.bottom += 0.3
    drawing.line(0, 1, drawing.bottom, dashes="6 4")
    drawing.bottom += 0.2
    drawing.lines_of(why)
    drawing.bottom += 0.1
    drawing.line(0, 1, drawing.bottom, dashes="6 4")


def _row(drawing: Drawing, point: Point, series: Sequence[Series], y: float) -> None:
    top, drawing.bottom = drawing.bottom, y - 0.65
    label = point.label
    drawing.text(label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…", bold=True)
    place, anchor = (1, "end") if point.shares else (START, "start")
    drawing.text(point.base, x=drawing.across(place), anchor=anchor)
    drawing.bottom = top
    if point.shares:
        drawing.line(START, END, y, dashes="1 4")
        for one, share in zip(series, point.shares, strict=True):
            drawing.mark(_place(share), y, one.shape)
