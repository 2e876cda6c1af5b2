"""What stands beside a part while it is being written, as help: never more than an offer."""

from dataclasses import dataclass
from datetime import datetime

from survey.answering.terminology import Suggestion
from survey.questionnaire.kinds.kind import Kind
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import Part

#: what the buttons of a question's page ask for beside saving
EVIDENCE, WITHOUT_AID = "evidence:", "without-aid"


@dataclass(frozen=True)
class EarlierAnswer:
    """What the project answered in an earlier round; `part` is the part as it was asked then."""

    part: Part
    value: str
    language: str
    round_title: str
    submitted_at: datetime | None

    @property
    def kind(self) -> Kind:
        return kind_of(self.part)


@dataclass(frozen=True)
class Beside:
    """The help for one part: the number of its files and links, the earlier answer, words to reconsider.

    `suggestions` is None where no text is written or the person wants none.
    """

    evidence: int
    earlier: EarlierAnswer | None
    suggestions: list[Suggestion] | None


def evidence_wanted(then: str) -> str:
    """The code of the part whose evidence somebody wants to see after saving, or the empty text."""
    return then.removeprefix(EVIDENCE) if then.startswith(EVIDENCE) else ""
