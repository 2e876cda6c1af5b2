"""What a save does to one part: nothing, a new version, or a conflict with a colleague's newer text."""

from dataclasses import dataclass
from hashlib import sha256

from survey.answering.records import SavedAnswer

UNCHANGED, SAVED, CONFLICT = "unchanged", "saved", "conflict"


@dataclass(frozen=True)
class Change:
    """What a person sends for one part, and the version that they saw when they began."""

    part_code: str
    value: str
    status: str
    seen_version: int


def outcome(change: Change, current: SavedAnswer, seen: SavedAnswer | None) -> str:
    """What to do with the change.

    `seen` is the answer as it was in the version that the person saw, where that is not the current one. Whoever
    sends a form back without having touched a part must not collide with a colleague who did.
    """
    sent = (change.value, change.status)
    if sent == (current.value, current.status):
        return UNCHANGED
    if change.seen_version == current.version:
        return SAVED
    if seen and sent == (seen.value, seen.status):
        return UNCHANGED
    return CONFLICT


def has_text(answer: SavedAnswer | None, change: Change) -> bool:
    """Whether this answer is what the person sent."""
    return answer is not None and (answer.value, answer.status) == (change.value, change.status)


def digest(changes: list[Change]) -> str:
    """A fingerprint of what is sent: the same request again has the same, another text under the same key has not."""
    parts = [
        f"{change.part_code}\0{change.value}\0{change.status}\0{change.seen_version}" for change in changes
    ]
    return sha256("\1".join(parts).encode()).hexdigest()
