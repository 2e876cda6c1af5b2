"""Which reports a page is about, and how many say what, from the tallies: never by reading answers."""

from collections.abc import Iterable
from functools import reduce
from operator import and_

from sqlalchemy.orm import Session

from survey.answering.bitmaps import EMPTY, Bitmap
from survey.answering.queries.tallies import bitmaps, figures, figures_within
from survey.answering.statuses import NOT_REACHED
from survey.answering.tallied import DUE, FICTITIOUS, OF_PROJECTS, RECEIVED_KEY, Key, Reached
from survey.comparison.counted import NOTHING, Counted
from survey.comparison.denominators import VALID_VERDICTS
from survey.comparison.filters import Selection
from survey.comparison.queries.filtering import PROJECT_STATE
from survey.comparison.records import Filters
from survey.questionnaire.structure import Part


def key_of(name: str, value: str) -> Key:
    """The key under which a report stands that this filter leaves."""
    return (PROJECT_STATE, f"={value}") if name == "completion" else (name, value)


def _keys(filters: Filters) -> list[Key]:
    return [key_of(name, value) for name, value in filters.chosen.items()]


def _left(filters: Filters, found: dict[Key, Bitmap]) -> Bitmap:
    return reduce(and_, (found.get(key, EMPTY) for key in [DUE, *_keys(filters)]))


def left_by(
    session: Session, round_id: int, chosen: Selection, further: Iterable[Key]
) -> tuple[Bitmap, dict[Key, Bitmap]]:
    """The reports due that the filters leave, and all that stand under further keys."""
    found = bitmaps(session, round_id, keys=[DUE, *_keys(chosen.filters), *further])
    return _left(chosen.filters, found), found


def selected(session: Session, round_id: int, chosen: Selection) -> tuple[Bitmap, bool]:
    """The reports due that the filters leave, and whether invented ones are among them."""
    if chosen.unknown:
        return EMPTY, False
    keys = [DUE, FICTITIOUS, *_keys(chosen.filters)]
    found = bitmaps(session, round_id, keys=keys)
    left = _left(chosen.filters, found)
    return left, bool(len(left & found.get(FICTITIOUS, EMPTY)))


def counted(session: Session, round_id: int, chosen: Selection) -> Counted:
    """The figures of all parts over the reports that the filters leave."""
    if chosen.unknown:
        return NOTHING
    if not chosen.chosen:
        all_figures = figures(session, round_id)
        due, received, fictitious = (
            all_figures.get(key, {}).get(value, 0) for key, value in (DUE, RECEIVED_KEY, FICTITIOUS)
        )
        parts = {key: values for key, values in all_figures.items() if key not in OF_PROJECTS}
        return Counted(due, received, bool(fictitious), parts)
    found = bitmaps(session, round_id, keys=[DUE, RECEIVED_KEY, FICTITIOUS, *_keys(chosen.filters)])
    left = _left(chosen.filters, found)
    received, fictitious = (len(left & found.get(key, EMPTY)) for key in (RECEIVED_KEY, FICTITIOUS))
    return Counted(len(left), received, bool(fictitious), figures_within(session, round_id, left))


def behind(
    session: Session, round_id: int, chosen: Selection, part: Part, bucket: str
) -> tuple[Bitmap, bool]:
    """The reports of a group of a part, see `reading.buckets`, and whether invented ones are among all due."""
    if chosen.unknown:
        return EMPTY, False
    found = bitmaps(
        session, round_id, keys=[DUE, RECEIVED_KEY, FICTITIOUS, *_keys(chosen.filters)], parts=[part.code]
    )
    left = _left(chosen.filters, found)
    valid = VALID_VERDICTS if part.kind == "verdict" else None
    group = _reached(left, found, part).group(bucket, valid)
    return group, bool(len(left & found.get(FICTITIOUS, EMPTY)))


def received_first(
    session: Session, round_id: int, chosen: Selection, parts: tuple[Part, ...]
) -> tuple[Bitmap, Bitmap, bool]:
    """The reports that are received as far as any of these parts goes, the others, and whether any is invented."""
    if chosen.unknown:
        return EMPTY, EMPTY, False
    keys = [DUE, RECEIVED_KEY, FICTITIOUS, *_keys(chosen.filters)]
    found = bitmaps(session, round_id, keys=keys, parts=[part.code for part in parts])
    left = _left(chosen.filters, found)
    waited_for = left
    for part in parts:
        waited_for &= _reached(left, found, part).group(NOT_REACHED, None)
    return left - waited_for, waited_for, bool(len(left & found.get(FICTITIOUS, EMPTY)))


def _reached(left: Bitmap, found: dict[Key, Bitmap], part: Part) -> Reached:
    own = {value: bitmap for (key, value), bitmap in found.items() if key == part.code}
    return Reached(left, found.get(RECEIVED_KEY, EMPTY), own)
