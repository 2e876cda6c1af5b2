"""What the tests of importing answers share: a file of the sample, and a round that waits for it."""

from hashlib import sha256
from io import BytesIO

from sqlalchemy import delete, null, select, text, update

from survey.answering.models.persons import PersonCounts
from survey.answering.models.reports import Answer, AnswerHistory, Report
from survey.answering.models.texts import AnswerText
from survey.answering.services.tallies import rebuild
from survey.answering.states import DRAFT
from survey.data.base import Base
from survey.downloads.order import Order
from survey.downloads.products import PRODUCTS
from survey.downloads.queries import file_pieces
from survey.intake.examining import Preview
from survey.intake.lines import checksum_of
from survey.intake.queries import preview_of
from survey.intake.services import Importer, load
from survey.rounds.models import AskedProject, Round
from survey.rounds.queries import round_by_code
from tests.support.app import writing

IMPORTER = Importer(None, "command", "Operator", "answers_long.csv")


def exported(app, *, bom=True, code="2001"):
    """The bytes of answers_long.csv."""
    product = PRODUCTS["answers_long.csv"]
    return b"".join(file_pieces(app.extensions["database"], product, round_code=code, order=Order(bom=bom)))


def looked_at(app, data, code="2001"):
    with app.extensions["database"].reading() as session:
        return preview_of(session, round_by_code(session, code), BytesIO(data))


def load_file(app, data, code="2001"):
    """Loads and commits, or rolls back what is refused; returns what was done."""
    stream = BytesIO(data)
    done = Preview(checksum=checksum_of(stream))
    with writing(app) as session:
        round = round_by_code(session, code)
        load(session, round=round, stream=stream, importer=IMPORTER, preview=done)
        if done.is_refused:
            session.rollback()
        else:
            session.commit()
    return done


def state_of(app):
    """The number of rows and a checksum of every table."""
    found = {}
    with app.extensions["database"].reading() as session:
        for name in sorted(Base.metadata.tables):
            rows = sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"')).all()))
            found[name] = len(rows), sha256("".join(rows).encode()).hexdigest()
    return found


def reasons(preview):
    """Line and sentence of each fault."""
    return [(fault.line, str(fault.reason)) for fault in preview.faults.shown]


def empty(app, code):
    """Takes all answers of the round away, as where its projects were only just asked."""
    with writing(app) as session:
        round_id = session.scalar(select(Round.id).where(Round.code == code))
        asked = select(AskedProject.id).where(AskedProject.round_id == round_id)
        own = select(Report.id).where(Report.asked_project_id.in_(asked))
        for model in (Answer, AnswerHistory, AnswerText, PersonCounts):
            session.execute(delete(model).where(model.report_id.in_(own)))
        untouched = {"state": DRAFT, "saved_at": null(), "submitted_at": null(), "fictitious": False}
        session.execute(update(Report).where(Report.asked_project_id.in_(asked)).values(untouched))
        rebuild(session, round_id)
        session.commit()
