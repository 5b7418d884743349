"""Which installation a database belongs to: a copy of it must not send what the original sends."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from digest.store.schema import instance


def read_instance(connection: Connection) -> tuple[str, int]:
    """The id and the number of runs begun; ("", 0) before the first."""
    row = connection.execute(select(instance.c.id, instance.c.runs)).first()
    return (row.id, row.runs) if row else ("", 0)


def write_instance(connection: Connection, name: str, runs: int) -> None:
    """Let the database belong to an installation."""
    connection.execute(delete(instance))
    connection.execute(insert(instance).values(id=name, runs=runs))


def begin_run(connection: Connection) -> int:
    """Count one more run; its number."""
    connection.execute(update(instance).values(runs=instance.c.runs + 1))
    return read_instance(connection)[1]
