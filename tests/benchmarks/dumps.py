"""What the databases themselves take to put out the rows of a file: `sqlite3 -csv`, and `COPY ... TO STDOUT`."""

import csv
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from io import StringIO

from sqlalchemy.engine import URL

from survey.answering.persons import REACH, TABLES
from survey.data.engine import is_sqlite
from survey.questionnaire.structure import Part

PIECE = 2**18
ROWS = 1_000
PLACE = (
    "round.code, project.code, project.title, mission.name, mission.country, mission.region, "
    "(SELECT {joined}(name, '; ') FROM project_service_area WHERE project_id = project.id), project.funding_usd, "
    "asked_project.report_kind"
)
ASKED = (
    "FROM asked_project JOIN round ON round.id = asked_project.round_id "
    "JOIN project ON project.id = asked_project.project_id JOIN mission ON mission.id = project.mission_id "
    "JOIN report ON report.asked_project_id = asked_project.id"
)
ANSWERS = "LEFT JOIN answer ON answer.report_id = report.id"
OF_ROUND = "WHERE round.code = '{code}' AND report.supplements_id IS NULL"
NUMBER = "ORDER BY asked_project.number"


def statements(code: str, parts: Sequence[Part], keys: dict[str, int], *, sqlite: bool) -> dict[str, str]:
    """For each file of a round that grows with it the select that gives as many rows with the same values."""
    place = PLACE.format(joined="group_concat" if sqlite else "string_agg")
    round = OF_ROUND.format(code=code)
    verdicts = [part for part in parts if part.kind == "verdict"]
    cells = [
        (keys[part.code], row.code, column.code)
        for part in parts
        if part.kind == "table"
        for row in part.rows
        for column in part.columns
    ]
    boxes = ", ".join(f"({key}, '{row}', '{column}')" for key, row, column in cells)
    reach = [
        _cell(f"'{row}'", f"'{sex}'", sqlite)
        for row in ("eligible", "reached")
        for sex in ("women", "men", "girls", "boys")
    ]
    verdict = (
        f"(SELECT value FROM answer WHERE report_id = report.id AND part_id = {keys[TABLES[REACH].verdict]})"
    )
    return {
        "answers_long": (
            f"SELECT {place}, part.question_code, part.code, answer.question_version, answer.value, answer.value, "
            "answer.status, answer.language, report.submitted_at, answer.answered_at, report.fictitious "
            f"{ASKED} CROSS JOIN part {ANSWERS} AND answer.part_id = part.id {round} {NUMBER}, part.id"
        ),
        "answers_wide": (
            f"SELECT {place}, {_pivot(parts, keys)} {ASKED} {ANSWERS} {round} "
            f"GROUP BY asked_project.id, round.id, project.id, mission.id {NUMBER}"
        ),
        "matrix": (
            f"SELECT mission.name, project.title, {_pivot(verdicts, keys)} {ASKED} {ANSWERS} {round} "
            f"GROUP BY asked_project.id, project.id, mission.id {NUMBER}"
        ),
        "counts": (
            f"WITH box (part_id, line, place) AS (VALUES {boxes}) SELECT round.code, project.code, box.part_id, "
            f"box.line, box.place, {_cell('box.line', 'box.place', sqlite)} {ASKED} CROSS JOIN box {ANSWERS} "
            f"AND answer.part_id = box.part_id {round} {NUMBER}"
        ),
        "equal_access": (
            f"SELECT round.code, project.code, project.title, mission.name, {', '.join(reach)}, {verdict}, "
            f"answer.status, report.fictitious {ASKED} {ANSWERS} AND answer.part_id = {keys[REACH]} {round} {NUMBER}"
        ),
        "projects": f"SELECT asked_project.*, {place} {ASKED} {round} {NUMBER}",
        "summary": (
            f"SELECT answer.part_id, answer.status, answer.value, count(*) {ASKED} {ANSWERS} {round} "
            f"AND answer.part_id IN ({_coded(parts, keys)}) GROUP BY answer.part_id, answer.status, answer.value"
        ),
    }


def _cell(row: str, column: str, sqlite: bool) -> str:
    stored = "CASE WHEN answer.value LIKE '{%' THEN answer.value END"
    if sqlite:
        return f"json_extract({stored}, '$.' || {row} || '.' || {column})"
    return f"(({stored})::json #>> ARRAY[{row}, {column}])"


def _pivot(parts: Sequence[Part], keys: dict[str, int]) -> str:
    columns = (
        f"max(CASE WHEN answer.part_id = {keys[part.code]} THEN answer.{name} END)"
        for part in parts
        for name in ("value", "status")
    )
    return ", ".join(columns)


def _coded(parts: Sequence[Part], keys: dict[str, int]) -> str:
    return ", ".join(str(keys[part.code]) for part in parts if part.options)


def tool(url: URL) -> str:
    """What dumps a database of this kind here."""
    if not is_sqlite(url):
        return "COPY ... TO STDOUT"
    return "sqlite3 -csv" if shutil.which("sqlite3") else "Python's bare sqlite3 cursor and csv writer"


def dump(url: URL, statement: str) -> float:
    """How many seconds the database takes from the statement to the last byte of CSV."""
    start = time.perf_counter()
    for _piece in _pieces(url, statement):
        pass
    return time.perf_counter() - start


def _pieces(url: URL, statement: str) -> Iterator[object]:
    if not is_sqlite(url):
        import psycopg

        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address) as connection, connection.cursor() as cursor:
            copying = f"COPY ({statement}) TO STDOUT (FORMAT csv)"
            with cursor.copy(copying.encode()) as pieces:
                yield from pieces
    elif shutil.which("sqlite3"):
        command = ["sqlite3", "-csv", "-readonly", str(url.database), statement]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            while piece := process.stdout.read(PIECE):
                yield piece
        if process.returncode:
            raise RuntimeError(f"sqlite3 ended with {process.returncode}")
    else:
        with closing(sqlite3.connect(f"file:{url.database}?mode=ro", uri=True)) as connection:
            cursor = connection.execute(statement)
            while rows := cursor.fetchmany(ROWS):
                csv.writer(text := StringIO()).writerows(rows)
                yield text.getvalue().encode()
