"""The history of an answer for reading: savings of one sitting folded together, each beside the answer before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from survey.web.word_differences import Stretch, differences, excerpt

#: savings of one person within this time are one sitting
SITTING = timedelta(minutes=10)
#: how many savings a page shows at most; a sitting ends after as many
PAGE = 50


@dataclass(frozen=True)
class Saving:
    """One row of the history. `number` is its place in the history of its part, which only grows: 1 is the first."""

    number: int
    row: int
    outcome: str
    version: int
    status: str
    language: str
    person_id: int | None
    author: str
    at: datetime

    @property
    def kept_aside(self) -> bool:
        return self.outcome == "kept_aside"


@dataclass(frozen=True)
class Edit:
    """A saving with the one that was the answer when it came; None for the first."""

    saving: Saving
    before: Saving | None


#: the edits of one person at one sitting, oldest first
Sitting = list[Edit]


def sittings(savings: Iterable[Saving]) -> list[Sitting]:
    """The savings, which come oldest first, by sittings, the newest first."""
    found: list[Sitting] = []
    answer: Saving | None = None
    for saving in savings:
        edit = Edit(saving, answer)
        if found and _goes_on(found[-1], saving):
            found[-1].append(edit)
        else:
            found.append([edit])
        if not saving.kept_aside:
            answer = saving
    return found[::-1]


def _goes_on(sitting: Sitting, saving: Saving) -> bool:
    first = sitting[0].saving
    same = (first.person_id, first.outcome) == (saving.person_id, saving.outcome)
    return same and saving.at - first.at <= SITTING and len(sitting) < PAGE


def pages(found: Iterable[Sitting]) -> list[list[Sitting]]:
    """The sittings by pages of at most `PAGE` savings; one empty page where nothing was ever saved."""
    made: list[list[Sitting]] = [[]]
    for sitting in found:
        if made[-1] and sum(map(len, made[-1])) + len(sitting) > PAGE:
            made.append([])
        made[-1].append(sitting)
    return made


def rows_of(page: Iterable[Sitting]) -> list[int]:
    """The rows whose values a page shows or compares with."""
    edits = [edit for sitting in page for edit in sitting]
    shown = [edit.saving.row for edit in edits] + [edit.before.row for edit in edits if edit.before]
    return sorted(set(shown))


@dataclass(frozen=True)
class ShownEdit:
    """An edit with its values. `changes` marks what is different in a text, and is empty where nothing went before."""

    saving: Saving
    before: Saving | None
    value: str
    value_before: str
    changes: list[Stretch]


@dataclass(frozen=True)
class Entry:
    """A sitting: its last text against the answer before its first, and each of its savings, newest first."""

    whole: ShownEdit
    edits: list[ShownEdit]

    @property
    def first_version(self) -> int:
        return self.edits[-1].saving.version


def entries(page: Iterable[Sitting], values: Mapping[int, str], *, is_text: bool) -> list[Entry]:
    """The sittings of a page for reading; `values` are by row."""
    return [_entry(sitting, values, is_text) for sitting in page]


def _entry(sitting: Sequence[Edit], values: Mapping[int, str], is_text: bool) -> Entry:
    whole = Edit(sitting[-1].saving, sitting[0].before)
    edits = [_shown(edit, values, is_text) for edit in reversed(sitting)]
    return Entry(_shown(whole, values, is_text), edits)


def _shown(edit: Edit, values: Mapping[int, str], is_text: bool) -> ShownEdit:
    value = values[edit.saving.row]
    before = values[edit.before.row] if edit.before else ""
    changes = excerpt(differences(before, value)) if is_text and edit.before else []
    return ShownEdit(edit.saving, edit.before, value, before, changes)
