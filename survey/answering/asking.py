"""A question as its page shows it: each part with its label, its answer so far and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from survey.answering.records import Authored, SavedAnswer
from survey.answering.saving import Change
from survey.answering.statuses import DECLINED, own_status
from survey.questionnaire.conditions import holds, visible
from survey.questionnaire.kinds.kind import Fields, Kind, first
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part, Questionnaire, Words
from survey.web.wording import BadInput, Sentence, sentence

NOT_RETURNED = sentence(
    "This part was not returned, so what you wrote was not saved. It is kept in the history of the answer."
)


@dataclass
class AskedPart:
    """A part on a question's page. `value` is what its fields show, right or wrong; `depends` says when it is shown.

    A `closed` part may only be read while a report waits for clarification of others; `unsaved` is what somebody
    wrote for it all the same.
    """

    part: Part
    kind: Kind
    label: Words
    shown: bool
    value: str
    declined: bool
    version: int
    language: str = ""
    depends: list[tuple[Words, bool, list[Words]]] = field(default_factory=list)
    fault: Sentence | None = None
    conflict: Authored | None = None
    changed: bool = False
    closed: bool = False
    unsaved: str = ""


@dataclass(frozen=True)
class Sent:
    """What a form sent for a question: the changes that can be saved, and the faults of the others by part."""

    changes: list[Change]
    faults: dict[str, Sentence]


def asked_parts(
    questionnaire: Questionnaire, parts: Sequence[Part], answers: Mapping[str, SavedAnswer]
) -> list[AskedPart]:
    """The parts with what is saved."""
    values = {code: answer.value for code, answer in answers.items()}
    shown = visible((part for part in questionnaire.parts if part.code in answers), values)
    return [
        AskedPart(
            part=part,
            kind=kind_of(part),
            label=label(part, values),
            shown=part.code in shown,
            value=answers[part.code].value,
            declined=answers[part.code].status == DECLINED,
            version=answers[part.code].version,
            language=answers[part.code].language,
            depends=_depends(questionnaire, part),
        )
        for part in parts
    ]


def label(part: Part, values: Mapping[str, str]) -> Words:
    """The part's label, or its alternative where that one's condition holds."""
    if part.alternative_when and holds(part.alternative_when, values):
        return part.alternative_label
    return part.label


def _depends(questionnaire: Questionnaire, part: Part) -> list[tuple[Words, bool, list[Words]]]:
    """The tests of a part's condition in words: the short name of the other part, negated or not, its answers."""
    tests = []
    for test in part.when:
        other = questionnaire.part.get(test.part)
        if other is None:
            # only a draft of the questionnaire can hang on what is not there
            continue
        labels = [option.label for option in other.options if option.code in test.codes]
        tests.append((other.short, test.negated, labels))
    return tests


def needed_codes(questionnaire: Questionnaire, parts: Sequence[Part]) -> list[str]:
    """The parts whose answers a question's page needs: its own, and those that its conditions hang on."""
    codes = dict.fromkeys(part.code for part in parts)
    for part in parts:
        codes |= dict.fromkeys(test.part for test in part.when + part.alternative_when)
    waiting = [code for code in codes if code not in {part.code for part in parts}]
    while waiting:
        more = [test.part for test in questionnaire.part[waiting.pop()].when if test.part not in codes]
        codes |= dict.fromkeys(more)
        waiting += more
    return list(codes)


def read_sent(parts: Sequence[Part], fields: Fields) -> Sent:
    """What a form holds: a change for each part that was on the page, or the sentence why it cannot be taken."""
    changes, faults = [], {}
    for part in parts:
        if f"seen:{part.code}" not in fields:
            continue
        declined = bool(first(fields, f"declined:{part.code}"))
        try:
            value = _value(part, fields, declined)
        except BadInput as refusal:
            faults[part.code] = refusal.sentence
            continue
        offered = frozenset(part.option_labels) if kind_of(part).coded else None
        status = own_status(value, declined)
        changes.append(Change(part.code, value, status, seen_version(fields, part), offered))
    return Sent(changes, faults)


def _value(part: Part, fields: Fields, declined: bool) -> str:
    if not declined:
        return kind_of(part).read(part, fields)
    # a chosen button cannot be taken back in a browser, a text can: what was written must not vanish behind a tick
    if not kind_of(part).coded and kind_of(part).read(part, fields):
        raise BadInput(
            sentence("You ticked “Prefer not to answer” and also gave an answer. Keep one of the two.")
        )
    return ""


def seen_version(fields: Fields, part: Part) -> int:
    """The version of the answer that the form showed."""
    seen = first(fields, f"seen:{part.code}")
    # a version that nobody was ever given meets a conflict, which loses nothing
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1


def show_as_typed(asked: AskedPart, fields: Fields) -> None:
    """Lets a part show again what was typed, right or wrong."""
    if f"seen:{asked.part.code}" in fields:
        asked.value = asked.kind.typed(asked.part, fields)
        asked.declined = bool(first(fields, f"declined:{asked.part.code}"))
        asked.changed = True
