"""Backs an installation up, restores it, and moves it from one database into another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import Connection, Table, delete, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from survey.accounts.models import OneTimeLink, SignIn
from survey.answering.models.presence import Presence
from survey.answering.services.derived import derive_missing
from survey.audit.services import record
from survey.data import clock
from survey.data.base import Base
from survey.data.direct import write
from survey.data.engine import Database, is_sqlite
from survey.data.filling import Filling, TargetRefused, filled
from survey.data.migrations import change_schema, current_of, head, revisions
from survey.data.rows import Summing, TableSum, columns_of, lines_of, tables_of, totals
from survey.installation.moving.backup_file import (
    BadBackup,
    Listed,
    Manifest,
    Reading,
    Writing,
    new_file,
    opened,
)


def fingerprint(key: str) -> str:
    """Tells one secret key from another without saying it; empty where there is none."""
    return sha256(b"survey: which key is it?" + key.encode()).hexdigest()[:16] if key else ""


def back_up(database: Database, path: Path, *, key: str) -> Manifest:
    """Writes all tables, as they are at one moment, into a new file. Raises OSError where it cannot be written.

    `key` is the installation's secret key, of which the file says the fingerprint only.
    """
    made_at = clock.now()
    with database.reading() as session, new_file(path) as stream, Writing(stream) as writing:
        connection = session.connection()
        sums = []
        for table in tables_of(connection):
            summing = Summing(table.name, columns_of(table))
            writing.add(table.name, map(summing.add, lines_of(connection, table)))
            sums.append(summing.total)
        manifest = Manifest(
            revision=current_of(connection) or "",
            made_at=made_at.astimezone(UTC).isoformat(timespec="seconds"),
            program=_program(),
            database="SQLite" if is_sqlite(database.url) else "PostgreSQL",
            key=fingerprint(key),
            tables=tuple(Listed(one.name, one.columns, one.rows, one.sha256) for one in sums),
        )
        writing.finish(manifest)
    return manifest


def _program() -> str:
    try:
        return version("gender-mainstreaming-survey")
    except PackageNotFoundError:
        return "unknown"


def verify(path: Path) -> Manifest:
    """Reads a backup from end to end. Raises BadBackup."""
    with opened(path) as reading:
        reading.check()
        return reading.manifest


@dataclass(frozen=True)
class Restored:
    """What was restored, and how many sign-ins, links and other tokens that ended."""

    manifest: Manifest
    sign_ins: int
    links: int
    tokens: int


def restore(path: Path, url: str, *, replace: bool = False) -> Restored:
    """Fills the database at `url` with a backup and brings it to this program's schema.

    Raises BadBackup or TargetRefused; the target is then what it was before.
    """
    with opened(path) as reading:
        manifest = reading.manifest
        if manifest.revision not in revisions():
            raise BadBackup(
                f"{path} has a newer schema ({manifest.revision}) than this program ({head()}). "
                "Install the newer program first."
            )
        reading.check()
        with filled(url, manifest.revision, replace=replace) as filling:
            _take_all(filling, reading)
            filling.settle()
            if manifest.revision != head():
                change_schema(filling.connection, "head")
            return _begin_anew(filling.connection, manifest)


def _take_all(filling: Filling, reading: Reading) -> None:
    listed = {table.name: table for table in reading.manifest.tables}
    if set(listed) != set(filling.tables):
        raise BadBackup(f"{reading.path} does not hold the tables of its schema.")
    for name in filling.tables:
        filling.take(name, listed[name].columns, reading.batches(listed[name]))
    for there in filling.totals():
        if there.sha256 != listed[there.name].sha256:
            raise TargetRefused(
                f"The table {there.name} reads differently after it was written. Nothing was changed."
            )


def _begin_anew(connection: Connection, manifest: Manifest) -> Restored:
    """What was open when the backup was made is so no more: whoever was locked out since must stay so."""
    now = clock.now()
    with Session(connection) as session:
        if manifest.revision != head():
            derive_missing(session)
        ended = {table.name: _end(session, table, now) for table in _tables_of_tokens()}
        session.execute(delete(Presence))
        said = {"made_at": manifest.made_at, "schema": manifest.revision, "rows": manifest.rows}
        record(session, person="command", action="restore", subject="installation", **said)
        session.flush()
    sign_ins, links = ended.pop(SignIn.__tablename__), ended.pop(OneTimeLink.__tablename__)
    return Restored(manifest, sign_ins, links, tokens=sum(ended.values()))


def _tables_of_tokens() -> list[Table]:
    """Whatever lets somebody in by a token, found by its hash, so that a new way in is ended too."""
    return [table for table in Base.metadata.sorted_tables if "token_hash" in table.columns]


def _end(session: Session, table: Table, now: datetime) -> int:
    ends = table.columns.get("ended_at")
    column = table.columns["used_at"] if ends is None else ends
    return write(session, update(table).where(column.is_(None)).values({column: now}))


@dataclass(frozen=True)
class Moved:
    """A table as it was read from the source and from the target, after the copy."""

    source: TableSum
    target: TableSum


def move(source: Database, url: str) -> list[Moved]:
    """Copies everything into an empty database at `url`, and compares what both hold afterwards.

    Raises TargetRefused; the target is then what it was before. The source is only read.
    """
    with source.reading() as session:
        connection = session.connection()
        if current_of(connection) != head():
            raise TargetRefused(
                "Only a database of this program's schema can be moved. Run 'survey init' first."
            )
        with filled(url, str(head())) as filling:
            tables = tables_of(connection)
            sent = {table.name: _send(connection, table, filling) for table in tables}
            there = {total.name: total for total in filling.totals()}
            with source.reading() as afterwards:
                here = {total.name: total for total in totals(afterwards.connection(), tables)}
            _refuse_changed([name for name in sent if here[name] != sent[name]])
            if different := [name for name in sent if there[name] != sent[name]]:
                raise TargetRefused(
                    f"These tables read differently after the copy: {', '.join(different)}. Nothing was moved."
                )
            filling.settle()
            return [Moved(here[name], there[name]) for name in sent]


def _send(connection: Connection, table: Table, filling: Filling) -> TableSum:
    return filling.take(table.name, columns_of(table), _readable(lines_of(connection, table)))


def _readable(batches: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
    try:
        yield from batches
    except DatabaseError as fault:
        raise TargetRefused(
            "The database cannot be read to its end; 'survey doctor' says more. Nothing was moved."
        ) from fault


def _refuse_changed(names: list[str]) -> None:
    if names:
        raise TargetRefused(
            f"The source was written to during the move ({', '.join(names)}). Nothing was moved: "
            "stop the service, then move again."
        )
