"""The schema's version: a fresh database is made as the code has it, an older one is migrated, a newer one refused.

The version stands in the table `digest_version`, where Alembic keeps it too; Alembic is imported only to migrate.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

from digest.errors import EnvironmentFault
from digest.store.database import Database
from digest.store.schema import VERSION, metadata, version


def prepare(database: Database) -> None:
    """Bring the database to this program's schema, or leave it as it was.

    Raises EnvironmentFault when it is newer than the program, is another program's, or cannot be used.
    """
    with database.reading() as connection:
        found = _found(connection)
    if found == VERSION:
        return
    if found is None:
        _create(database)
    elif found < VERSION:
        migrate(database)
    else:
        raise EnvironmentFault(
            f"{database.name}: it was written by a newer digest (schema {found}, this program knows {VERSION});"
            " upgrade the program, or choose another database"
        )


def migrate(database: Database) -> None:
    """Apply the missing migrations in one transaction: done whole, or not at all."""
    from alembic.command import upgrade
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    with database.altering() as connection:
        config.attributes["connection"] = connection
        upgrade(config, "head")


def _found(connection: Connection) -> str | None:
    """The version in the database: None without our tables, "" before the first migration."""
    if not inspect(connection).has_table(version.name):
        return None
    return connection.execute(select(version.c.version_num)).scalar() or ""


def _create(database: Database) -> None:
    with database.writing() as connection:
        if _found(connection) is not None:  # another process was first
            return
        _refuse_foreign(connection, database.name)
        metadata.create_all(connection, checkfirst=False)
        connection.execute(insert(version).values(version_num=VERSION))


def _refuse_foreign(connection: Connection, name: str) -> None:
    taken = sorted(set(inspect(connection).get_table_names()) & set(metadata.tables))
    if taken:
        raise EnvironmentFault(
            f"{name}: it holds tables of another program ({', '.join(taken)});"
            " give digest a database, or a PostgreSQL schema, of its own"
        )
    if connection.dialect.name == "postgresql":
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise EnvironmentFault(f"{name}: its encoding is {encoding}; create one with createdb --encoding=UTF8")
