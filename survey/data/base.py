"""The base of all tables: naming of constraints, times in UTC, ids that may appear in addresses."""

import secrets
from datetime import UTC, datetime
from typing import ClassVar, cast

from sqlalchemy import DateTime, MetaData, Table
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """A point in time, always aware and in UTC; SQLite, which has no time zones, stores it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a time zone cannot be stored.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: UtcTime}


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements without the ORM."""
    return cast(Table, model.__table__)


def new_public_id() -> str:
    """16 random hexadecimal digits: the only ids that addresses and pages show."""
    return secrets.token_hex(8)


def one_of(column: str, values) -> str:
    """The SQL text of a CHECK constraint that allows only `values` in `column`."""
    quoted = ", ".join("'" + str(value) + "'" for value in values)
    return f"{column} IN ({quoted})"
