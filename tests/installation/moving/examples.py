"""An installation whose every table holds rows, with all that is awkward to carry from one database to another."""

from datetime import UTC, datetime

from sqlalchemy import func, select, update

from survey.answering.models.evidence import EvidenceContent
from survey.answering.models.reports import Answer, Report
from survey.audit.models import AuditEntry, AuditHead
from survey.data.engine import Database
from survey.data.filling import Filling
from survey.data.rows import tables_of, totals
from survey.missions.models import Project
from survey.questionnaire.models import QuestionnaireVersion
from survey.rounds.services import ensure_round
from tests.support.app import prepare_sample
from tests.support.rows import fill

LARGEST = 2**31 - 1
TEXTS = (
    "",
    " ",
    "0",
    "null",
    "é ☃ and \U0001f469\u200d\U0001f467 and \U0001d11e, e\u0301",
    "say \"yes\" or 'no'; \\ \\N \\. \\x41",
    "one line\nanother\n\ttab",
    "\u2028\u2029\ufeff\u202eabc\u0085",
    "\x7f",
    "שלום مرحبا 你好",
    "\U0010ffff" * 20_000,
)
BYTES = (b"", bytes(range(256)) * 4_000)
TIMES = (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, 23, 59, 59, 999_999, tzinfo=UTC))


def prepare_awkward(url):
    prepare_sample(url)
    database = Database(url)
    with database.writing() as session:
        version_id = session.scalar(select(func.min(QuestionnaireVersion.id)))
        ensure_round(session, code="2002", title="2002", version_id=version_id, opens_at=TIMES[0])
        session.commit()
    fill(database.engine)
    with database.engine.begin() as connection:
        Filling(connection).settle()
    with database.writing() as session:
        answers = session.scalars(select(Answer.id).order_by(Answer.id).limit(len(TEXTS))).all()
        for id, value in zip(answers, TEXTS, strict=True):
            session.execute(update(Answer).where(Answer.id == id).values(value=value))
        for content, value in zip(session.scalars(select(EvidenceContent)), BYTES, strict=True):
            content.content = value
        reports = session.scalars(select(Report).order_by(Report.id).limit(len(TIMES)))
        for report, time in zip(reports, TIMES, strict=True):
            report.saved_at = time
        session.execute(
            update(Project)
            .where(Project.id == select(func.min(Project.id)).scalar_subquery())
            .values(funding_usd=LARGEST)
        )
        session.commit()
    database.close()


def sums(url):
    """What each table holds, by its name."""
    database = Database(url)
    with database.reading() as session:
        connection = session.connection()
        found = {total.name: total for total in totals(connection, tables_of(connection))}
    database.close()
    return found


#: what a restore changes: it ends what was open, and says so in the trail
CHANGED = {"sign_in", "one_time_link", "presence", AuditEntry.__tablename__, AuditHead.__tablename__}


def kept(url):
    return {name: total for name, total in sums(url).items() if name not in CHANGED}
