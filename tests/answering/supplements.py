"""Signed reports that are asked what was added since then."""

import json
from datetime import UTC, datetime

from sqlalchemy import select

from survey.answering.models.reports import Report
from survey.answering.queries.reports import report_head
from survey.answering.queries.supplements import supplements_to_ask
from survey.answering.services.answers import save_answers
from survey.answering.services.sample import EVERY_REPORT
from survey.answering.services.steps import submit
from survey.answering.services.supplements import ask_supplements
from survey.questionnaire.models import QuestionnaireVersion
from survey.questionnaire.queries import newest_document, questionnaire_version
from survey.questionnaire.services import publish
from survey.rounds.models import AskedProject, Round
from survey.rounds.queries import round_by_code
from tests.answering.examples import change, person_of
from tests.support.app import writing
from tests.support.factories import words

CODE = "gender-mainstreaming"
UNTIL = datetime(2100, 1, 1, 12, 0, tzinfo=UTC)


def whole(session, number):
    own = QuestionnaireVersion.number == number, QuestionnaireVersion.after == ""
    return session.scalars(select(QuestionnaireVersion).where(*own)).one()


def ask(session, number=2, *, until=UNTIL, code="2001"):
    """Asks the signed reports of the round for what this version added; checks that it was foretold."""
    version, round = whole(session, number), round_by_code(session, code)
    foretold = supplements_to_ask(
        session, document=json.loads(version.document), number=number, round_ids=[round.id]
    )
    person = person_of(session, "administrator")
    asked = ask_supplements(session, version=version, round_ids=[round.id], closes_at=until, person=person)
    assert asked == foretold
    return asked


def added_question(*parts, number=3, code="X_NOTICED"):
    """A question that version `number` adds, of texts or of what is given."""
    default = {"kind": "text", "label": words("Who noticed?"), "short": words("Who")}
    return {
        "code": code,
        "origin": "added",
        "since": number,
        "title": words("Noticed"),
        "text": words("Did the partners say that they noticed?"),
        "parts": [default | part for part in parts or ({"code": "who"},)],
    }


def publish_next(session, *questions, retired=(), number=3):
    """Publishes a version with these questions added at the end, and without the retired ones."""
    document = json.loads(newest_document(session, CODE)[1])
    document["versions"] = [*document["versions"], {"number": number}]
    document["sections"][-1]["questions"] += questions
    for section in document["sections"]:
        for question in section["questions"]:
            if question["code"] in retired:
                question["retired"] = number
    [made] = publish(session, document=document)
    return made


def supplement_ids(session, project, *, code="2001"):
    """The public ids of the supplements of the report of this project, the first one first."""
    own = AskedProject.number == project, Round.code == code, Report.supplements_id.is_not(None)
    found = (
        select(Report.public_id).join(AskedProject, AskedProject.id == Report.asked_project_id).join(Round)
    )
    return list(session.scalars(found.where(*own).order_by(Report.id)))


def supplement(session, project, place=-1, *, code="2001"):
    """The head of a supplement of the report of this project, the last one unless said otherwise."""
    return report_head(session, supplement_ids(session, project, code=code)[place], EVERY_REPORT)


def asked_of(session, head):
    """The codes of the questions that a report is asked."""
    return [question.code for question in questionnaire_version(session, head.version_id).questions]


def answer_and_sign(session, head, values, *, name="A. Lead"):
    """Answers these parts of a report that was not signed yet, and signs it."""
    lead = person_of(session, "mission_lead")
    changes = [change(code, value, 0) for code, value in values.items()]
    save_answers(session, report=head, changes=changes, person=lead, language="en")
    asked = questionnaire_version(session, head.version_id)
    submit(session, report=head, questionnaire=asked, person=lead, name=name, function="Chief of Mission")


def signed_on_version_one(
    session, number=8, values=(("Q4_LESSONS.lessons", "Words that were signed first."),)
):
    """Signs the report of this project on version 1, with these answers."""
    own = AskedProject.number == number, Report.supplements_id.is_(None)
    report = session.scalars(select(Report).join(AskedProject).where(*own)).one()
    report.version_id = whole(session, 1).id
    session.flush()
    answer_and_sign(session, report_head(session, report.public_id, EVERY_REPORT), dict(values))
    return report.public_id


def asked_further(app, number=8, *, until=UNTIL):
    """The public ids of a report of the sample's mission that was signed on version 1, and of its supplement."""
    with writing(app) as session:
        report = signed_on_version_one(session, number)
        ask(session, until=until)
        session.commit()
        return report, supplement_ids(session, number)[0]
