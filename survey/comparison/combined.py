"""Several versions of a questionnaire as one, so that a round whose reports answer different versions fits on one page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from survey.questionnaire.structure import Part, Question, Questionnaire, Section

Coded = TypeVar("Coded")


def combined(versions: Sequence[Questionnaire]) -> Questionnaire:
    """Everything that any of these versions asks, worded as in the newest that has it; retired things come last.

    An option that only an older version offered stays, so that its answers are counted.
    """
    newest, *older = sorted(versions, key=lambda version: -version.number)
    sections = newest.sections
    for version in older:
        sections = _merged(sections, version.sections, _section)
    return replace(newest, sections=sections)


def _merged(new: Sequence[Coded], old: Iterable[Coded], merge) -> tuple[Coded, ...]:
    found = {item.code: item for item in new}  # type: ignore[attr-defined]
    for item in old:
        code = item.code  # type: ignore[attr-defined]
        found[code] = merge(found[code], item) if code in found else item
    return tuple(found.values())


def _section(new: Section, old: Section) -> Section:
    return replace(new, questions=_merged(new.questions, old.questions, _question))


def _question(new: Question, old: Question) -> Question:
    return replace(new, parts=_merged(new.parts, old.parts, _part))


def _part(new: Part, old: Part) -> Part:
    return replace(
        new,
        options=_merged(new.options, old.options, _first),
        rows=_merged(new.rows, old.rows, _first),
        columns=_merged(new.columns, old.columns, _first),
    )


def _first(new, _old):
    return new
