"""The rows of all tables in one normal form, the same on both databases: what backups hold and moves compare.

A row is a JSON array in UTF-8, in the order of its columns. Times are ISO 8601 in UTC, bytes are Base64, decimals are
texts without needless zeros. The tables are read off the database itself: a backup before an upgrade has those of the
older program.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy import Connection, MetaData, Table, select
from sqlalchemy.types import TypeEngine

from survey.data.base import Base
from survey.data.migrations import current_of, head
from survey.data.tables import load_all
from survey.data.word_index import is_part_of_index

#: a batch holds at most so many rows, and about so many bytes; files are read a few at a time
MOST_ROWS, MOST_BYTES, MOST_FILES, FIRST_ROWS = 4_000, 2**21, 4, 20
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode
_decode = json.JSONDecoder().decode


@dataclass(frozen=True)
class TableSum:
    """What a table holds: its columns, the number of its rows, and the SHA-256 of these in the order of their key."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


class Summing:
    """Counts and checks lines as they pass."""

    def __init__(self, name: str, columns: Sequence[str]):
        self.name, self.columns, self.rows, self._sum = name, tuple(columns), 0, sha256()

    def add(self, lines: Sequence[bytes]) -> bytes:
        """Takes a batch in; returns it in one piece."""
        piece = b"".join(lines)
        self.rows += len(lines)
        self._sum.update(piece)
        return piece

    @property
    def total(self) -> TableSum:
        return TableSum(self.name, self.columns, self.rows, self._sum.hexdigest())


def tables_of(connection: Connection) -> list[Table]:
    """Our tables as the database has them, parents first.

    In a database of this program's revision they are those of its models; an older one may have others.
    """
    load_all()
    known = set(Base.metadata.tables) if current_of(connection) == head() else None

    def is_ours(name: str, _metadata: MetaData) -> bool:
        if known is not None:
            return name in known
        return name != "alembic_version" and not is_part_of_index(name)

    metadata = MetaData()
    metadata.reflect(connection, only=is_ours)
    return metadata.sorted_tables


def columns_of(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


def lines_of(connection: Connection, table: Table) -> Iterator[list[bytes]]:
    """All rows of a table in the order of its key, a line each, in batches of bounded size."""
    forms = [(place, form) for place, column in enumerate(table.columns) if (form := _form(column.type))]
    most = (
        MOST_FILES if any(isinstance(column.type, sa.LargeBinary) for column in table.columns) else MOST_ROWS
    )
    ordered = select(table).order_by(*(_sortable(connection, column) for column in table.primary_key))
    with connection.execute(ordered, execution_options={"stream_results": True}) as result:
        size = min(FIRST_ROWS, most)
        while rows := result.fetchmany(size):
            lines = [_line(row, forms) for row in rows]
            yield lines
            size = max(1, min(most, 4 * size, MOST_BYTES * len(lines) // sum(map(len, lines))))


def _line(row: Sequence, forms: list[tuple[int, Callable]]) -> bytes:
    values = list(row)
    for place, form in forms:
        if values[place] is not None:
            values[place] = form(values[place])
    return _encode(values).encode() + b"\n"


def totals(connection: Connection, tables: Iterable[Table]) -> list[TableSum]:
    """The sums of these tables, by reading them."""
    return [_total(connection, table) for table in tables]


def _total(connection: Connection, table: Table) -> TableSum:
    summing = Summing(table.name, columns_of(table))
    for lines in lines_of(connection, table):
        summing.add(lines)
    return summing.total


def _sortable(connection: Connection, column: sa.Column) -> sa.ColumnElement:
    """Texts sort by their code points on every server, whatever its language is; SQLite knows nothing else."""
    if connection.dialect.name == "postgresql" and isinstance(column.type, sa.String):
        return column.collate("C")
    return column


def _form(kind: TypeEngine) -> Callable | None:
    """How a value of this type is written, or None where JSON says it as it is."""
    return _rule(kind)[0]


def reader_of(table: Table, columns: Sequence[str], dialect: sa.Dialect) -> Callable[[bytes], tuple]:
    """Turns a line into the values that this database's driver takes, in the order of `columns`.

    It raises ValueError for what is no such line.
    """
    steps = [_value_reader(table.columns[name].type, dialect) for name in columns]
    places = [(place, step) for place, step in enumerate(steps) if step]
    width = len(steps)

    def read(line: bytes) -> tuple:
        values = _decode(str(line, "utf-8"))
        if not isinstance(values, list) or len(values) != width:
            raise ValueError("A row has not the columns of its table.")
        for place, step in places:
            if values[place] is not None:
                values[place] = step(values[place])
        return tuple(values)

    return read


def _value_reader(kind: TypeEngine, dialect: sa.Dialect) -> Callable | None:
    from_text = _rule(kind)[1]
    if dialect.name == "postgresql":
        # a copy into the server takes times and decimals as texts
        return (
            _encode if isinstance(kind, sa.JSON) else from_text if isinstance(kind, sa.LargeBinary) else None
        )
    bind = kind.dialect_impl(dialect).bind_processor(dialect)
    if from_text and bind:
        return lambda value: bind(from_text(value))
    return from_text or bind


def _rule(kind: TypeEngine) -> tuple[Callable | None, Callable | None]:
    """How values of a type are written and read back; a type without a rule cannot be backed up."""
    for types, write, read in RULES:
        if isinstance(kind, types):
            return write, read
    raise TypeError(f"Values of the type {kind!r} have no normal form; give it one in survey/data/rows.py.")


def _moment(value: datetime) -> str:
    naive = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    return naive.isoformat() + "Z"


def _naive(text: str) -> datetime:
    return datetime.fromisoformat(text.removesuffix("Z"))


def _decimal(value: Decimal) -> str:
    return format(Decimal(value).normalize(), "f")


RULES: Iterable[tuple[tuple, Callable | None, Callable | None]] = (
    ((sa.DateTime,), _moment, _naive),
    ((sa.Date,), date.isoformat, date.fromisoformat),
    ((sa.Boolean,), bool, bool),
    ((sa.LargeBinary,), lambda value: b64encode(value).decode(), lambda text: b64decode(text, validate=True)),
    ((sa.Integer, sa.String, sa.JSON), None, None),
    ((sa.Float,), float, float),
    ((sa.Numeric,), _decimal, Decimal),
)
