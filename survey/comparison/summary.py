"""The summary of a round, part by part: how many reports say what, and out of how many."""

from collections.abc import Iterable
from dataclasses import dataclass

from survey.comparison.denominators import Bounds, Denominators, bounds, is_valid, percent
from survey.questionnaire.structure import SOURCE_LANGUAGE, Choice, Part


@dataclass(frozen=True)
class PartSummary:
    """A part with the figures behind it."""

    part: Part
    base: Denominators

    @property
    def valid_options(self) -> list[Choice]:
        return [option for option in self.part.options if is_valid(self.part, option.code)]

    @property
    def missing(self) -> list[tuple[str, int]]:
        """Why reports that are due are not among the valid ones: bucket and number, zeros included.

        The numbers and the valid ones sum up to the reports due.
        """
        base = self.base
        other = [option.code for option in self.part.options if not is_valid(self.part, option.code)]
        return [(code, base.k(code)) for code in other] + [
            ("no_answer", base.no_answer),
            ("declined", base.declined),
            ("not_shown", base.not_shown),
            ("not_asked", base.not_asked),
            ("not_reached", base.not_received),
        ]

    def bounds(self, option: str) -> Bounds | None:
        return bounds(self.part, option, self.base)

    def percent(self, option: str) -> float | None:
        return percent(self.part, option, self.base)


@dataclass(frozen=True)
class SummaryRow:
    """A line of summary.csv. Bounds are shares of the reports due, percent is of the valid answers."""

    question_code: str
    part_code: str
    option: str
    label: str
    k: int
    n_valid: int
    n_answered: int
    n_asked: int
    n_received: int
    n_due: int
    lower_bound: float | None
    upper_bound: float | None
    percent: float | None


def summary_lines(parts: Iterable[PartSummary], language: str = SOURCE_LANGUAGE) -> list[SummaryRow]:
    """The lines of summary.csv: one for each option of each part that is answered by choosing."""
    return [_row(summary, option, language) for summary in parts for option in summary.part.options]


def _row(summary: PartSummary, option: Choice, language: str) -> SummaryRow:
    part, base, limits = summary.part, summary.base, summary.bounds(option.code)
    return SummaryRow(
        question_code=part.question_code,
        part_code=part.code,
        option=option.code,
        label=option.label.to(language),
        k=base.k(option.code),
        n_valid=base.valid,
        n_answered=base.answered,
        n_asked=base.asked,
        n_received=base.received,
        n_due=base.due,
        lower_bound=limits.lower if limits else None,
        upper_bound=limits.upper if limits else None,
        percent=summary.percent(option.code),
    )
