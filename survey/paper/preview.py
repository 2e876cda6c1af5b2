"""What taking a form over would do, part by part, before anything is done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from survey.answering.asking import AskedPart, asked_parts
from survey.answering.records import SavedAnswer
from survey.answering.saving import Change
from survey.answering.statuses import DECLINED, own_status
from survey.paper.reading import ReadAnswer, Unread
from survey.questionnaire.conditions import visible
from survey.questionnaire.structure import Questionnaire
from survey.web.wording import Sentence, sentence

NEW, CHANGED, EMPTIED, CONFLICT = "new", "changed", "emptied", "conflict"
SAME, UNREAD, MISSING, CLOSED = "same", "unread", "missing", "closed"
#: what the person decides, and what is ticked beforehand
TO_DECIDE, TICKED = (CONFLICT, NEW, CHANGED, EMPTIED), (NEW, CHANGED)
HEADINGS: dict[str, Sentence] = {
    CONFLICT: sentence("A colleague saved something newer: please choose"),
    UNREAD: sentence("Could not be read"),
    CLOSED: sentence("Not to be changed: the working group returned other parts"),
    NEW: sentence("New answers"),
    CHANGED: sentence("Changed answers"),
    EMPTIED: sentence("Empty in the file, but saved in the program"),
    SAME: sentence("The same in the file and in the program"),
    MISSING: sentence("No longer in the file"),
}


@dataclass(frozen=True)
class Line:
    """A part in the preview: what the file holds, what is saved, and what would become of it."""

    asked: AskedPart
    outcome: str
    saved: SavedAnswer
    value: str = ""
    declined: bool = False
    unread: list[Unread] = field(default_factory=list)
    hidden: bool = False

    @property
    def code(self) -> str:
        return self.asked.part.code

    def change(self, seen_version: int) -> Change:
        """The change that takes the file's answer over."""
        return Change(self.code, self.value, own_status(self.value, self.declined), seen_version)


def previewed(
    questionnaire: Questionnaire,
    read: Mapping[str, ReadAnswer],
    base: Mapping[str, SavedAnswer],
    current: Mapping[str, SavedAnswer],
    writable: Collection[str],
) -> list[Line]:
    """One line for each part. `base` are the answers that the form was filled with when it was downloaded."""
    outcomes = {
        code: _outcome(read.get(code), base[code], answer, writable=code in writable)
        for code, answer in current.items()
    }
    taken = {code: read[code].value for code, outcome in outcomes.items() if outcome in TICKED}
    values = {code: answer.value for code, answer in current.items()} | taken
    shown = visible(questionnaire.parts, values)
    lines = []
    for asked in asked_parts(questionnaire, questionnaire.parts, current):
        code = asked.part.code
        found = read.get(code) or ReadAnswer(asked.part)
        own = (found.value, found.declined, found.unread)
        lines.append(Line(asked, outcomes[code], current[code], *own, hidden=code not in shown))
    return lines


def _outcome(found: ReadAnswer | None, base: SavedAnswer, current: SavedAnswer, *, writable: bool) -> str:
    if found is None:
        return MISSING
    if found.unread:
        return UNREAD
    sent = (found.value, found.declined)
    # a part that was not touched in the file never stands against a colleague who did touch it
    if sent in (_content(current), _content(base)):
        return SAME
    if not writable:
        return CLOSED
    if current.version != base.version:
        return CONFLICT
    if not any(sent):
        return EMPTIED
    return CHANGED if any(_content(current)) else NEW


def _content(answer: SavedAnswer) -> tuple[str, bool]:
    declined = answer.status == DECLINED
    return ("" if declined else answer.value, declined)


def grouped(lines: Collection[Line]) -> list[tuple[str, Sentence, list[Line]]]:
    """The lines by outcome with its heading, what needs attention first; outcomes without lines are left out."""
    groups = [
        (outcome, words, [line for line in lines if line.outcome == outcome])
        for outcome, words in HEADINGS.items()
    ]
    return [group for group in groups if group[2]]
