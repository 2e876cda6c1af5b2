"""What the pages of patterns share: the parts that they count, and a page of a long list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import request

from survey.answering.statuses import NOT_REACHED
from survey.comparison.combined import combined
from survey.comparison.denominators import FEWEST_FOR_PERCENT
from survey.comparison.filters import Selection
from survey.comparison.patterns import Counted, ListedReport
from survey.comparison.queries import patterns as queries
from survey.comparison.queries.records import round_versions
from survey.comparison.routes import frame
from survey.questionnaire.structure import Part
from survey.rounds.models import Round
from survey.web.database import session

LINES_OF_A_PAGE = 50


@dataclass(frozen=True)
class Turned:
    """One page of a list: its number from 1, how many pages and lines there are, and the first line from 0."""

    page: int
    pages: int
    lines: int

    @property
    def start(self) -> int:
        return (self.page - 1) * LINES_OF_A_PAGE

    def cut(self, lines: Sequence[str]) -> Sequence[str]:
        """The lines of this page."""
        return lines[self.start : self.start + LINES_OF_A_PAGE]


def turned(lines: int) -> Turned:
    """The page of so many lines that the address asks for; the nearest one if there is no such page."""
    pages = max(1, -(-lines // LINES_OF_A_PAGE))
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    return Turned(min(max(number, 1), pages), pages, lines)


@dataclass(frozen=True)
class Opened:
    """A round cut down to what the address asks for, with the parts that a page counts.

    `parts` is empty where the questionnaire of the round lacks one of them.
    """

    round: Round
    chosen: Selection
    versions: queries.Versions
    parts: tuple[Part, ...]

    @property
    def codes(self) -> list[str]:
        return [part.code for part in self.parts]

    @property
    def counts_nothing(self) -> bool:
        return bool(self.chosen.unknown) or not self.parts

    def counted(self, by: str = "", among: Collection[str] | None = None) -> list[Counted]:
        """The words of all reports due to the parts, counted; nothing where a filter's value does not occur."""
        if self.counts_nothing:
            return []
        own = session(), self.round.id, self.chosen.filters, self.codes, self.versions
        return queries.counted_words(*own, by=by, among=among)

    def listed(self, start: int, wanted: Sequence[Collection[str] | None] = ()) -> list[ListedReport]:
        """A page of the reports due, or of those that say these words."""
        if self.counts_nothing:
            return []
        own = session(), self.round.id, self.chosen.filters, self.codes, self.versions
        return queries.listed_reports(*own, wanted=wanted, start=start, most=LINES_OF_A_PAGE)

    def page(self, template: str, counted: Sequence[Counted], **more: object) -> str:
        """A page of the round; `counted` says whether anything on it is invented."""
        shown = {
            "counted": counted,
            "nothing_received": all(word == NOT_REACHED for one in counted for word in one.words),
            "parts": self.parts,
            "fewest": FEWEST_FOR_PERCENT,
        }
        invented = any(one.fictitious for one in counted)
        return frame.page(template, self.round, self.chosen, [], fictitious=invented, **shown, **more)


def opened(code: str, *codes: str) -> Opened:
    """The round with this code and these parts, or 404."""
    round = frame.opened(code)
    versions = round_versions(session(), round)
    asked = combined(list(versions.values())).part
    parts = tuple(asked[one] for one in codes) if all(one in asked for one in codes) else ()
    return Opened(round, frame.chosen(round), versions, parts)
