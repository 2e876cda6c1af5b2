"""The file of a backup: a zip archive of the tables' rows, with a manifest last, sealed as a whole.

Each table is a file of lines in the normal form of `survey/data/rows.py`. `manifest.json` says for each how many rows
it has, and their SHA-256. The archive ends with the SHA-256 of all its bytes, this end itself counted as noughts: a
file that was cut or changed anywhere does not fit it.
"""

import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from errno import ENOTDIR
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import IO, Protocol
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

FORMAT, EDITION = "gender-mainstreaming-survey backup", 1
MANIFEST = "manifest.json"
SEAL = 64  # hexadecimal digits of a SHA-256
PIECE = 2**20
LEVEL = 3  # higher ones take twice the time for a twentieth of the size


class BadBackup(Exception):
    """Why a file is not taken, as a sentence."""


class Total(Protocol):
    """What is known of a table's rows."""

    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> int: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True)
class Listed:
    """A table as the manifest lists it."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself; `key` is the fingerprint of the installation's secret key."""

    revision: str
    made_at: str
    program: str
    database: str
    key: str
    tables: tuple[Listed, ...]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


class _Sealing:
    """A file that is written from its beginning to its end, and the sum of its bytes."""

    def __init__(self, stream: IO[bytes]):
        self._stream, self._sum, self._given_up = stream, sha256(), False

    def write(self, piece) -> int:
        if self._given_up:
            return len(piece)
        self._sum.update(piece)
        return self._stream.write(piece)

    def give_up(self) -> None:
        """Writes nothing more: an archive wants to end properly in any case."""
        self._given_up = True

    def flush(self) -> None:
        self._stream.flush()

    def seal(self) -> None:
        self._stream.seek(-SEAL, os.SEEK_END)
        self._stream.write(self._sum.hexdigest().encode())


class Writing:
    """A backup under way: its tables one after the other, then its manifest; a context manager."""

    def __init__(self, stream: IO[bytes]):
        self._sealing = _Sealing(stream)
        self._archive = ZipFile(self._sealing, "w", ZIP_DEFLATED, compresslevel=LEVEL)  # type: ignore[call-overload]

    def __enter__(self) -> "Writing":
        return self

    def __exit__(self, fault: type | None, *_more) -> None:
        if fault:
            self._sealing.give_up()
            self._archive.close()

    def add(self, table: str, pieces: Iterable[bytes]) -> None:
        with self._archive.open(_member(table), "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)

    def finish(self, manifest: Manifest) -> None:
        said = {"format": FORMAT, "edition": EDITION} | asdict(manifest)
        self._archive.writestr(MANIFEST, json.dumps(said, indent=1, ensure_ascii=False))
        self._archive.comment = b"0" * SEAL
        self._archive.close()
        self._sealing.seal()


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file for its owner only, which appears under its name when it is complete. Raises OSError."""
    if path.parent.exists() and not path.parent.is_dir():
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR))
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(descriptor)
        _name_it(name, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _name_it(name: str, path: Path) -> None:
    try:
        os.link(name, path)  # never over another file
    except FileExistsError:
        raise
    except OSError:
        os.rename(name, path)  # a file system without links
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def opened(path: Path) -> Iterator["Reading"]:
    """A backup whose seal fits. Raises BadBackup."""
    try:
        with path.open("rb") as stream:
            _check_seal(path, stream)
            with ZipFile(stream) as archive:
                yield Reading(path, archive)
    except OSError as fault:
        raise BadBackup(f"{path} cannot be read: {fault.strerror}.") from fault
    except (BadZipFile, EOFError, zlib.error) as fault:
        raise BadBackup(f"{path} is damaged.") from fault


def _check_seal(path: Path, stream: IO[bytes]) -> None:
    size = os.fstat(stream.fileno()).st_size
    if size < SEAL or stream.read(2) != b"PK":
        raise BadBackup(f"{path} is not a backup of this program.")
    stream.seek(0)
    found, left = sha256(), size - SEAL
    while left and (piece := stream.read(min(PIECE, left))):
        found.update(piece)
        left -= len(piece)
    found.update(b"0" * SEAL)
    seal = stream.read()
    if seal == found.hexdigest().encode():
        stream.seek(0)
        return
    if len(seal) != SEAL or set(seal) - set(b"0123456789abcdef"):
        raise BadBackup(f"{path} is not whole: its end is missing.")
    raise BadBackup(f"{path} is damaged: its checksum does not fit.")


class Reading:
    """A sealed backup that is read; every table is checked against the manifest while it passes."""

    def __init__(self, path: Path, archive: ZipFile):
        self.path, self._archive = path, archive
        self.manifest = self._manifest()

    def _manifest(self) -> Manifest:
        strange = BadBackup(f"{self.path} is not a backup of this program.")
        try:
            said = json.loads(self._archive.read(MANIFEST))
            if said.pop("format") != FORMAT:
                raise strange
            if said.pop("edition") > EDITION:
                raise BadBackup(
                    f"{self.path} was made by a newer program ({said['program']}). Install that one first."
                )
            tables = [
                Listed(**(table | {"columns": tuple(table["columns"])})) for table in said.pop("tables")
            ]
            return Manifest(tables=tuple(tables), **said)
        except (KeyError, ValueError, AttributeError, TypeError) as fault:
            raise strange from fault

    def batches(self, table: Listed) -> Iterator[list[bytes]]:
        """The table's lines. Raises BadBackup at the end when they are not what the manifest says."""
        found, rows = sha256(), 0
        with self._archive.open(_member(table.name)) as member:
            reader = BufferedReader(member, PIECE)  # type: ignore[type-var]
            while lines := reader.readlines(PIECE):
                for line in lines:
                    found.update(line)
                rows += len(lines)
                yield lines
        if (rows, found.hexdigest()) != (table.rows, table.sha256):
            raise BadBackup(f"{self.path} is damaged: the table {table.name} is not what its manifest says.")

    def check(self) -> None:
        """Reads everything. Raises BadBackup."""
        listed = [_member(table.name) for table in self.manifest.tables]
        if self._archive.namelist() != [*listed, MANIFEST]:
            raise BadBackup(f"{self.path} is damaged: it does not hold the tables that its manifest lists.")
        for table in self.manifest.tables:
            for _lines in self.batches(table):
                pass


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"
