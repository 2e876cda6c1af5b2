"""Women and men side by side: their two rates on one line, and the ratio of the two with its interval.

Access and outcomes are counts of persons; who may see which of them is decided before they come here. A row without
figures shows its words only, so that nothing that is missing or suppressed can be read off the picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, log

from markupsafe import Markup

from survey.comparison.charts.drawing import LINE, Drawing

#: ratios beyond this many times, either way, are drawn with an open end
FARTHEST = 16
#: per cent of the width for the marks at the ends
MARGIN = 3


@dataclass(frozen=True)
class Pair:
    """A row: two rates, 0.25 for a quarter, and the ratio of women's to men's with its limits; `words` says it.

    None stands for what is not computed or suppressed; then `words` says why.
    """

    label: str
    women: float | None = None
    men: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    words: str = ""


@dataclass(frozen=True)
class Named:
    """What the chart calls things, in the reader's language."""

    women: str
    men: str
    rates: str
    ratio: str


def dumbbells(
    rows: Sequence[Pair],
    *,
    name: str,
    title: str,
    description: str,
    named: Named,
    rightwards: bool = True,
    figure: Callable[[float], str] = str,
    beside: Sequence[Pair] = (),
) -> Markup:
    """Row below row: label, rates, ratio with interval, words. `figure` writes a number in the reader's form.

    All rates share one scale from 0 to 1, longer where a rate is above 1; all ratios share one that is as wide below 1
    as above it, so that half and double are equally far from 1. Rows `beside` are drawn in other charts, which share
    these scales.
    """
    drawing = Drawing(name, title, description, rightwards, MARGIN)
    scaled = [*rows, *beside]
    longest = max([1.0, *(rate for row in scaled for rate in (row.women, row.men) if rate is not None)])
    widest = _widest(scaled)
    has_ratio = any(row.ratio is not None for row in rows)
    drawing.legend(("dot", named.women), ("square", named.men))
    drawing.lines_of(named.rates)
    drawing.ticks((0, figure(0)), (0.5, figure(longest / 2)), (1, figure(longest)))
    if has_ratio:
        drawing.legend(("diamond", named.ratio))
        drawing.ticks((0, figure(1 / widest)), (0.5, figure(1)), (1, figure(widest)))
    for row in rows:
        drawing.bottom += 0.6
        drawing.label(row.label)
        if row.women is not None and row.men is not None:
            _rates(drawing, row.women / longest, row.men / longest)
        if row.ratio is not None:
            _ratio(drawing, row.ratio, row.low, row.high, widest)
        drawing.lines_of(row.words)
    return drawing.svg()


def _rates(drawing: Drawing, women: float, men: float) -> None:
    y = drawing.bottom + LINE / 2
    drawing.line(0, 1, y, dashes="1 4")
    drawing.line(min(women, men), max(women, men), y, width=3)
    drawing.mark(men, y, "square")
    drawing.mark(women, y, "dot")
    drawing.bottom += LINE


def _widest(rows: Sequence[Pair]) -> float:
    """How many times 1 the scale of ratios reaches, either way: 2, 4, 8 or 16."""
    values = [value for row in rows for value in (row.ratio, row.low, row.high) if value and isfinite(value)]
    farthest = max([1.0, *(max(value, 1 / value) for value in values)])
    return next((float(times) for times in (2, 4, 8) if farthest <= times), float(FARTHEST))


def _ratio(drawing: Drawing, ratio: float, low: float | None, high: float | None, widest: float) -> None:
    def place(value: float) -> float:
        return 0 if value <= 0 else min(1.0, max(0.0, 0.5 + log(value) / log(widest) / 2))

    y = drawing.bottom + LINE / 2
    drawing.line(0.5, 0.5, y - 0.6, y + 0.6, dashes="3 2")
    if low is not None and high is not None:
        drawing.line(place(low), place(high), y, width=2)
        for limit in (low, high):
            # where the scale ends before the interval does, the end stays open
            if 1 / widest <= limit <= widest:
                drawing.line(place(limit), place(limit), y - 0.35, y + 0.35, width=2)
    drawing.mark(place(ratio), y, "diamond")
    drawing.bottom += LINE
