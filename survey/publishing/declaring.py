"""What a form declares about the changes of a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from survey.questionnaire.declarations import DECLARATIONS, Declaration
from survey.questionnaire.differences import Difference
from survey.web.wording import BadInput, Sentence, clean_text, sentence

#: the names of the form's fields, each with a code behind it, and the one for all that is not declared yet
DECLARED, NOTE, REST = "declared:", "note:", "rest"
LONGEST_NOTE = 1_000
NOTE_ALONE = sentence("You wrote a note, but did not say what the change means. Choose one of the three.")


@dataclass(frozen=True)
class Declaring:
    """The declarations as a form shows them; `notes` are those that cannot be stored, with their `faults`."""

    declared: Mapping[str, Declaration]
    notes: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Sentence] = field(default_factory=dict)

    def meaning(self, code: str) -> str:
        return self.declared[code].declared if code in self.declared else ""

    def note(self, code: str) -> str:
        return self.notes.get(code) or (self.declared[code].note if code in self.declared else "")


def read_declarations(found: Iterable[Difference], fields: Mapping[str, str]) -> Declaring:
    """What the form says about those of these differences that have to be declared; a note alone says nothing."""
    declared, notes, faults = {}, {}, {}
    for code in (difference.code for difference in found if difference.is_to_declare):
        meaning = fields.get(f"{DECLARED}{code}") or fields.get(REST, "")
        note = fields.get(f"{NOTE}{code}", "")
        try:
            note = clean_text(note, LONGEST_NOTE)
        except BadInput as refusal:
            faults[code] = refusal.sentence
            notes[code] = note
            note = ""
        if meaning in DECLARATIONS:
            declared[code] = Declaration(code, meaning, note)
        elif note:
            notes[code] = note
            faults[code] = NOTE_ALONE
    return Declaring(declared, notes, faults)
