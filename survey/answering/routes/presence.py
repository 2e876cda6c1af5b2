"""What a page asks every half minute: who else is here, and what colleagues have saved meanwhile."""

from flask import Blueprint, abort, request
from flask_login import current_user

from survey.answering.colleagues import colleagues, is_noted
from survey.answering.queries.colleagues import last_savings, traces
from survey.answering.routes.company import said
from survey.answering.routes.reports import own_report
from survey.answering.services.presence import note_presence
from survey.data import clock
from survey.questionnaire.structure import Questionnaire
from survey.web.database import session
from survey.web.roles import MISSION_ROLES, allow

blueprint = Blueprint("presence", __name__)


@blueprint.post("/reports/<id:public_id>/presence")
@allow(*MISSION_ROLES)
def presence(public_id: str):
    """Notes that the person is on a question, and answers as JSON who else is and how its parts stand."""
    head, questionnaire = own_report(public_id)
    question = request.form.get("question", "")
    if question and question not in questionnaire.question:
        abort(404)
    found, me = traces(session(), head.id), current_user.person_id
    newer = _newer(head.id, questionnaire, question)
    # every other time it is noted already: then this only reads, and the disk is left alone
    if not is_noted(found, person_id=me, question=question, now=clock.now()):
        note_presence(session(), report_id=head.id, person_id=me, question=question)
        session().commit()
    others = colleagues(found, person_id=me, question=question)
    return {"people": [vars(other) for other in others], "says": said(others), "newer": newer}


def _newer(report_id: int, questionnaire: Questionnaire, question: str) -> dict[str, dict]:
    """The parts of the question as they are saved now; those never saved are missing."""
    if not question:
        return {}
    codes = [part.code for part in questionnaire.question[question].parts]
    return {
        code: {"version": last.version, "author": last.author, "at": last.at.isoformat()}
        for code, last in last_savings(session(), report_id, codes).items()
    }
