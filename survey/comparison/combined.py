"""Several versions of a questionnaire as one: the reports of a round may answer different ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from survey.questionnaire.structure import Choice, Part, Question, Questionnaire, Section


class HasCode(Protocol):
    @property
    def code(self) -> str: ...


Coded = TypeVar("Coded", bound=HasCode)


def combined(versions: Sequence[Questionnaire]) -> Questionnaire:
    """Everything any of these versions asks, worded as in the newest that has it; what is retired comes last.

    An option that only an older version offered stays, so that its answers are counted. What a supplement asks is
    worded as in its version as a whole.
    """
    newest, *older = sorted(versions, key=lambda version: (bool(version.after), -version.number))
    sections = newest.sections
    for version in older:
        sections = _merged(sections, version.sections, _section)
    return replace(newest, sections=sections, after=(), ruled_out=())


def _merged(
    new: Sequence[Coded], old: Iterable[Coded], merge: Callable[[Coded, Coded], Coded]
) -> tuple[Coded, ...]:
    found = {item.code: item for item in new}
    for item in old:
        found[item.code] = merge(found[item.code], item) if item.code in found else item
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


def _first(new: Choice, _old: Choice) -> Choice:
    return new
