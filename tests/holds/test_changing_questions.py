"""Questions are added, retired, restored, reordered and published while fifty people save, all over HTTP."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Answer, Report
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.questionnaire.queries import published_versions
from survey.rounds.models import AskedProject, Round
from tests.holds.streams import Crowd, Stream, missing, streams_of
from tests.questionnaire.editing.drafts import three
from tests.questionnaire.routes.pages import DRAFT
from tests.support.drafts import INSTRUMENT
from tests.support.load import Answer as Reply
from tests.support.load import ask_once, get, post

# more would only wait for the server's threads
PEOPLE, AT_ONCE = 50, 8
# each adds, retires, restores, moves and publishes; the first one has nothing to restore yet
TURNS, CHANGES_OF_A_TURN = 41, 5
FIRST = 2
SHOWN = re.compile(rb'name="questionnaire_version" value="([0-9]+)"')
REVISION = re.compile(rb'name="revision" value="([0-9]+)"')
#: a part and a whole question that people write on
RETIRED = ("Q1_AWARENESS.how", "Q7_SUCCESS")


class Writer(Stream):
    """Somebody who saves; every other person loads the page again before each text, the others never do."""

    asked, number = FIRST, 0

    def __init__(self, *place):
        super().__init__(*place)
        Writer.number += 1
        # as many by form as by script
        self.reloads = self.loading = Writer.number // 2 % 2 == 0
        self.wrote_on: list[int] = []

    def request(self) -> bytes:
        if self.loading:
            question = self.part.partition(".")[0]
            return get(f"/reports/{self.report}/questions/{question}", self.browser.cookie)
        return super().request()

    def take(self, reply: Reply) -> bool:
        if self.loading:
            # a question that is retired as a whole leads to the list
            assert reply.status in (200, 302), reply
            # whoever no longer finds the part goes on with the page that is still open
            if f'name="seen:{self.part}"'.encode() in reply.body:
                self.asked = int(SHOWN.search(reply.body)[1])
            self.loading = False
            return True
        assert super().take(reply), reply
        self.wrote_on.append(self.asked)
        self.loading = self.reloads
        return True


class Author:
    """The administrator at the authors' pages; `done` counts the changes that were taken."""

    def __init__(self, house, port, round):
        self.browser, self.port, self.round, self.done = house.sign_in("administrator"), port, round, 0

    def send(self, path, **fields):
        sent = {"csrf_token": self.browser.token} | fields
        reply = ask_once(self.port, post(path, self.browser.cookie, sent))
        assert reply.status == 302, (path, fields, reply)
        self.done += 1

    def work(self):
        """All turns; returns the number of the last version."""
        for turn in range(TURNS):
            self.send(DRAFT)
            texts = {
                name: said for name, [said] in (three("label", "More?") | three("short", "More")).items()
            }
            add = texts | {"kind": "text", "code": f"more_{turn}"}
            self.send(f"{DRAFT}/questions/Q4_LESSONS/parts/new", **add)
            self.send(f"{DRAFT}/retire", element=RETIRED[turn % 2])
            self.send(f"{DRAFT}/restore", element=RETIRED[(turn + 1) % 2])
            self.send(f"{DRAFT}/move", element="Q5_BALANCE", to="up" if turn % 2 else "down")
            self.publish()
        # beginning a draft is no change of its own
        self.done -= TURNS
        return FIRST + TURNS

    def publish(self):
        path = f"/versions/{INSTRUMENT}/draft"
        sheet = ask_once(self.port, get(f"{path}/impact", self.browser.cookie))
        assert sheet.status == 200
        [revision] = REVISION.findall(sheet.body)
        self.send(f"{path}/publish", revision=revision.decode(), round=self.round)


def round_of(house, report):
    with house.database.reading() as session:
        rounds = select(Round.code).join(AskedProject).join(Report).where(Report.public_id == report)
        return session.scalar(rounds)


def versions(house, streams):
    """The version that each report answers by now, and the one that each answer says it was written on."""
    reports = {stream.report for stream in streams}
    with house.database.reading() as session:
        own = select(Report.public_id, QuestionnaireVersion.number).join(QuestionnaireVersion)
        answering = dict(session.execute(own.where(Report.public_id.in_(reports))).all())
        fields = select(Report.public_id, RegisteredPart.code, Answer.question_version)
        joined = fields.select_from(Answer).join(Report).join(RegisteredPart)
        rows = session.execute(joined.where(Report.public_id.in_(reports))).all()
    return answering, {(report, part): number for report, part, number in rows}


def assert_published(house):
    """Each turn did what it was to do: a refused button leads back to the outline as well."""
    with house.database.reading() as session:
        found = {version.number: version.questionnaire for version in published_versions(session, INSTRUMENT)}
    for turn in range(TURNS):
        version = found[FIRST + 1 + turn]
        known, order = {*version.part, *version.question}, list(version.question)
        retired, restored = RETIRED[turn % 2], RETIRED[(turn + 1) % 2]
        assert f"Q4_LESSONS.more_{turn}" in known
        assert (retired in known, restored in known) == (False, True)
        assert (order.index("Q5_BALANCE") > order.index("Q6_CAPACITY")) == (turn % 2 == 0)


@pytest.mark.long
def test_two_hundred_changes_while_fifty_people_save(house):
    streams = streams_of(house, PEOPLE, Writer)
    with (
        house.serve() as server,
        ThreadPoolExecutor(1) as pool,
        Crowd(server.port, streams, AT_ONCE) as crowd,
    ):
        crowd.work_until(lambda: all(stream.acknowledged for stream in streams))
        author = Author(house, server.port, round_of(house, streams[0].report))
        working = pool.submit(author.work)
        crowd.work_until(working.done)
        last, before = working.result(), [len(stream.acknowledged) for stream in streams]
        # everybody comes once more, after the last version
        enough = [number + 2 for number in before]
        crowd.work_until(
            lambda: all(len(s.acknowledged) >= least for s, least in zip(streams, enough, strict=True))
        )
        crowd.rest()
    assert author.done == TURNS * CHANGES_OF_A_TURN >= 200
    assert_published(house)
    assert missing(house, streams) == []
    answering, written_on = versions(house, streams)
    assert answering == {stream.report: last for stream in streams}
    for stream in streams:
        assert written_on[stream.report, stream.part] == stream.wrote_on[-1]
        assert stream.wrote_on == sorted(stream.wrote_on)
        assert stream.reloads or set(stream.wrote_on) == {FIRST}
    assert max(stream.wrote_on[-1] for stream in streams) == last
    assert house.faults() == []
