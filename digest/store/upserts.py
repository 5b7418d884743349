"""INSERT ... ON CONFLICT, as both databases spell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
    from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

    Insert = SqliteInsert | PostgresInsert

Value = TypeVar("Value")
_AT_ONCE = 5_000  # values in one IN (...): SQLite takes 32,766 parameters, PostgreSQL 65,535


def insert_into(dialect: str, table: Table) -> Insert:
    """The INSERT of this dialect, which knows ON CONFLICT."""
    # Only the dialect in use is imported: the other one costs 30 ms at every start.
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], replace: tuple[str, ...] = ()
) -> None:
    """Insert rows; where one with that primary key stands, replace the columns `replace`, or leave it as it is."""
    if rows:
        connection.execute(_statement(connection.dialect.name, table, replace), rows)


@cache
def _statement(dialect: str, table: Table, replace: tuple[str, ...]) -> Insert:
    statement = insert_into(dialect, table)
    key = [column.name for column in table.primary_key]
    if not replace:
        return statement.on_conflict_do_nothing(index_elements=key)
    changes = {name: statement.excluded[name] for name in replace}
    return statement.on_conflict_do_update(index_elements=key, set_=changes)


def portions(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Cut `values` so that each part fits into one IN (...)."""
    every = list(values)
    return (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE))
