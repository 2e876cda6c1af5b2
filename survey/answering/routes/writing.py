"""Help while writing: what stands beside each part of a question, and words to reconsider while somebody types."""

from collections.abc import Sequence

from flask import Blueprint, request
from flask_login import current_user

from survey.answering.asking import AskedPart
from survey.answering.beside import Beside
from survey.answering.queries.earlier import earlier_answers
from survey.answering.queries.evidence import evidence_counts
from survey.answering.records import ReportHead
from survey.answering.scope import scope_of
from survey.answering.terminology import suggestions
from survey.web.database import session
from survey.web.filters import say
from survey.web.languages import language
from survey.web.requests import takes_at_most
from survey.web.roles import MISSION_ROLES, allow, reads
from survey.web.wording import LONGEST_TEXT

blueprint = Blueprint("writing", __name__, url_prefix="/writing")
# four bytes a character, each written as a percent sign and two digits, and the fields beside the text
LARGEST_TEXT = LONGEST_TEXT * 4 * 3 + 10_000


def beside(head: ReportHead, asked: Sequence[AskedPart]) -> dict[str, Beside]:
    """The help for each part of a question's page, by two statements."""
    codes = [part.part.code for part in asked]
    counts = evidence_counts(session(), head.id, codes)
    earlier = earlier_answers(session(), head.id, codes, scope_of(current_user))
    return {
        part.part.code: Beside(counts.get(part.part.code, 0), earlier.get(part.part.code), _suggestions(part))
        for part in asked
    }


def _suggestions(part: AskedPart):
    if part.part.kind != "text" or not current_user.writing_aid:
        return None
    return suggestions(part.value, (language(), part.language))


@blueprint.post("/terms")
@allow(*MISSION_ROLES)
@reads
@takes_at_most(LARGEST_TEXT)
def terms():
    """Words to reconsider in a text, as sentences; nothing of it is stored or logged."""
    text = request.form.get("text", "")[:LONGEST_TEXT]
    languages = (language(), request.form.get("language", ""))
    return {"suggestions": [say(found.words) for found in suggestions(text, languages)]}
