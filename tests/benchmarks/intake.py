"""Importing the answers of a round of 10,000 reports, beside a bare bulk insert of the same rows."""

import csv
import time
from hashlib import sha256
from io import BytesIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from flask import Flask
from sqlalchemy import text as sql

from survey.data.engine import Database
from survey.downloads.order import Order
from survey.downloads.products import PRODUCTS
from survey.downloads.queries import file_pieces
from survey.downloads.report_files import LONG
from survey.intake.examining import Preview
from survey.intake.lines import checksum_of
from survey.intake.queries import preview_of
from survey.intake.services import Importer, load
from survey.rounds.queries import round_by_code
from tests.benchmarks.large_rounds import large_round
from tests.benchmarks.many_people import own_postgres, sqlite
from tests.benchmarks.report import Figure, not_measured
from tests.intake.rounds import empty
from tests.support import postgres
from tests.support.app import build_app, prepare_sample, writing

CODE = "2002"
AIM = 20_000
AT_ONCE = 10_000
COLUMNS = ", ".join(f'"{name}"' for name in LONG)
TABLE = "CREATE TABLE bare_long ({columns})"
ADD = sql(f"INSERT INTO bare_long ({COLUMNS}) VALUES ({', '.join(f':{name}' for name in LONG)})")


def measure_intake(folder: Path, reports: int) -> list[Figure]:
    """The figures of both databases."""
    figures = []
    for kind, opened in (("SQLite", sqlite), ("PostgreSQL", own_postgres)):
        place = folder / f"intake-{kind.lower()}"
        place.mkdir(mode=0o755)
        try:
            with opened(place) as (url, bare_url):
                figures.append(_measure(kind, url, bare_url, place, reports))
        except postgres.Unavailable as reason:
            figures.append(
                not_measured(f"Importing {reports:,} reports, {kind}", f"{AIM:,} rows a second", f"{reason}.")
            )
    return figures


def _measure(kind: str, url: str, bare_url: str, folder: Path, reports: int) -> Figure:
    prepare_sample(url)
    app = build_app(url, folder)
    with writing(app) as session:
        large_round(session, reports, code=CODE)
        session.commit()
    path = folder / "answers_long.csv"
    before = _export(app, path)
    empty(app, CODE)
    with path.open("rb") as stream:
        looked = _looked_at(app, stream)
        seconds, done = _load(app, stream)
        bare = _bare_rows(bare_url, stream)
    same = _export(app, folder / "again.csv") == before
    app.extensions["database"].close()
    rate = done.rows / seconds
    return Figure(
        f"Importing {reports:,} reports, {kind}",
        f"{rate:,.0f} rows a second, {seconds:.1f} s; a bare bulk insert {done.rows / bare:,.0f} rows a second; "
        f"looking at it first {looked:.1f} s; exported again {'the same' if same else 'OTHER'} bytes",
        f"{AIM:,} rows a second, the same bytes",
        rate >= AIM and same,
        f"A file of {done.rows:,} rows, {path.stat().st_size / 2**20:.0f} MB, of which {done.outcomes['new']:,} "
        "reports are received: checked and loaded in one transaction, with history, signatures, tallies, counts of "
        "persons and the index of words. Bare: the same file read by Python's csv module and its rows inserted as "
        f"texts into a table without any index, {AT_ONCE:,} at a time, in one transaction, with the same durability.",
    )


def _export(app: Flask, path: Path) -> str:
    """Writes the round's file; returns its checksum."""
    digest = sha256()
    with path.open("wb") as file:
        own = {"round_code": CODE, "order": Order()}
        for piece in file_pieces(app.extensions["database"], PRODUCTS["answers_long.csv"], **own):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _looked_at(app: Flask, stream: BinaryIO) -> float:
    start = time.perf_counter()
    with app.extensions["database"].reading() as session:
        preview = preview_of(session, round_by_code(session, CODE), stream)
    assert not preview.is_refused, preview.faults.shown[:3]
    return time.perf_counter() - start


def _load(app: Flask, stream: BinaryIO) -> tuple[float, Preview]:
    start = time.perf_counter()
    done = Preview(checksum=checksum_of(stream))
    importer = Importer(None, "command", "the benchmark", "answers_long.csv")
    with writing(app) as session:
        round = round_by_code(session, CODE)
        load(session, round=round, stream=stream, importer=importer, preview=done)
        assert not done.is_refused, done.faults.shown[:3]
        session.commit()
    return time.perf_counter() - start, done


def _bare_rows(url: str, stream: BinaryIO) -> float:
    stream.seek(0)
    database = Database(url, create=True)
    engine = database.engine.execution_options(writing=True)
    with engine.begin() as connection:
        connection.execute(sql(TABLE.format(columns=", ".join(f'"{name}" TEXT' for name in LONG))))
    start = time.perf_counter()
    rows = csv.reader(TextIOWrapper(BytesIO(stream.read()), encoding="utf-8-sig", newline=""))
    next(rows)
    with engine.begin() as connection:
        while some := [dict(zip(LONG, row, strict=True)) for row in islice(rows, AT_ONCE)]:
            connection.execute(ADD, some)
    seconds = time.perf_counter() - start
    database.close()
    return seconds
