"""A verdict as a bar as long as all reports due: what is said, what is open, and what does not apply."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from survey.comparison.charts.drawing import Drawing

TOP, HEIGHT = 0.1, 1.1
LINE_ONLY = "line"
#: per cent of the width for the edges of the boxes at the ends
EDGE = 0.3


@dataclass(frozen=True)
class Segment:
    """A piece of the bar: solid, hatched, empty, dotted or just a line, and how many reports it stands for."""

    pattern: str
    reports: int


def bar(
    segments: Sequence[Segment], *, name: str, title: str, description: str, rightwards: bool = True
) -> Markup:
    """Boxes side by side, each as long as its share of all reports; only an edge where there are none."""
    drawing = Drawing(name, title, description, rightwards, EDGE)
    total, done = sum(segment.reports for segment in segments), 0
    for segment in segments:
        if segment.reports:
            start, done = done, done + segment.reports
            _piece(drawing, start / total, done / total, segment.pattern)
    if not total:
        _piece(drawing, 0, 1, LINE_ONLY)
    drawing.bottom = TOP + HEIGHT
    return drawing.svg()


def _piece(drawing: Drawing, start: float, end: float, pattern: str) -> None:
    if pattern == LINE_ONLY:
        drawing.line(start, end, TOP + HEIGHT / 2, dashes="2 4")
    else:
        drawing.bar(start, end, TOP, HEIGHT, pattern)


def swatch(pattern: str, *, name: str) -> Markup:
    """A small piece of a bar, for a legend; read out are the words beside it."""
    drawing = Drawing(name, "", "", margin=2)
    _piece(drawing, 0, 1, pattern)
    drawing.bottom = TOP + HEIGHT
    return drawing.svg(width="2.5em", hidden=True)
