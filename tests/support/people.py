"""Many people who save now and then, each in a browser of their own, as a mission's staff does while it writes."""

import heapq
import random
import selectors
import time
from collections import Counter
from dataclasses import dataclass, field

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from survey.accounts.services import sign_in
from survey.answering.models.reports import Report
from survey.missions.models import Mission, Project
from survey.rounds.models import AskedProject
from tests.support.app import CSRF, writing
from tests.support.factories import person
from tests.support.load import SECONDS_TO_ANSWER, Answer, Closed, Connection, connect, post
from tests.support.rounds import open_drafts, text

#: what the two people of a report write; each has a text already, in version 1
PARTS = ("Q4_LESSONS.lessons", "Q1_AWARENESS.how")


@dataclass
class Writer:
    """Somebody at a browser who saves one part again and again, as the script of its page does."""

    cookie: str
    token: str
    report: str
    part: str
    saved: int = 0
    sent: float | None = None
    due: list[float] = field(default_factory=list)
    connection: Connection | None = None

    def request(self) -> bytes:
        fields = {
            f"seen:{self.part}": 1 + self.saved,
            self.part: self.text,
            "key": f"{self.report}{self.saved}",
        }
        headers = f"X-CSRFToken: {self.token}\r\nAccept: application/json\r\n"
        return post(
            f"/reports/{self.report}/answers/{self.part}", self.cookie, fields, method="PUT", more=headers
        )

    @property
    def text(self) -> str:
        # another one than any report begins with
        return text(100_000 + self.saved)


def people_at_work(app: Flask, number: int) -> list[Writer]:
    """So many signed-in people, two to a report and twenty to a mission."""
    token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(CSRF)
    cookies = app.session_interface.get_signing_serializer(app)
    writers = []
    with writing(app) as session:
        for place, report in enumerate(open_drafts(session, -(-number // len(PARTS)))):
            missions = select(Mission).join(Project).join(AskedProject).join(Report)
            mission = session.scalar(missions.where(Report.public_id == report))
            for part in PARTS:
                own = person(
                    session, f"{place}.{part.partition('.')[0]}@example.org".lower(), missions=[mission]
                )
                cookie = {
                    "_user_id": sign_in(session, person=own, hours=24),
                    "_fresh": True,
                    "csrf_token": CSRF,
                }
                value = f"{app.config['SESSION_COOKIE_NAME']}={cookies.dumps(cookie)}"
                writers.append(Writer(value, token, report, part))
        session.commit()
    return writers[:number]


@dataclass
class Day:
    """What came of the saves: how long each took from the moment it was due, in seconds, and what went wrong."""

    took: list[float] = field(default_factory=list)
    errors: Counter = field(default_factory=Counter)


class Office:
    """All the people, on connections that stay open as long as the server lets them; one thread."""

    def __init__(self, port: int, writers: list[Writer]):
        self.port, self.writers, self.day = port, writers, Day()
        self.selector = selectors.DefaultSelector()

    def work(self, seconds: float, every: float) -> Day:
        """Everybody saves every so many seconds, beginning at some moment of the first of them."""
        start = time.perf_counter()
        waiting = [
            (start + random.uniform(0, every) + every * turn, place)
            for place in range(len(self.writers))
            for turn in range(round(seconds / every))
        ]
        heapq.heapify(waiting)
        while waiting or any(writer.due for writer in self.writers):
            now = time.perf_counter()
            while waiting and waiting[0][0] <= now:
                due, place = heapq.heappop(waiting)
                self.writers[place].due.append(due)
                if self.writers[place].sent is None:
                    self.send(self.writers[place])
            rest = waiting[0][0] - time.perf_counter() if waiting else SECONDS_TO_ANSWER
            ready = self.selector.select(max(rest, 0))
            if not (ready or waiting):
                self.day.errors["no answer"] += 1
                break
            for key, _events in ready:
                self.receive(key.data)
        self.leave()
        return self.day

    def send(self, writer: Writer) -> None:
        if writer.connection is None:
            writer.connection = Connection(connect(self.port), writer)
            self.selector.register(writer.connection.socket, selectors.EVENT_READ, writer)
        writer.sent = writer.due[0]
        writer.connection.ask(writer.request())

    def receive(self, writer: Writer) -> None:
        try:
            answer = writer.connection.receive()
        except Closed:
            self.hang_up(writer)
            # a browser opens a new connection where the server had ended an idle one
            if writer.sent is not None:
                self.send(writer)
            return
        if answer is not None:
            self.take(writer, answer)

    def take(self, writer: Writer, answer: Answer) -> None:
        self.day.took.append(time.perf_counter() - writer.sent)
        if answer.status == 200:
            writer.saved += 1
        else:
            self.day.errors[answer.status] += 1
        writer.due.pop(0)
        writer.sent = None
        if writer.due:
            self.send(writer)

    def hang_up(self, writer: Writer) -> None:
        self.selector.unregister(writer.connection.socket)
        writer.connection.socket.close()
        writer.connection = None

    def leave(self) -> None:
        for writer in self.writers:
            if writer.connection:
                self.hang_up(writer)
        self.selector.close()
