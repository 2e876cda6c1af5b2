"""The index of words of a text column, which the two databases make in two ways; both find the same rows.

The words of a row stand between single spaces. SQLite splits them with FTS5, PostgreSQL keeps them in a `tsvector`
under a GIN index; neither changes a word, so that folding is the program's own business. Triggers, made with the table
in its migration, keep the index what the table is, whoever writes to it.
"""

import sqlite3
from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    cast,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

#: the index of `answer_text.words`; on SQLite a virtual table, whose inner tables begin with the same name
INDEX = "answer_text_index"
_TABLE = Table(
    INDEX,
    MetaData(),
    Column("rowid", Integer, primary_key=True),
    Column("words", Text),
    Column(INDEX, Text),  # by this name FTS5 is asked for a whole row
)


_ROWS = Table(
    "answer_text", MetaData(), Column("id", Integer, primary_key=True), Column("words", Text)
).alias("indexed")


class Phrase(Protocol):
    """Words that a row must hold one after the other; with `begins`, the last one may go on."""

    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def begins(self) -> bool: ...


def is_part_of_index(table: str | None) -> bool:
    """Whether a table of the database belongs to the index and is in no model."""
    return (table or "").startswith(INDEX)


def without_words() -> str | None:
    """Why this Python cannot keep the index on SQLite, as a sentence; None where it can."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except sqlite3.OperationalError:
        return (
            f"The SQLite {sqlite3.sqlite_version} of this Python was built without FTS5, which the search in answers "
            "needs. Use a Python whose SQLite has it (those of Debian, python.org and Docker have), or PostgreSQL."
        )
    finally:
        connection.close()
    return None


def rows_with(session: Session, phrases: Iterable[Phrase], any_of: Iterable[str] = ()) -> Select:
    """Selects the ids of the rows that hold all these phrases and, where given, one of the words `any_of`.

    Words hold neither spaces nor quotation marks, as folded ones do.
    """
    phrases, others = list(phrases), list(any_of)
    if _is_sqlite(session.connection()):
        asked = [_fts5(phrase) for phrase in phrases]
        asked += [f"({' OR '.join(_quoted(word) for word in others)})"] if others else []
        return select(_TABLE.c.rowid).where(
            _TABLE.c[INDEX].op("MATCH", is_comparison=True)(" AND ".join(asked))
        )
    asked = [_tsquery(phrase) for phrase in phrases]
    asked += [f"({' | '.join(map(_lexeme, others))})"] if others else []
    query = cast(" & ".join(asked), TSQUERY)
    found = select(_TABLE.c.rowid).where(_TABLE.c.words.op("@@", is_comparison=True)(query))
    # the index knows which words a row has, not where: a tsvector keeps 256 places of a word at most
    if together := [phrase for phrase in phrases if len(phrase.words) > 1]:
        found = found.join(_ROWS, _ROWS.c.id == _TABLE.c.rowid)
    for phrase in together:
        end = "" if phrase.begins else " "
        found = found.where(_ROWS.c.words.contains(f" {' '.join(phrase.words)}{end}"))
    return found


def _fts5(phrase: Phrase) -> str:
    return _quoted(" ".join(phrase.words)) + ("*" if phrase.begins else "")


def _quoted(words: str) -> str:
    return f'"{words}"'


def _tsquery(phrase: Phrase) -> str:
    return " & ".join(map(_lexeme, phrase.words)) + (":*" if phrase.begins else "")


def _lexeme(word: str) -> str:
    return f"'{word}'"


def rebuild(session: Session) -> None:
    """Makes the index anew from the rows of its table."""
    if _is_sqlite(session.connection()):
        session.execute(insert(_TABLE).values({INDEX: "rebuild"}))
    else:
        session.execute(delete(_TABLE))
        session.connection().exec_driver_sql("UPDATE answer_text SET words = words")


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
