"""The index of words of a text column, which the two databases make in two ways; both find the same rows.

The words of a row stand between single spaces. SQLite splits them with FTS5, PostgreSQL keeps them in a `tsvector`
under a GIN index; neither changes a word, so that folding is the program's own business. Triggers, made with the table
in its migration, keep the index what the table is, whoever writes to it.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Term:
    """A word that a row must hold; with `begins`, one that begins so."""

    word: str
    begins: bool = False


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


def rows_with(session: Session, words: Iterable[Term], any_of: Iterable[str] = ()) -> Select:
    """Selects the ids of the rows that hold all these words and, where given, one of `any_of`.

    Words hold neither spaces nor quotation marks, as folded ones do.
    """
    groups = [[term] for term in words]
    if also := [Term(word) for word in any_of]:
        groups.append(also)
    if _is_sqlite(session.connection()):
        asked = " AND ".join(f"({' OR '.join(map(_fts5, group))})" for group in groups)
        condition = _TABLE.c[INDEX].op("MATCH", is_comparison=True)(asked)
    else:
        asked = " & ".join(f"({' | '.join(map(_tsquery, group))})" for group in groups)
        condition = _TABLE.c.words.op("@@", is_comparison=True)(cast(asked, TSQUERY))
    return select(_TABLE.c.rowid).where(condition)


def _fts5(term: Term) -> str:
    return f'"{term.word}"' + ("*" if term.begins else "")


def _tsquery(term: Term) -> str:
    return f"'{term.word}'" + (":*" if term.begins else "")


def rebuild(session: Session) -> None:
    """Makes the index anew from the rows of its table."""
    if _is_sqlite(session.connection()):
        session.execute(insert(_TABLE).values({INDEX: "rebuild"}))
    else:
        session.execute(delete(_TABLE))
        session.connection().exec_driver_sql("UPDATE answer_text SET words = words")


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
