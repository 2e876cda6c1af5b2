"""Fills a database with rows from elsewhere, all or nothing, in the way that each of the two is fastest at.

On PostgreSQL everything happens in one transaction. For SQLite a new file is made beside the target, which comes into
its place when it is complete: under its name where there was none, otherwise by SQLite's own copying of one database
into another, a transaction that a running program sees like any other.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Table, delete, func, literal, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from survey.data.engine import BUSY_SECONDS, Database, sqlite_file
from survey.data.migrations import change_schema, current_of, head, revisions
from survey.data.rows import Summing, TableSum, columns_of, reader_of, tables_of, totals

ENDINGS = ("-wal", "-shm", "-journal")


class TargetRefused(Exception):
    """Why a database cannot be filled, as a sentence; it is what it was before."""


class Filling:
    """A database whose tables stand empty in the schema of a revision, and what becomes of it."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.tables = {table.name: table for table in tables_of(connection)}

    def take(self, name: str, columns: Sequence[str], batches: Iterable[list[bytes]]) -> TableSum:
        """Adds rows to a table; returns what came."""
        table = self.tables.get(name)
        if table is None or columns_of(table) != tuple(columns):
            raise TargetRefused(f"The table {name} is not as this program knows it. Nothing was changed.")
        read = reader_of(table, columns, self.connection.dialect)
        summing = Summing(name, columns)
        try:
            for lines in batches:
                summing.add(lines)
                _insert(self.connection, table, [read(line) for line in lines])
        except (ValueError, TypeError, OverflowError, self.connection.dialect.loaded_dbapi.Error) as fault:
            reason = str(fault).partition("\n")[0]
            raise TargetRefused(
                f"A row of the table {name} cannot be written ({reason}). Nothing was changed."
            ) from fault
        return summing.total

    def totals(self) -> list[TableSum]:
        """What the tables hold now, read back."""
        return totals(self.connection, self.tables.values())

    def settle(self) -> None:
        """Lets new rows get numbers of their own, and the server know how large its tables are."""
        if self.connection.dialect.name == "postgresql":
            for table in self.tables.values():
                _reset_sequences(self.connection, table)
            self.connection.exec_driver_sql("ANALYZE")


@contextmanager
def filled(url: str, revision: str, *, replace: bool = False) -> Iterator[Filling]:
    """A database to be filled at this address; it is there when the block ends, and untouched when the block fails.

    Raises TargetRefused where the address holds data, unless `replace`, and where it cannot be reached or written.
    """
    database = Database(url)
    file = sqlite_file(database.url)
    way = _new_file(file, revision, replace) if file else _one_transaction(database, revision, replace)
    try:
        with way as filling:
            yield filling
    except OSError as fault:
        raise TargetRefused(f"{file or 'The target'} cannot be written: {fault.strerror}.") from fault
    except DatabaseError as fault:
        reason = str(fault.orig).partition("\n")[0]
        raise TargetRefused(f"The target cannot be written ({reason}). Nothing was changed.") from fault
    finally:
        database.close()


@contextmanager
def _one_transaction(database: Database, revision: str, replace: bool) -> Iterator[Filling]:
    with database.engine.connect() as connection, connection.begin():
        before = current_of(connection)
        if before not in (None, *revisions()):
            raise TargetRefused(_newer(before))
        if before is not None:
            tables = tables_of(connection)
            names = ", ".join(map(connection.dialect.identifier_preparer.format_table, tables))
            connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
            if not replace:
                _refuse_rows(connection, tables)
            connection.exec_driver_sql(f"TRUNCATE {names}")
            change_schema(connection, "base")
        yield _emptied(connection, revision)


@contextmanager
def _new_file(file: Path, revision: str, replace: bool) -> Iterator[Filling]:
    file.parent.mkdir(parents=True, exist_ok=True)
    _refuse_file(file, replace)
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(descriptor)
    database = Database(URL.create("sqlite", database=name).render_as_string(), create=True)
    try:
        with database.engine.connect() as connection:
            for setting in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF"):
                connection.connection.execute(f"PRAGMA {setting}")
            with connection.begin():
                yield _emptied(connection, revision)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise TargetRefused("Some rows refer to others that are missing. Nothing was changed.")
        database.close()
        _sync(Path(name))
        _refuse_file(file, replace)
        _put_in_place(Path(name), file)
    finally:
        database.close()
        for ending in ("", *ENDINGS):
            Path(f"{name}{ending}").unlink(missing_ok=True)


def _emptied(connection: Connection, revision: str) -> Filling:
    change_schema(connection, revision)
    filling = Filling(connection)
    for table in reversed(filling.tables.values()):
        connection.execute(delete(table))
    return filling


def _refuse_file(file: Path, replace: bool) -> None:
    if not file.exists():
        for ending in ENDINGS:
            if (left := Path(f"{file}{ending}")).exists():
                raise TargetRefused(
                    f"{left} was left by a database that is gone, and would be taken for a part of the new one. "
                    "Move it elsewhere first."
                )
        return
    if replace and file.is_file():
        return
    database = Database(URL.create("sqlite", database=str(file)).render_as_string())
    try:
        with database.engine.connect() as connection:
            if current_of(connection) not in (None, *revisions()):
                raise TargetRefused(_newer(current_of(connection)))
            _refuse_rows(connection, tables_of(connection))
    except DatabaseError as fault:
        raise TargetRefused(
            f"{file} is damaged or is no database. Nothing was changed. 'survey restore --replace' puts it aside."
        ) from fault
    finally:
        database.close()


def _refuse_rows(connection: Connection, tables: list[Table]) -> None:
    for table in tables:
        if connection.execute(select(literal(1)).select_from(table).limit(1)).first():
            raise TargetRefused(
                f"The target already holds data (in the table {table.name}). Nothing was changed."
            )


def _newer(revision: str | None) -> str:
    return (
        f"The target's schema is newer ({revision}) than this program ({head()}). Nothing was changed; "
        "install the newer program."
    )


def _insert(connection: Connection, table: Table, rows: list[tuple]) -> None:
    quoted = connection.dialect.identifier_preparer
    place = f"{quoted.format_table(table)} ({', '.join(map(quoted.format_column, table.columns))})"
    cursor = connection.connection.cursor()
    try:
        if connection.dialect.name == "postgresql":
            with cursor.copy(f"COPY {place} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(table.columns))
            cursor.executemany(f"INSERT INTO {place} VALUES ({marks})", rows)  # noqa: S608
    finally:
        cursor.close()


def _reset_sequences(connection: Connection, table: Table) -> None:
    name = connection.dialect.identifier_preparer.format_table(table)
    for column in table.primary_key:
        if isinstance(column.type, sa.Integer):
            sequence = connection.scalar(select(func.pg_get_serial_sequence(name, column.name)))
            if sequence:
                highest = connection.scalar(select(func.max(column))) or 0
                connection.execute(select(func.setval(sequence, highest + 1, False)))


def _put_in_place(new: Path, file: Path) -> None:
    if not file.exists():
        try:
            os.link(new, file)  # fails if somebody made one in the meantime
        except FileExistsError:
            raise TargetRefused(f"{file} was made by somebody else in the meantime.") from None
        except OSError:
            new.replace(file)  # a file system without links
        _sync(file.parent)
        return
    try:
        _copy_over(new, file)
    except sqlite3.OperationalError as fault:
        raise TargetRefused(
            f"{file} cannot be replaced ({fault}). Nothing was changed; if the service runs, stop it."
        ) from fault
    except sqlite3.DatabaseError:
        _put_aside(file)
        new.replace(file)
        _sync(file.parent)


def _copy_over(new: Path, file: Path) -> None:
    """One transaction in the old file."""
    waits = 0

    def look(status: int, _remaining: int, _pages: int) -> None:
        nonlocal waits
        waits += status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if waits > BUSY_SECONDS:
            raise sqlite3.OperationalError("database is locked")

    source, target = sqlite3.connect(new), sqlite3.connect(file, timeout=0)
    try:
        source.backup(target, progress=look, sleep=1)
    finally:
        target.close()
        source.close()


def _put_aside(file: Path) -> None:
    """Keeps what is no database, with all that belongs to it, under another name."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    for ending in ("", *ENDINGS):
        with suppress(FileNotFoundError):
            Path(f"{file}{ending}").rename(f"{file}.damaged-{stamp}{ending}")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
