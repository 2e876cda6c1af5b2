"""What a save does to one part: nothing, a new version, or a refusal that keeps the text aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from survey.answering.records import SavedAnswer
from survey.answering.statuses import ANSWERED, DECLINED

UNCHANGED, SAVED, CONFLICT, CLOSED = "unchanged", "saved", "conflict", "closed"
#: not saved as the answer, kept in its history: a colleague was quicker, or the part may not be changed now
ASIDE = (CONFLICT, CLOSED)


@dataclass(frozen=True)
class Change:
    """What a person sends for one part, and the version that they saw when they began.

    `offered` are the options that their page showed, None where nothing was to be chosen.
    """

    part_code: str
    value: str
    status: str
    seen_version: int
    offered: frozenset[str] | None = None


def outcome(change: Change, current: SavedAnswer, seen: SavedAnswer | None, *, writable: bool = True) -> str:
    """What to do with the change; `writable` says whether its part may be changed at all now.

    `seen` is the answer as it was in the version that the person saw, where that is not the current one. Whoever
    sends a form back without having touched a part must not collide with a colleague who did.
    """
    sent = (change.value, change.status)
    if sent == (current.value, current.status):
        return UNCHANGED
    stale = change.seen_version != current.version
    base = seen if stale else current
    if base and (sent == (base.value, base.status) or _hides(change, base)):
        return UNCHANGED
    if not writable:
        return CLOSED
    return CONFLICT if stale else SAVED


def _hides(change: Change, answer: SavedAnswer) -> bool:
    """Whether the page sent back all that it could show of an answer, which holds an option not offered any more."""
    if change.offered is None or answer.status != ANSWERED or change.status == DECLINED:
        return False
    shown = ";".join(code for code in answer.value.split(";") if code in change.offered)
    return change.value == shown != answer.value


def has_text(answer: SavedAnswer | None, change: Change) -> bool:
    """Whether this answer is what the person sent."""
    return answer is not None and (answer.value, answer.status) == (change.value, change.status)


def digest(report: str, changes: Sequence[Change]) -> str:
    """A fingerprint of what is sent to which report (its public id).

    The same request again has the same; another text, or the same for another report, under the same key has not.
    """
    parts = [report]
    parts += [
        f"{change.part_code}\0{change.value}\0{change.status}\0{change.seen_version}" for change in changes
    ]
    return sha256("\1".join(parts).encode()).hexdigest()
