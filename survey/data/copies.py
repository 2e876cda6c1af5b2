"""Reading pages from a copy of the database: a standby that PostgreSQL keeps by streaming replication.

A copy is as it was a moment ago. Who is signed in, and what a write is built on, must come from the database itself.
"""

from typing import Any, TypeVar

from sqlalchemy import Engine, Executable, event
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import SelectBase

ON_PRIMARY = "on_primary"
Statement = TypeVar("Statement", bound=Executable)


class ReadFromCopy(Session):
    """Selects from the copy, as one snapshot. All else goes to the primary, and so does what is marked `on_primary`.

    Nothing is written on the ground of what was read here; what a page writes is that somebody read it.
    """

    def __init__(self, primary: Engine, copy: Engine):
        super().__init__(primary, expire_on_commit=False)
        self._copy = copy

    def get_bind(self, mapper: Any = None, *, clause: Any = None, **more: Any) -> Any:
        if isinstance(clause, SelectBase):
            marked = isinstance(clause, Executable) and clause.get_execution_options().get(ON_PRIMARY)
            return self.bind if marked else self._copy
        return super().get_bind(mapper, clause=clause, **more)


@event.listens_for(ReadFromCopy, "do_orm_execute")
def _name_statement(state):
    # of some statements, such as a union, SQLAlchemy by itself does not tell get_bind
    state.bind_arguments["clause"] = state.statement


def on_primary(statement: Statement) -> Statement:
    """Marks a select that must see the newest state: a sign-in, a token, a row that is locked."""
    return statement.execution_options(**{ON_PRIMARY: True})


def is_standby(engine: Engine) -> bool:
    """Whether the server is one that follows another."""
    with engine.connect() as connection:
        return bool(connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar())
