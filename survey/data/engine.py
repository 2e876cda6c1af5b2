"""Engines and sessions for both databases; the only module that knows their dialects apart."""

import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DisconnectionError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from survey.data.turns import Turns

BUSY_SECONDS = 10


class Database:
    """One database with its two ways in: sessions that read a snapshot, and sessions that write.

    On SQLite a writing session takes the write lock at once (BEGIN IMMEDIATE), so that what it read is still
    true when it writes; those of one process line up for it. On PostgreSQL a reading session sees one snapshot
    from its first statement to its last.
    """

    def __init__(self, url: str, *, create: bool = False):
        self.url = parse_url(url)
        self.engine = _sqlite(self.url, create) if is_sqlite(self.url) else _postgres(self.url)
        self._read = sessionmaker(_reading(self.engine), expire_on_commit=False)
        self._write = sessionmaker(self.engine.execution_options(writing=True), expire_on_commit=False)

    def reading(self) -> Session:
        return self._read()

    def writing(self) -> Session:
        session = self._write()
        session.info["writing"] = True
        return session

    def close(self) -> None:
        self.engine.dispose()


def parse_url(url: str) -> URL:
    """The URL as SQLAlchemy reads it, with psycopg as PostgreSQL's driver; ValueError with a sentence otherwise."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(
            "The database address (SURVEY_DATABASE_URL) cannot be read; "
            "write sqlite:////path/to/survey.db or postgresql://user:password@host/name."
        ) from None
    if parsed.get_backend_name() in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError(
            f"The database '{parsed.get_backend_name()}' is not supported; use SQLite or PostgreSQL."
        )
    if is_sqlite(parsed) and parsed.database in (None, "", ":memory:"):
        raise ValueError(
            "The database address (SURVEY_DATABASE_URL) names no file; write sqlite:////path/to/survey.db."
        )
    return parsed


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


def _postgres(url: URL) -> Engine:
    engine = create_engine(url, pool_size=10, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def _connect(connection, _record):
        # as on SQLite: somebody who holds a lock for long must not let everybody wait for ever
        connection.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        connection.commit()

    return engine


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
