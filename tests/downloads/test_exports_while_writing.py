"""Files that are made while people save and sign hold one moment each, and all that one session makes the same one."""

import csv
import json
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Condition

import pytest

from survey.comparison.queries import batches
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.queries import content_of
from survey.questionnaire.kinds.registry import kind_of
from survey.rounds.queries import round_by_code
from tests.answering.examples import report_number, save_one, send_back, sign
from tests.support.app import writing

NAMES = ("answers_long", "answers_wide", "summary", "counts")
#: projects whose reports the sample leaves open; whoever writes says the same in both of these parts
WRITTEN, PAIR = (5, 8), ("Q1_AWARENESS.how", "Q4_LESSONS.lessons")
SECONDS = 30


class People:
    """They save and sign reports, and return them, one transaction after the other, until the block ends."""

    def __init__(self, app):
        self.app, self.commits, self.moved, self.at_work = app, 0, Condition(), True
        self.pool = ThreadPoolExecutor(1)

    def __enter__(self):
        self.work = self.pool.submit(self.write)
        return self

    def __exit__(self, *_fault):
        self.at_work = False
        self.work.result(SECONDS)
        self.pool.shutdown()

    def write(self):
        dice = random.Random(1)
        while self.at_work:
            with writing(self.app) as session:
                self.act(session, dice.choice(WRITTEN))
                session.commit()
            with self.moved:
                self.commits += 1
                self.moved.notify_all()

    def act(self, session, number):
        if report_number(session, number).state in ("submitted", "resubmitted"):
            return send_back(session, number, *PAIR)
        for code in PAIR:
            save_one(session, number, code, f"={self.commits}, said twice", role="mission_lead")
        return sign(session, number)

    def wait_for_a_commit(self):
        """Until somebody's next transaction is in the database."""
        with self.moved:
            before = self.commits
            assert self.moved.wait_for(lambda: self.commits > before or self.work.done(), SECONDS)


def exported(app, people):
    """The files that one session makes, as rows by name, with something written between any two of them."""
    with app.extensions["database"].reading() as session:
        content = content_of(session, round_by_code(session, "2001"), Order())
        parts, found = content.parts, {}
        for name in NAMES:
            pieces = FILES[name].pieces(content, Order(bom=False))
            people.wait_for_a_commit()
            found[name] = list(csv.DictReader(StringIO(b"".join(pieces).decode(), newline="")))
        return content.due, parts, found


def check(due, parts, found):
    long = {(row["project_code"], row["part_code"]): row for row in found["answers_long"]}
    codes = [part.code for part in parts]
    assert len(long) == len(found["answers_long"]) == due * len(codes)
    projects = list(dict.fromkeys(project for project, _ in long))
    for project in projects:
        own = [long[project, code] for code in codes]
        # no report is half received, and nobody's two parts are of two moments
        assert len({row["status"] == "not_reached" for row in own}) == 1
        if project in {f"2001-{number:02d}" for number in WRITTEN}:
            assert len({long[project, code]["value"] for code in PAIR}) == 1
    assert [
        [row[name] for code in codes for name in (code, f"{code}_status")] for row in found["answers_wide"]
    ] == [
        [long[project, code][name] for code in codes for name in ("value", "status")] for project in projects
    ]
    check_summary(due, parts, projects, long, found["summary"])
    for row in found["counts"]:
        value = long[row["project_code"], row["part_code"]]["value"]
        cells = json.loads(value) if value.startswith("{") else {}
        told = cells.get(row["row"], {}).get(row["column"], "")
        assert row["count"] == str(told)


def check_summary(due, parts, projects, long, summary):
    """The summary is the one that anybody can recompute from answers_long.csv."""
    found = {(row["part_code"], row["option"]): row for row in summary}
    for part in (part for part in parts if part.options):
        own = [long[project, part.code] for project in projects]
        statuses = Counter(row["status"] for row in own)
        assert statuses.total() == due
        received = due - statuses["not_reached"]
        asked = received - statuses["not_asked"] - statuses["not_shown"]
        chosen = Counter(
            option
            for row in own
            if row["status"] == "answered"
            for option in kind_of(part).counted(part, row["value"])
        )
        for option in part.options:
            row = found[part.code, option.code]
            expected = due, received, asked, statuses["answered"], chosen[option.code]
            names = "n_due", "n_received", "n_asked", "n_answered", "k"
            assert tuple(int(row[name]) for name in names) == expected


def export_while_writing(app, number):
    with People(app) as people:
        states = set()
        for _ in range(number):
            due, parts, found = exported(app, people)
            check(due, parts, found)
            states.add(tuple(row["status"] for row in found["answers_long"]))
    return states


@pytest.fixture
def small_batches(monkeypatch):
    """A round of eight reports takes several batches, as a large one does."""
    monkeypatch.setattr(batches, "REPORTS", 2)


@pytest.mark.usefixtures("small_batches")
def test_files_of_one_session_agree_while_people_write(app):
    export_while_writing(app, 3)


@pytest.mark.long
@pytest.mark.usefixtures("small_batches")
def test_100_exports_while_people_write_hold_one_moment_each(app):
    # what was written did show in later exports
    assert len(export_while_writing(app, 100)) > 1
