"""The form by which a report is returned: a reason for the whole or for each part that is meant, and one day."""

from dataclasses import dataclass
from datetime import date

from survey.answering.clarifications import LONGEST_REASON
from survey.questionnaire.kinds.kind import Fields, first
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part, Questionnaire, Words
from survey.web.wording import BadInput, Sentence, clean_text, sentence

WHOLE, DUE = "reason", "due"
DAY = Part(code=DUE, kind="date", label=Words(), short=Words())


@dataclass(frozen=True)
class Asked:
    """A question of the working group: about one part, or about the whole report (`part_code` None)."""

    part_code: str | None
    reason: str


@dataclass(frozen=True)
class SentReturn:
    """What the form sent. It can be carried out where there are no faults, which go by the field's name."""

    asked: list[Asked]
    due_on: date | None
    faults: dict[str, Sentence]


def field_of(part_code: str | None) -> str:
    """The name of the field that holds the reason for this part, or for the whole report."""
    return f"{WHOLE}.{part_code}" if part_code else WHOLE


def read_return(questionnaire: Questionnaire, fields: Fields, today: date) -> SentReturn:
    """A part without a reason is not returned."""
    asked, faults = [], {}
    for code in (None, *questionnaire.part):
        try:
            reason = clean_text(first(fields, field_of(code)), LONGEST_REASON)
        except BadInput as refusal:
            faults[field_of(code)] = refusal.sentence
        else:
            asked += [Asked(code, reason)] if reason else []
    if not asked and not faults:
        faults[WHOLE] = sentence("Write what should be clarified: about the whole report, or at one part.")
    due_on = None
    try:
        due_on = _due_on(fields, today)
    except BadInput as refusal:
        faults[DUE] = refusal.sentence
    return SentReturn(asked, due_on, faults)


def _due_on(fields: Fields, today: date) -> date:
    written = kind_of(DAY).read(DAY, fields)
    if not written:
        raise BadInput(sentence("Write the day until which you need the answer."))
    due_on = date.fromisoformat(written)
    if due_on < today:
        raise BadInput(sentence("This day is over. The mission needs a day that is today or later."))
    return due_on
