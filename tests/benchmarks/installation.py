"""An installation with a signed-in browser for each of eight drafts: what the servers under load serve."""

from dataclasses import dataclass
from pathlib import Path

from survey.answering.queries.answers import saved_answers
from survey.answering.queries.reports import report_head
from survey.answering.records import SavedAnswer
from survey.answering.services.sample import EVERY_REPORT
from survey.questionnaire.queries import questionnaire_version
from survey.questionnaire.structure import Questionnaire
from tests.support.app import EMAILS, build_app, prepare_sample, writing
from tests.support.rounds import open_drafts

CLIENTS = 8
MISSION = "San José"
QUESTION = "Q1_AWARENESS"


@dataclass(frozen=True)
class Browser:
    """A signed-in browser: its cookie and token, the report that it writes, the answers to its question."""

    cookie: str
    token: str
    report: str
    answers: dict[str, SavedAnswer]

    @property
    def path(self) -> str:
        return self.path_of(QUESTION)

    def path_of(self, question: str) -> str:
        return f"/reports/{self.report}/questions/{question}"


@dataclass(frozen=True)
class Installation:
    url: str
    folder: Path
    browsers: list[Browser]
    questionnaire: Questionnaire


def prepare(folder: Path) -> Installation:
    """The sample, and a round of eight drafts of one mission whose staff sits at eight browsers."""
    url = f"sqlite:///{folder / 'ours.sqlite'}"
    prepare_sample(url)
    app = build_app(url, folder)
    with writing(app) as session:
        public_ids = open_drafts(session, CLIENTS, mission=MISSION)
        asked = _questionnaire(session, public_ids[0])
        answers = [_answers(session, public_id, asked) for public_id in public_ids]
        session.commit()
    browsers = [_browser(app, *pair) for pair in zip(public_ids, answers, strict=True)]
    app.extensions["database"].close()
    return Installation(url, folder, browsers, asked)


def _questionnaire(session, public_id: str) -> Questionnaire:
    return questionnaire_version(session, report_head(session, public_id, EVERY_REPORT).version_id)


def _answers(session, public_id: str, questionnaire: Questionnaire) -> dict[str, SavedAnswer]:
    codes = [part.code for part in questionnaire.question[QUESTION].parts]
    return saved_answers(session, report_head(session, public_id, EVERY_REPORT).id, codes)


def _browser(app, report: str, answers: dict[str, SavedAnswer]) -> Browser:
    client = app.test_client().sign_in(EMAILS["mission_staff"])
    return Browser(client.cookie_header, client.token, report, answers)
