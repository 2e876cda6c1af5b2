"""What the tests of comparison read pages with, and further rounds to look at."""

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

from sqlalchemy import event

from survey.answering.sample import read_sample
from survey.answering.services.answers import open_report
from survey.answering.services.sample import load_sample
from survey.questionnaire.queries import published_versions
from survey.rounds.projects_file import read_projects
from survey.rounds.queries import asked_projects
from survey.rounds.services import ask_projects, ensure_round
from tests.support.app import writing

LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def text_of(html):
    """The words of a page or of a piece of it, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def said(html):
    """The words as they are printed, without the spaces that `text_of` puts in place of tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def main_of(response):
    """The part of a page that is its own."""
    return response.get_data(as_text=True).split("<main", 1)[1].split("</main>")[0]


def rows_of(html):
    """The words of each cell of each line of all tables, without their heads."""
    bodies = "".join(re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL))
    lines = re.findall(r"<tr>(.*?)</tr>", bodies, re.DOTALL)
    return [
        [text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)]
        for line in lines
    ]


def links_of(html):
    """Address and words of every link."""
    return [(unescape(address), said(words)) for address, words in LINK.findall(html)]


def add_round(app, code="2002", *, projects=0, submitted=0):
    """Another round of that many projects; the first ones have the answers of the sample's first report."""
    with writing(app) as session:
        versions = {
            version.number: version for version in published_versions(session, "gender-mainstreaming")
        }
        newest = versions[max(versions)].id
        made = ensure_round(
            session, code=code, title=code, version_id=newest, opens_at=datetime(int(code), 1, 1, tzinfo=UTC)
        )
        pattern = read_projects()[0]
        listed = [replace(pattern, number=n, title=f"Project {n}") for n in range(1, projects + 1)]
        ask_projects(session, round=made, projects=listed)
        for asked in asked_projects(session, made.id):
            report = open_report(session, asked_project_id=asked.id, version_id=newest)
            if asked.number <= submitted:
                load_sample(session, report=report, sample=read_sample()[0], versions=versions)
        session.commit()


@contextmanager
def statements(app):
    """Collects the SQL statements that the application sends."""
    sent = []

    def collect(_connection, _cursor, statement, *_more):
        sent.append(statement)

    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", collect)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", collect)
