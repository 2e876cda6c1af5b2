"""The charts of the comparison in the reader's language: their names, and what is read out instead."""

from collections.abc import Callable, Iterable, Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from survey.comparison.against import Level, broken
from survey.comparison.charts.bars import LINE_ONLY, Segment, bar, swatch
from survey.comparison.charts.lines import Point, Series, lines
from survey.comparison.denominators import VALID_VERDICTS
from survey.comparison.summary import PartSummary
from survey.questionnaire.structure import Part
from survey.rounds.models import Round
from survey.web.filters import figure, say
from survey.web.languages import direction
from survey.web.wording import Sentence, sentence

OPEN, OUTSIDE = "open", "outside"
#: how a bar is filled for each group of reports, and what the groups are called
PATTERNS = {"yes": "solid", "partly": "hatched", "no": "empty", OPEN: "dotted", OUTSIDE: LINE_ONLY}
GROUPS: dict[str, Sentence] = {
    "yes": sentence("Yes"),
    "partly": sentence("Partly"),
    "no": sentence("No"),
    OPEN: sentence("Open: too early, not known, no answer, declined or not received"),
    OUTSIDE: sentence("Does not count: not applicable, not measured, not shown or not asked"),
}
SHAPES = (("yes", "dot", ""), ("partly", "square", "6 3"), ("no", "ring", "1 3"))


def is_rightwards() -> bool:
    return direction() == "ltr"


def grouped(summary: PartSummary) -> dict[str, int]:
    """How many of the reports due say yes, partly and no, are open, and do not count; they sum up to those due."""
    base = summary.base
    counted = {code: base.k(code) for code in VALID_VERDICTS}
    still_open = base.undecided + base.no_answer + base.declined + base.not_received
    return counted | {OPEN: still_open, OUTSIDE: base.due - base.valid - still_open}


def described(summary: PartSummary) -> str:
    """A verdict in words: each answer and each reason for none, with the reports due."""
    base, words = summary.base, summary.part.option_labels
    counted = [f"{say(words[code])} {figure(base.k(code))}" for code in VALID_VERDICTS if code in words]
    groups = grouped(summary)
    return _(
        "%(answers)s of %(valid)s valid; %(due)s due, of these open %(open)s, not counted %(outside)s.",
        answers=", ".join(counted),
        valid=figure(base.valid),
        due=figure(base.due),
        open=figure(groups[OPEN]),
        outside=figure(groups[OUTSIDE]),
    )


def verdict_bar(summary: PartSummary, name: str = "") -> Markup:
    """All reports due as one bar; `name` tells apart bars of the same part."""
    segments = [Segment(PATTERNS[group], reports) for group, reports in grouped(summary).items()]
    return bar(
        segments,
        name=f"bar-{name}{summary.part.code}",
        title=say(summary.part.short),
        description=described(summary),
        rightwards=is_rightwards(),
    )


def legend() -> list[tuple[Markup, Sentence]]:
    return [(swatch(pattern, name=f"legend-{group}"), GROUPS[group]) for group, pattern in PATTERNS.items()]


def why_broken(since: int) -> str:
    if not since:
        return _("Another meaning than before")
    return _("New meaning since version %(number)s", number=figure(since))


def trend_lines(part: Part, levels: Sequence[Level], label: Callable[[Level], str]) -> Markup:
    """The shares of yes, partly and no over these levels, on one line as far as the meaning is the same."""
    points, before = [], None
    for level in levels:
        points.append(_point(level, label(level), before))
        before = level
    described_levels = [
        _("%(name)s: %(text)s", name=label(one), text=described(one.summary)) for one in levels
    ]
    return lines(
        points,
        [Series(shape, dashes, say(part.option_labels[code])) for code, shape, dashes in SHAPES],
        name=f"trend-{part.code}",
        title=say(part.short),
        description=" ".join([*described_levels, *(point.broken for point in points if point.broken)]),
        ends=(_("none"), _("all")),
        rightwards=is_rightwards(),
    )


def short_name(rounds: Iterable[Round]) -> Callable[[Level], str]:
    """The code of a level's round: a chart has little room, its table says the title."""
    codes = {round.id: round.code for round in rounds}
    return lambda level: codes[level.round_id]


def _point(level: Level, label: str, before: Level | None) -> Point:
    if not level.is_asked:
        base = _("not asked")
    elif not level.base.valid:
        base = _("no valid answer")
    else:
        base = _("of %(n)s", n=figure(level.base.valid))
    why = why_broken(level.since) if broken(before, level) else ""
    return Point(label, base, level.shares if level.is_asked else (), why)
