"""What the tests of answering share: the questionnaire, persons, ways to find a report and to fill a form."""

import re
from datetime import date
from html import unescape

from sqlalchemy import select

from survey.accounts.models import Person
from survey.accounts.queries import signed_in
from survey.answering.models.reports import AnswerHistory, Report
from survey.answering.queries.answers import ids_of_parts, saved_answers
from survey.answering.queries.reports import report_head
from survey.answering.records import SavedAnswer
from survey.answering.returning import Asked
from survey.answering.saving import Change
from survey.answering.services.answers import save_answers
from survey.answering.services.returning import return_report
from survey.answering.services.sample import EVERY_REPORT
from survey.answering.services.steps import submit
from survey.questionnaire.instrument import read_file
from survey.questionnaire.structure import questionnaire
from survey.rounds.models import AskedProject
from tests.support.app import EMAILS, writing

NEWEST = questionnaire(read_file(), 2)
DUE = date(2100, 1, 1)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def saved(**values):
    """Answers by part code, written with two underscores for the point; what is not named was never saved."""
    given = {code.replace("__", "."): value for code, value in values.items()}
    return {
        part.code: SavedAnswer(part.code, 1, "answered", given[part.code])
        if part.code in given
        else SavedAnswer(part.code)
        for part in NEWEST.parts
    }


def person_of(session, role):
    return signed_in(session.scalar(select(Person).where(Person.email == EMAILS[role])), "")


def report_number(session, number):
    """The head of the report of the project with this number in the round of 2001."""
    own = AskedProject.number == number, Report.supplements_id.is_(None)
    found = select(Report.public_id).join(AskedProject).where(*own)
    return report_head(session, session.scalar(found), EVERY_REPORT)


def report_id(app, number):
    with app.extensions["database"].reading() as session:
        return report_number(session, number).public_id


def answer_of(app, number, code):
    """The current answer of a project's report to a part."""
    with app.extensions["database"].reading() as session:
        return saved_answers(session, report_number(session, number).id, [code])[code]


def history_of(app, number, code):
    """Everything that was ever written for a part, oldest first, as pairs of outcome and value."""
    with app.extensions["database"].reading() as session:
        report = report_number(session, number)
        key = ids_of_parts(session, [code])[code]
        own = (AnswerHistory.report_id == report.id, AnswerHistory.part_id == key)
        rows = select(AnswerHistory.outcome, AnswerHistory.value).where(*own).order_by(AnswerHistory.id)
        return session.execute(rows).all()


def change(code, value, seen, status="answered"):
    return Change(code, value, status, seen)


def hidden_fields(page):
    """The hidden fields of a page's forms, but for the token."""
    found = {name: unescape(value) for name, value in HIDDEN.findall(page)}
    found.pop("csrf_token", None)
    return found


def question_path(app, number, code):
    return f"/reports/{report_id(app, number)}/questions/{code}"


def sign(session, number, name="A. Lead"):
    """Signs as the lead, for the first time or again."""
    report, lead = report_number(session, number), person_of(session, "mission_lead")
    submit(session, report=report, questionnaire=NEWEST, person=lead, name=name, function="Chief of Mission")


def send_back(session, number, *codes, reason="Please say more."):
    """Returns these parts, or with None the whole report, as the working group."""
    report, group = report_number(session, number), person_of(session, "working_group")
    asked = [Asked(code, reason) for code in codes]
    return_report(session, report=report, asked=asked, due_on=DUE, person=group)


def save_one(session, number, code, value, *, role="mission_staff"):
    """Saves a text on the version that stands; returns the outcome."""
    report, person = report_number(session, number), person_of(session, role)
    seen = saved_answers(session, report.id, [code])[code].version
    changes = [change(code, value, seen)]
    return save_answers(session, report=report, changes=changes, person=person, language="en")[code]


def returned(app, number, *codes, reason="Please say more."):
    """The id of a report that was returned with these parts, signed before where it was a draft, committed."""
    with writing(app) as session:
        if not report_number(session, number).was_signed:
            sign(session, number)
        send_back(session, number, *codes, reason=reason)
        session.commit()
        return report_number(session, number).public_id
