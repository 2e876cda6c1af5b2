"""Engines and sessions for both databases; the only module that knows their dialects apart."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DisconnectionError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from survey.data import hosts
from survey.data.copies import ReadFromCopy
from survey.data.turns import Turns

BUSY_SECONDS = 10
# connections to a copy are made anew so often: a standby that was away is found again
COPY_SECONDS = 60
READ_ONLY = "25006"


class Database:
    """One database with its two ways in: sessions that read a snapshot, and sessions that write.

    On SQLite a writing session takes the write lock at once (BEGIN IMMEDIATE), so that what it read is still
    true when it writes; those of one process line up for it. On PostgreSQL a reading session sees one snapshot
    from its first statement to its last.

    `copy` is what pages may be read from beside it, at `reading_url`; None where there is none.
    """

    def __init__(self, url: str, *, create: bool = False, reading_url: str = ""):
        self.url = parse_url(url)
        self.engine = _sqlite(self.url, create) if is_sqlite(self.url) else _postgres(self.url)
        self.copy = Copy(parse_reading_url(reading_url, url)) if reading_url else None
        self._read = sessionmaker(_reading(self.engine), expire_on_commit=False)
        self._write = sessionmaker(self.engine.execution_options(writing=True), expire_on_commit=False)

    def reading(self) -> Session:
        return self._read()

    def writing(self) -> Session:
        session = self._write()
        session.info["writing"] = True
        return session

    def reading_from_copy(self) -> Session:
        """A session that reads from the copy, one snapshot, and writes to this database; only where there is a copy."""
        if self.copy is None:
            raise LookupError("this database has no copy")
        return ReadFromCopy(self.engine, self.copy.snapshots)

    def close(self) -> None:
        self.engine.dispose()
        if self.copy:
            self.copy.close()


class Copy:
    """A database that is only read: a standby, or the primary itself while no standby answers."""

    def __init__(self, url: URL):
        self.url = url
        self.engine = _postgres(url, pool_recycle=COPY_SECONDS)
        self.snapshots = _reading(self.engine)
        self._read = sessionmaker(self.snapshots, expire_on_commit=False)

    def reading(self) -> Session:
        return self._read()

    def close(self) -> None:
        self.engine.dispose()


def parse_url(url: str) -> URL:
    """The URL as SQLAlchemy reads it, with psycopg as PostgreSQL's driver; ValueError with a sentence otherwise."""
    try:
        parsed = make_url(hosts.in_sqlalchemys_words(url))
    except (ArgumentError, ValueError):
        raise ValueError(
            "The database address (SURVEY_DATABASE_URL) cannot be read; "
            "write sqlite:////path/to/survey.db or postgresql://user:password@host/name."
        ) from None
    if parsed.get_backend_name() in ("postgres", "postgresql"):
        parsed = hosts.wanting(hosts.with_ports(parsed.set(drivername="postgresql+psycopg")), hosts.WRITABLE)
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError(
            f"The database '{parsed.get_backend_name()}' is not supported; use SQLite or PostgreSQL."
        )
    if is_sqlite(parsed) and parsed.database in (None, "", ":memory:"):
        raise ValueError(
            "The database address (SURVEY_DATABASE_URL) names no file; write sqlite:////path/to/survey.db."
        )
    return parsed


def parse_reading_url(reading_url: str, url: str) -> URL:
    """The URL that pages are read from beside the database at `url`; ValueError with a sentence otherwise.

    Of several servers a standby is taken, or the primary while no standby answers.
    """
    if is_sqlite(parse_url(url)):
        raise ValueError(
            "SURVEY_READING_URL is for PostgreSQL with a standby; SQLite reads from its own file. Leave it empty."
        )
    try:
        parsed = make_url(hosts.in_sqlalchemys_words(reading_url))
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.get_backend_name() not in ("postgres", "postgresql"):
        raise ValueError(
            "The address that pages are read from (SURVEY_READING_URL) cannot be read; "
            "write postgresql://user:password@standby:5432,primary:5432/name."
        )
    return hosts.wanting(hosts.with_ports(parsed.set(drivername="postgresql+psycopg")), hosts.STANDBY_FIRST)


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def sqlite_file(url: URL) -> Path | None:
    """The database file, or None on PostgreSQL."""
    return Path(url.database) if is_sqlite(url) and url.database else None


def _sqlite(url: URL, create: bool) -> Engine:
    # mode=rw: a missing file is an error to report, not an empty database to answer from
    mode = "rwc" if create else "rw"
    target = url.set(database=f"file:{quote(str(sqlite_file(url)))}", query={"mode": mode, "uri": "true"})
    engine = create_engine(
        target, connect_args={"isolation_level": None, "timeout": BUSY_SECONDS}, pool_size=10
    )

    @event.listens_for(engine, "connect")
    def _connect(connection, record):
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")
        record.info["file"] = _identity(url)

    @event.listens_for(engine, "checkout")
    def _checkout(_connection, record, _proxy):
        # an open connection outlives its file: what it wrote into a removed or replaced one would be lost
        if record.info["file"] != _identity(url):
            raise DisconnectionError

    turns = Turns()

    @event.listens_for(engine, "begin")
    def _begin(connection):
        writing = connection.get_execution_options().get("writing")
        if writing and "turn" not in connection.info:
            _take_turn(turns)
            connection.info["turn"] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    @event.listens_for(engine, "checkin")
    def _checkin(_connection, record):
        # a session gives its connection back with the end of its transaction, whatever that was
        if record.info.pop("turn", False):
            turns.pass_on()

    return engine


def _take_turn(turns: Turns) -> None:
    """Lines up behind the other writers of this process; what waits for another process is SQLite's own lock."""
    if not turns.take(BUSY_SECONDS):
        raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("database is locked"))


def _identity(url: URL) -> tuple[int, int] | None:
    """Which file the address means at this moment, or None where there is none."""
    try:
        found = os.stat(url.database or "")
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _postgres(url: URL, **options: Any) -> Engine:
    engine = create_engine(url, pool_size=10, pool_pre_ping=True, connect_args=hosts.patience(url), **options)
    must_be_writable = hosts.must_be_writable(url)

    @event.listens_for(engine, "connect")
    def _connect(connection, _record):
        # as on SQLite: somebody who holds a lock for long must not let everybody wait for ever
        connection.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        connection.commit()

    @event.listens_for(engine, "checkout")
    def _checkout(connection, _record, _proxy):
        # the server says by itself when it has become one that only reads; the next connection finds another one
        if must_be_writable and _only_reads(connection):
            raise DisconnectionError

    @event.listens_for(engine, "handle_error")
    def _refused(context):
        # a server that has just become one that only reads: all connections to it are of no more use
        reading = context.connection and context.connection.get_execution_options().get("postgresql_readonly")
        if getattr(context.original_exception, "sqlstate", None) == READ_ONLY and not reading:
            context.is_disconnect = True

    return engine


def _only_reads(connection) -> bool:
    states = ("in_hot_standby", "default_transaction_read_only")
    return any(connection.info.parameter_status(state) == "on" for state in states)


def _reading(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def damage(engine: Engine) -> list[str]:
    """What SQLite's own check finds wrong with the file, as sentences; PostgreSQL checks its pages itself."""
    if engine.dialect.name != "sqlite":
        return []
    try:
        with engine.connect() as connection:
            result = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    except DatabaseError:
        result, orphans = ["damaged"], []
    if result != ["ok"]:
        return ["The database file is damaged. Stop the service and put it back from a backup."]
    return [f"The database holds {len(orphans)} rows whose parent is missing."] if orphans else []
