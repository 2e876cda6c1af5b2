"""The form by which a round is made or changed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from survey.questionnaire.kinds.kind import Fields, first
from survey.rounds.schedule import is_zone, read_moment
from survey.web.wording import BadInput, Sentence, clean_text, sentence

LONGEST_TITLE, LONGEST_REASON = 120, 500
CODE = re.compile("[A-Za-z0-9][A-Za-z0-9-]{0,19}")
#: words that stand in addresses where a round's code would
NO_CODES = ("new",)
DATES = ("opens", "closes")
ENDS_FIRST = sentence("The round would close before it opens. Look at both dates.")


@dataclass(frozen=True)
class SentRound:
    """What the form sent, by the names of a round's columns. It holds where there are no faults, by field."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Sentence] = field(default_factory=dict)


def read_round(fields: Fields, *, versions: Mapping[str, int] | None, is_new: bool) -> SentRound:
    """`versions` are the ids of those that can be chosen, by what stands for them in the form; None: none can.

    The code is read for a new round only: addresses and files are named after it.
    """
    sent = SentRound()
    # in the order of the page, so that its summary of faults is too
    _take(sent, "title", "title", _title, fields)
    if is_new:
        _take(sent, "code", "code", _code, fields)
    if versions is not None:
        _take(sent, "version", "version_id", lambda given: _version(given, versions), fields)
    _take(sent, "time_zone", "time_zone", _zone, fields)
    zone = str(sent.values.get("time_zone", "UTC"))
    for name in DATES:
        _take(sent, name, f"{name}_at", lambda given, name=name: read_moment(given, name, zone), fields)
    if "opens" not in sent.faults and sent.values["opens_at"] is None:
        sent.faults["opens"] = sentence("Write when the round opens.")
    opens_at, closes_at = sent.values.get("opens_at"), sent.values.get("closes_at")
    if isinstance(opens_at, datetime) and isinstance(closes_at, datetime) and closes_at <= opens_at:
        sent.faults["closes"] = ENDS_FIRST
    return sent


def _take(sent: SentRound, name: str, column: str, reader, fields: Fields) -> None:
    try:
        sent.values[column] = reader(fields)
    except BadInput as refusal:
        sent.faults[name] = refusal.sentence


def _code(fields: Fields) -> str:
    code = first(fields, "code").strip()
    if not CODE.fullmatch(code) or code.lower() in NO_CODES:
        raise BadInput(
            sentence(
                "Write a short code of letters, digits and hyphens, such as 2026. It stands in addresses."
            )
        )
    return code


def _title(fields: Fields) -> str:
    title = clean_text(first(fields, "title"), LONGEST_TITLE).replace("\n", " ")
    if not title:
        raise BadInput(sentence("Write the name of the round, such as 2026; pages put “Round” before it."))
    return title


def _zone(fields: Fields) -> str:
    zone = first(fields, "time_zone")
    if not is_zone(zone):
        raise BadInput(sentence("Choose a time zone of the list."))
    return zone


def _version(fields: Fields, versions: Mapping[str, int]) -> int:
    try:
        return versions[first(fields, "version")]
    except KeyError:
        raise BadInput(sentence("Choose a published version of the list.")) from None


def read_end(fields: Fields, name: str, zone: str, now: datetime) -> datetime:
    """A new end of answering, which must lie ahead."""
    ends = read_moment(fields, name, zone)
    if ends is None:
        raise BadInput(sentence("Write until when answers are taken."))
    if ends <= now:
        raise BadInput(sentence("This time is over already. Write one that lies ahead."))
    return ends


@dataclass(frozen=True)
class SentExtension:
    """What the form for more time sent; it holds where there are no faults."""

    closes_at: datetime | None
    reason: str
    faults: dict[str, Sentence] = field(default_factory=dict)


def read_extension(fields: Fields, *, closes_at: datetime | None, zone: str, now: datetime) -> SentExtension:
    """`closes_at` is the round's own end, behind which an extension must end."""
    faults, reason, ends = {}, "", None
    try:
        ends = read_end(fields, "until", zone, now)
        if closes_at is None or ends <= closes_at:
            raise BadInput(sentence("The round itself takes answers until then. Write a later time."))
    except BadInput as refusal:
        faults["until"] = refusal.sentence
    try:
        reason = clean_text(first(fields, "reason"), LONGEST_REASON).replace("\n", " ")
        if not reason:
            raise BadInput(sentence("Write the reason; the mission and the board show it."))
    except BadInput as refusal:
        faults["reason"] = refusal.sentence
    return SentExtension(ends, reason, faults)
