"""An installation behind a server in a process of its own, with people who save: to be broken and looked into."""

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select, update

from survey.answering.models.reports import Answer, AnswerHistory, Report, ReportEvent, Snapshot
from survey.answering.queries.answers import ids_of_parts, saved_answers
from survey.answering.queries.reports import report_head
from survey.answering.records import SavedAnswer
from survey.answering.services.sample import EVERY_REPORT
from survey.data import clock
from survey.data.engine import Database
from survey.installation.queries import database_faults
from survey.rounds.models import AskedProject, Round
from tests.support.app import EMAILS, build_app, writing
from tests.support.postgres import Server
from tests.support.rounds import open_drafts
from tests.support.servers import ServerHere, our_server

MISSION = "San José"
#: parts that hold texts, each on a page of its own
PARTS = (
    "S_STATUS.summary",
    "Q1_AWARENESS.how",
    "Q4_LESSONS.lessons",
    "Q5_BALANCE.relationship",
    "Q7_SUCCESS.why",
)


@dataclass(frozen=True)
class Browser:
    """A signed-in browser: its cookie and its token."""

    cookie: str
    token: str


@dataclass(frozen=True)
class Written:
    """A row of an answer's history."""

    outcome: str
    seen: int
    version: int
    value: str


class House:
    """An installation on this database, prepared with the sample; `folder` takes its logs, `changes` are settings."""

    #: the PostgreSQL server that is this house's own, to be broken
    postgres: Server | None = None

    def __init__(self, url: str, folder: Path, **changes: str):
        self.url, self.folder = url, folder
        self.app = build_app(url, folder, **changes)
        self.database: Database = self.app.extensions["database"]
        self.staff, self.lead = self.sign_in("mission_staff"), self.sign_in("mission_lead")
        self.years = count(2003)

    def sign_in(self, role: str) -> Browser:
        client = self.app.test_client().sign_in(EMAILS[role])
        return Browser(client.cookie_header, client.token)

    def open_reports(self, number: int = 1) -> list[str]:
        """So many drafts of the mission, in a round of their own."""
        with writing(self.app) as session:
            made = open_drafts(session, number, code=str(next(self.years)), mission=MISSION)
            session.commit()
        return made

    def serve(self, **environment: str):
        """The server as `survey run` starts it; a context manager that ends it, if it still runs."""
        return our_server(self.url, self.folder, **environment)

    @contextmanager
    def serve_here(self):
        """The port of a server in this process, with whatever a test has changed in it."""
        server = ServerHere(self.app)
        try:
            yield server.port
        finally:
            server.close()

    def answer(self, report: str, part: str) -> SavedAnswer:
        with self.database.reading() as session:
            return saved_answers(session, report_head(session, report, EVERY_REPORT).id, [part])[part]

    def history(self, report: str, part: str) -> list[Written]:
        """Everything that was ever sent and kept for a part, oldest first."""
        with self.database.reading() as session:
            key = ids_of_parts(session, [part])[part]
            own = AnswerHistory.part_id == key, Report.public_id == report
            fields = (
                AnswerHistory.outcome,
                AnswerHistory.seen_version,
                AnswerHistory.version,
                AnswerHistory.value,
            )
            joined = select(*fields).join(Report, Report.id == AnswerHistory.report_id).where(*own)
            return [Written(*row) for row in session.execute(joined.order_by(AnswerHistory.id))]

    def answers(self, report: str) -> list[tuple]:
        """All that the report holds, as it is stored."""
        with self.database.reading() as session:
            fields = Answer.part_id, Answer.version, Answer.status, Answer.value
            own = (
                select(*fields).join(Report, Report.id == Answer.report_id).where(Report.public_id == report)
            )
            return [tuple(row) for row in session.execute(own.order_by(Answer.part_id))]

    def events(self, report: str) -> list[tuple[str, str]]:
        """The steps that the report took, in order, each with the state that it led to."""
        with self.database.reading() as session:
            own = select(ReportEvent.step, ReportEvent.state).join(Report, Report.id == ReportEvent.report_id)
            found = own.where(Report.public_id == report).order_by(ReportEvent.id)
            return [tuple(row) for row in session.execute(found)]

    def signed(self, report: str) -> list[dict[str, tuple[int, str]]]:
        """What each submission froze: version and value of every part that has one."""
        with self.database.reading() as session:
            own = select(Snapshot.content).join(Report, Report.id == Snapshot.report_id)
            found = session.scalars(own.where(Report.public_id == report).order_by(Snapshot.id)).all()
        return [
            {entry["part"]: (entry["version"], entry["value"]) for entry in json.loads(content)["answers"]}
            for content in found
        ]

    def close_round_of(self, report: str) -> None:
        """Ends answering, as if yesterday had been the last day."""
        with writing(self.app) as session:
            asked = select(AskedProject.round_id).join(Report).where(Report.public_id == report)
            yesterday = clock.now() - timedelta(days=1)
            session.execute(
                update(Round).where(Round.id == asked.scalar_subquery()).values(closes_at=yesterday)
            )
            session.commit()

    def faults(self) -> list[str]:
        """What `survey doctor` finds wrong; it asks SQLite's own check and follows the audit trail's seals."""
        return database_faults(self.database)

    def close(self) -> None:
        self.database.close()
