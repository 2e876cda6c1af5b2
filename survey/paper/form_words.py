"""What stands above the questions of a form: whose it is, and how to fill it in and send it back."""

from dataclasses import dataclass

from survey.answering.records import ReportHead
from survey.paper.layout import FICTITIOUS, facts
from survey.paper.voice import Voice
from survey.questionnaire.structure import Questionnaire
from survey.web.wording import Sentence, sentence

HOW = (
    sentence(
        "1. Fill in the fields and save the file. No connection is needed. What is saved in the program so far already "
        "stands in them."
    ),
    sentence(
        "2. With a connection, open this report in the program, choose “Upload a filled form”, and choose the file."
    ),
    sentence(
        "3. The program shows what would change. Nothing is saved before you have agreed, and nothing that a colleague "
        "saved meanwhile is overwritten."
    ),
)
HOW_IN_WORD = sentence(
    "Write into the fields only; text beside them cannot be taken over. To take an answer back, empty its field, or "
    "choose “—” in a list."
)
HOW_IN_WORKBOOK = sentence(
    "Write into the column “Answer” only. Choose from the lists, and write x into a cell to tick it. To take an answer "
    "back, empty its cell. Alt+Enter begins a new line."
)
MARK_NOTE = sentence("The mark of this form. It says which report the form belongs to; leave it as it is.")


@dataclass(frozen=True)
class Opening:
    """The title, the project, the lines below them, and the form's mark with a note."""

    title: str
    project: str
    lines: list[str]
    mark: str
    mark_note: str


def opening(
    questionnaire: Questionnaire, head: ReportHead, mark: str, how: Sentence, voice: Voice
) -> Opening:
    """The beginning of a form; `how` is the advice for its format."""
    invented = [voice.say(FICTITIOUS)] if head.fictitious else []
    return Opening(
        title=questionnaire.title.to(voice.language),
        project=head.project_title,
        lines=[head.project_title, facts(head, voice), *invented, *map(voice.say, HOW), voice.say(how)],
        mark=mark,
        mark_note=voice.say(MARK_NOTE),
    )
