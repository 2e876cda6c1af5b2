"""A round of 3,000 reports: opening its board and the impact sheet of a draft, and publishing to all who signed."""

import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy import text as sql

from survey.answering.models.reports import Report
from survey.data.engine import Database
from survey.rounds.models import AskedProject, Round
from tests.benchmarks import bare
from tests.benchmarks.many_people import ADD, KEYS, TABLE, own_postgres, sqlite
from tests.benchmarks.report import Figure, not_measured
from tests.benchmarks.statements import counted_statements
from tests.support import postgres
from tests.support.app import EMAILS, Client, build_app, prepare_sample, writing
from tests.support.drafts import INSTRUMENT, add_question, make_draft
from tests.support.rounds import CODE, fill_round, text

FEW, FEW_CODE = 3, "2003"
OPENINGS = 15
DRAFT = f"/versions/{INSTRUMENT}/draft"
#: each page with its path for a round
PAGES = {
    "Board": lambda code: f"/rounds/{code}/board",
    "Impact sheet": lambda code: f"{DRAFT}/impact?chosen=x&round={code}",
}
PAGE_AIM, PUBLISH_AIM = 0.3, 5


@dataclass(frozen=True)
class Opened:
    """Opening a page again and again: statements of each, seconds in the middle and at most, bytes."""

    statements: int
    seconds: float
    slowest: float
    size: int


def measure_many_reports(folder: Path, reports: int) -> list[Figure]:
    """The figures of both databases. Pages are opened in this process, so that the line does not count."""
    figures = []
    for kind, opened in (("SQLite", sqlite), ("PostgreSQL", own_postgres)):
        place = folder / f"many-reports-{kind.lower()}"
        place.mkdir(mode=0o755)
        try:
            with opened(place) as (url, bare_url):
                figures += _measure(kind, url, bare_url, place, reports)
        except postgres.Unavailable as reason:
            figures.append(not_measured(f"{reports:,} reports, {kind}", "", f"{reason}."))
    return figures


def _measure(kind: str, url: str, bare_url: str, folder: Path, reports: int) -> list[Figure]:
    with _filled(url, folder, reports) as app:
        client = app.test_client().sign_in(EMAILS["administrator"])
        figures = [_page(kind, client, name, folder, reports) for name in PAGES]
        return [*figures, _publishing(kind, client, bare_url, reports)]


@contextmanager
def _filled(url: str, folder: Path, reports: int):
    """The sample, a round of so many received reports, one of a few, and a draft with another question."""
    prepare_sample(url)
    app = build_app(url, folder)
    with writing(app) as session:
        fill_round(session, reports)
        fill_round(session, FEW, code=FEW_CODE)
        make_draft(session, add_question)
        session.commit()
    yield app
    app.extensions["database"].close()


def _page(kind: str, client: Client, name: str, folder: Path, reports: int) -> Figure:
    many, few = (_opened(client, PAGES[name](code)) for code in (CODE, FEW_CODE))
    beside = bare.build(f"sqlite:///{folder / 'bare-page.sqlite'}", many.size)
    visitor = beside.test_client()
    with visitor.session_transaction() as cookie:
        cookie["person"] = bare.PERSON
    least = _opened(visitor, "/", counted=False)
    value = (
        f"{1000 * many.seconds:.0f} ms; a bare page {1000 * least.seconds:.1f} ms; "
        f"{many.statements} statements, with {FEW} reports {few.statements}"
    )
    how = (
        f"Opened {OPENINGS} times in the process of the benchmark by an administrator, median; slowest "
        f"{1000 * many.slowest:.0f} ms, with {FEW} reports {1000 * few.seconds:.0f} ms; {many.size:,} bytes, "
        "uncompressed. Bare: a page as long, with a signed session cookie, one query and a template, on SQLite."
    )
    held = many.seconds < PAGE_AIM and many.statements == few.statements
    aim = f"under {1000 * PAGE_AIM:.0f} ms, the same statements"
    return Figure(f"{name}, {reports:,} reports, {kind}", value, aim, held, how)


def _opened(client: Client, path: str, *, counted: bool = True) -> Opened:
    took, size, statements = [], 0, 0
    for _time in range(OPENINGS + 1):
        start = time.perf_counter()
        response = client.get(path)
        size = len(response.get_data())
        took.append(time.perf_counter() - start)
        assert response.status_code == 200, (path, response.status)
    if counted:
        with counted_statements(client.application) as seen:
            client.get(path).get_data()
        statements = len(seen)
    # the first opening fills what is kept
    return Opened(statements, median(took[1:]), max(took[1:]), size)


def _publishing(kind: str, client: Client, bare_url: str, reports: int) -> Figure:
    """Publishes once, as the button on the sheet does, and asks every signed report what is new."""
    sent = {"revision": "2", "round": CODE, "ask": "y", "day": "2100-01-01", "untranslated": "y"}
    start = time.perf_counter()
    response = client.send(f"{DRAFT}/publish", sent)
    seconds = time.perf_counter() - start
    assert response.status_code == 302, response.text
    asked = _supplements(client.application)
    assert asked == reports, asked
    rows = _bare_rows(bare_url, reports)
    return Figure(
        f"Publishing to {reports:,} submitted reports, {kind}",
        f"{seconds:.2f} s; as many bare rows {rows:.2f} s",
        f"under {PUBLISH_AIM} s",
        seconds < PUBLISH_AIM,
        f"Once, from the request to the redirect: the version, and a supplement for each of {asked:,} signed reports, "
        f"in one transaction. Bare: {reports:,} rows of 300 characters added to a table in one transaction, with the "
        "same durability.",
    )


def _supplements(app: Flask) -> int:
    with app.extensions["database"].reading() as session:
        own = select(func.count(Report.id)).join(AskedProject).join(Round)
        return session.scalar(own.where(Round.code == CODE, Report.supplements_id.is_not(None)))


def _bare_rows(url: str, number: int) -> float:
    database = Database(url, create=True)
    engine = database.engine.execution_options(writing=True)
    with engine.begin() as connection:
        connection.execute(sql(TABLE.format(key=KEYS[database.url.get_backend_name()])))
    start = time.perf_counter()
    with engine.begin() as connection:
        connection.execute(ADD, [{"text": text(n)} for n in range(number)])
    seconds = time.perf_counter() - start
    database.close()
    return seconds
