"""Statements without the ORM's bookkeeping, for the ways that every page and every save takes.

Such a statement is put together once, with bound parameters, when its module is imported: building one costs several
times what running it does. It runs in the session's own transaction.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session

Values = Mapping[str, object]


def read(session: Session, statement: Executable, values: Values | None = None) -> CursorResult:
    """Runs a select and returns plain rows."""
    connection = session.connection(bind_arguments={"clause": statement})
    return connection.execute(statement, values)


def write(session: Session, statement: Executable, values: Values | Sequence[Values] | None = None) -> int:
    """Runs an insert or an update for one or many sets of values; returns how many rows it reached."""
    session.info["uncommitted"] = True
    return session.connection().execute(statement, values).rowcount
