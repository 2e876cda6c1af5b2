"""What all charts are drawn with: SVG that follows the width and the text size of its page, without styles or scripts.

Across, places are shares of the width; down, they are in em, the size of the page's own text. So nothing is shrunk on a
narrow screen. Ink is the colour of the text around, patterns and shapes tell things apart: a chart reads the same in
dark mode, on paper and in grey. In a language written from right to left everything is mirrored.
"""

import re
from dataclasses import dataclass, field
from textwrap import wrap

from markupsafe import Markup

#: characters that fit across on the narrowest screen, spaced out as people may want them; longer labels are wrapped
ACROSS = 30
MOST_LINES = 3
LINE = 1.4
#: shapes that tell series apart, as they lie in a box around their middle
MARKS = {
    "dot": Markup('<circle r="0.32em" fill="currentColor"/>'),
    "square": Markup(
        '<rect x="-0.4em" y="-0.4em" width="0.8em" height="0.8em" fill="none" stroke="currentColor" stroke-width="2"/>'
    ),
    "diamond": Markup(
        '<rect x="-0.33em" y="-0.33em" width="0.66em" height="0.66em" fill="currentColor" transform="rotate(45)"/>'
    ),
    "ring": Markup('<circle r="0.55em" fill="none" stroke="currentColor" stroke-width="2"/>'),
}
HATCH = Markup(
    '<pattern id="{}-hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="2.5" height="6" fill="currentColor"/></pattern>'
)
DOTS = Markup(
    '<pattern id="{}-dotted" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="3" cy="3" r="1" fill="currentColor"/></pattern>'
)
TEXT = Markup('<text x="{x}" y="{y}em" text-anchor="{anchor}" fill="currentColor"{weight}>{words}</text>')
STRAIGHT = Markup(
    '<line x1="{x1}" y1="{y1}em" x2="{x2}" y2="{y2}em" stroke="currentColor" stroke-width="{width}"{dashes}/>'
)
BOX = Markup(
    '<rect x="{x}" y="{y}em" width="{width}%" height="{height}em" fill="{fill}" stroke="currentColor"/>'
)
FRAME = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" {said} width="{width}" height="{height}em" font-size="0.9em">'
    "{texts}{patterns}{pieces}</svg>"
)
SAID = Markup('role="img" aria-labelledby="{0}-title {0}-desc" display="block"')
TEXTS = Markup('<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>')
SILENT = Markup('aria-hidden="true"')


def shortened(label: str) -> list[str]:
    """A label in lines that fit across, the last one cut where it would be too many; the table has it in full."""
    lines = wrap(label, ACROSS)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1][:-1]}…"]


def number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


@dataclass
class Drawing:
    """A chart that is being drawn, from above downwards.

    `name` is unique on the page, `title` and `description` are what is read out in place of the chart. All texts are in
    the reader's language, `rightwards` says that it is written from left to right. `margin` is left free on both sides
    of what is drawn, so that marks at the ends are whole; in per cent of the width.
    """

    name: str
    title: str
    description: str
    rightwards: bool = True
    margin: float = 0
    bottom: float = 0
    pieces: list[Markup] = field(default_factory=list)

    @property
    def key(self) -> str:
        return re.sub(r"[^A-Za-z0-9_-]", "-", self.name)

    def x(self, share: float) -> float:
        """The place of a share of the width, from 0 to 1, in per cent."""
        along = self.margin + (100 - 2 * self.margin) * share
        return along if self.rightwards else 100 - along

    def across(self, share: float) -> str:
        return f"{number(self.x(share))}%"

    def add(self, piece: Markup, **values: object) -> None:
        self.pieces.append(piece.format(**values))

    @property
    def edge(self) -> str:
        """Where lines of text begin."""
        return "0%" if self.rightwards else "100%"

    def text(self, words: str, *, x: str = "", anchor: str = "start", bold: bool = False) -> None:
        """A line of text at the bottom so far; does not move on."""
        weight = Markup(' font-weight="600"') if bold else ""
        self.add(
            TEXT,
            x=x or self.edge,
            y=number(self.bottom + 1),
            anchor=anchor,
            weight=weight,
            words=words,
        )

    def lines_of(self, words: str) -> None:
        """Text in as many lines as it needs."""
        for line in wrap(words, ACROSS):
            self.text(line)
            self.bottom += LINE

    def label(self, words: str) -> None:
        for line in shortened(words):
            self.text(line, bold=True)
            self.bottom += LINE

    def line(
        self,
        start: float,
        end: float,
        y: float,
        y_end: float | None = None,
        *,
        width: float = 1,
        dashes: str = "",
    ) -> None:
        """A straight line between two shares of the width, at heights in em."""
        self.add(
            STRAIGHT,
            x1=self.across(start),
            y1=number(y),
            x2=self.across(end),
            y2=number(y if y_end is None else y_end),
            width=number(width),
            dashes=Markup(' stroke-dasharray="{}"').format(dashes) if dashes else "",
        )

    def bar(self, start: float, end: float, y: float, height: float, pattern: str) -> None:
        """A box between two shares of the width: solid, hatched, dotted or empty, with an edge."""
        fills = {"solid": "currentColor", "empty": "none"}
        self.add(
            BOX,
            x=self.across(start if self.rightwards else end),
            y=number(y),
            width=number(abs(self.x(end) - self.x(start))),
            height=number(height),
            fill=fills.get(pattern, f"url(#{self.key}-{pattern})"),
        )

    def mark(self, share: float, y: float, shape: str) -> None:
        self.pieces.append(self.marked(self.across(share), f"{number(y)}em", shape))

    def marked(self, x: str, y: str, shape: str, words: str = "") -> Markup:
        """A shape with its middle at this place, and words behind it."""
        said = (
            Markup('<text x="{}em" y="0.35em" text-anchor="start" fill="currentColor">{}</text>').format(
                1 if self.rightwards else -1, words
            )
            if words
            else ""
        )
        return Markup('<svg x="{}" y="{}" overflow="visible">{}{}</svg>').format(x, y, MARKS[shape], said)

    def legend(self, *entries: tuple[str, str]) -> None:
        """What the shapes stand for, one below the other."""
        inwards = "0.7em" if self.rightwards else "-0.7em"
        for shape, words in entries:
            place = Markup('<svg x="{}" y="{}em" overflow="visible">').format(
                self.edge, number(self.bottom + LINE / 2)
            )
            self.pieces.append(place + self.marked(inwards, "0", shape, words) + Markup("</svg>"))
            self.bottom += LINE
        self.bottom += 0.3

    def ticks(self, *at: tuple[float, str]) -> None:
        """The words of an axis at their places: the first ones at its start, the last ones at its end."""
        for share, words in at:
            self.text(
                words,
                x=self.across(share),
                anchor="start" if share <= 0 else "end" if share >= 1 else "middle",
            )
        self.bottom += LINE

    def svg(self, width: str = "100%", *, hidden: bool = False) -> Markup:
        """The chart; a hidden one is not read out."""
        drawn = Markup("").join(self.pieces)
        patterns = Markup("").join(
            made.format(self.key)
            for name, made in (("hatched", HATCH), ("dotted", DOTS))
            if f"#{self.key}-{name})" in drawn
        )
        return FRAME.format(
            said=SILENT if hidden else SAID.format(self.key),
            width=width,
            height=number(self.bottom + 0.2),
            texts="" if hidden else TEXTS.format(self.key, self.title, self.description),
            patterns=Markup("<defs>{}</defs>").format(patterns) if patterns else "",
            pieces=drawn,
        )
