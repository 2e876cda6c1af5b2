"""Reports side by side by region, mission or what else a filter knows, from the tallies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey.answering.bitmaps import EMPTY, Bitmap
from survey.answering.queries.tallies import bitmaps
from survey.answering.tallied import DUE, FICTITIOUS, RECEIVED_KEY
from survey.comparison.counted import Counted
from survey.comparison.filters import Selection
from survey.comparison.queries.selected import key_of, left_by


@dataclass(frozen=True)
class Group:
    """Reports due that have a value in common; an empty value: that have none.

    A project with two service areas stands in both groups.
    """

    value: str
    reports: Bitmap


def groups_of(session: Session, round_id: int, chosen: Selection, by: str) -> list[Group]:
    """The reports that the filters leave, by the values of another filter, in its order; none is left out."""
    if chosen.unknown:
        return []
    keys = {value: key_of(by, value) for value in chosen.choices[by]}
    left, found = left_by(session, round_id, chosen, keys.values())
    groups = [Group(value, left & found.get(key, EMPTY)) for value, key in keys.items()]
    rest = left
    for group in groups:
        rest -= group.reports
    return [group for group in (*groups, Group("", rest)) if group.reports]


def count_groups(
    session: Session, round_id: int, groups: Sequence[Group], codes: Collection[str]
) -> list[Counted]:
    """The figures of these parts over each of these groups."""
    if not groups:
        return []
    found = bitmaps(session, round_id, keys=[DUE, RECEIVED_KEY, FICTITIOUS], parts=codes)
    return [_counted(group.reports, found, codes) for group in groups]


def _counted(own: Bitmap, found: dict[tuple[str, str], Bitmap], codes: Collection[str]) -> Counted:
    numbers = {key: len(own & bitmap) for key, bitmap in found.items()}
    parts: dict[str, dict[str, int]] = {code: {} for code in codes}
    for (code, value), number in numbers.items():
        if code in parts:
            parts[code][value] = number
    received, fictitious = numbers.get(RECEIVED_KEY, 0), numbers.get(FICTITIOUS, 0)
    return Counted(len(own), received, bool(fictitious), parts)
