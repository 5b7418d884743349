"""One database and its two ways in: reading (a steady view) and writing (one writer at a time, all or nothing).

Both databases behave alike. A reader sees the state at its beginning and waits for nobody. A writer takes the one
write lock before its first look, so that what it read is still true when it writes, and no two ever deadlock:
BEGIN IMMEDIATE in SQLite, an advisory lock of the schema in PostgreSQL. Whoever waits longer than ten seconds gives up.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from digest.errors import ConfigError, DigestError, EnvironmentFault
from digest.store.faults import in_plain_words

PATIENCE = 10  # seconds that a writer waits for the others; keeping 20 items holds the lock for some 10 ms
_WAL_LIMIT = 64 * 1024 * 1024  # bytes; the log is cut back to this after a long reader let it grow
_HOW = "write a path, or postgresql+psycopg://user@host/name"


class Database:
    """An engine, and the name by which messages call the database."""

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        """Prepare the engine; connects to nothing yet. Raises ConfigError, or EnvironmentFault without a driver."""
        place = locate(url)
        self.name = _name(place)
        if place.get_backend_name() == "sqlite":
            self.engine = _sqlite(place, patience)
            self._reader = self.engine
        else:
            self.engine = _postgres(place, patience)
            self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._writer = self.engine.execution_options(writes=True)
        self._sender = self._writer if self._reader is self.engine else self.engine.execution_options(durable=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose queries all see the same state."""
        with in_plain_words(self.name), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that holds the write lock: committed at the end, rolled back by any exception."""
        with in_plain_words(self.name), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def sending(self) -> Iterator[Connection]:
        """As `writing`, for the ledger: what is committed outlives a power cut; PostgreSQL locks rows alone.

        SQLite syncs its log with every commit (FULL): some 4 ms on a common disk, where NORMAL takes 0.05 ms.
        """
        with in_plain_words(self.name), self._sender.connect() as connection:
            _sqlite_only(connection, "PRAGMA synchronous = FULL")  # has no effect inside a transaction
            try:
                with connection.begin():
                    yield connection
            finally:
                _sqlite_only(connection, "PRAGMA synchronous = NORMAL")

    @contextmanager
    def altering(self) -> Iterator[Connection]:
        """As `writing`, for changes to the tables themselves.

        SQLite alters a table by copying it and dropping the old one, which its foreign keys would forbid: they are
        off meanwhile, and all checked before the end.
        """
        with in_plain_words(self.name), self._writer.connect() as connection:
            _sqlite_only(connection, "PRAGMA foreign_keys = OFF")  # has no effect inside a transaction
            try:
                with connection.begin():
                    yield connection
                    if _sqlite_only(connection, "PRAGMA foreign_key_check"):
                        raise DigestError(
                            f"{self.name}: a migration left rows that refer to nothing; nothing was changed"
                        )
            finally:
                _sqlite_only(connection, "PRAGMA foreign_keys = ON")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def locate(url: str) -> URL:
    """Read a path, a sqlite:// URL or a postgresql:// URL; raises ConfigError for any other, never quoting it."""
    if not url.strip():
        raise ConfigError(f"database: it is empty; {_HOW}")
    if "://" not in url:
        return URL.create("sqlite", database=url)
    # The address itself may hold a password, also in a place where the parser does not look for one.
    try:
        place = make_url(re.sub("^postgres://", "postgresql://", url))
        kind = place.get_backend_name()
    except (ArgumentError, ValueError):
        raise ConfigError(f"database: the address cannot be read; {_HOW}") from None
    if kind == "postgresql":
        return place.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        return place.set(drivername="sqlite")
    raise ConfigError(f"database: {kind} is not supported; {_HOW}")


def _name(place: URL) -> str:
    """The database for people: of a server neither user nor password nor options."""
    if place.get_backend_name() == "sqlite":
        return place.database or "the database in memory"
    port = f":{place.port}" if place.port else ""
    return f"PostgreSQL database {place.database or ''} on {place.host or 'this machine'}{port}"


def _sqlite(place: URL, patience: float) -> Engine:
    if place.database in {None, "", ":memory:"}:
        # One connection for the whole store: each further one would open an empty database of its own.
        memory: dict[str, Any] = {"check_same_thread": False}
        engine = create_engine(place, poolclass=StaticPool, connect_args=memory, hide_parameters=True)
    else:
        engine = create_engine(place, connect_args={"timeout": patience}, hide_parameters=True)

    def configure(connection: Any, record: object) -> None:
        # The driver shall begin nothing by itself: left alone it begins late, deferred, and not at all before DDL.
        connection.isolation_level = None
        _use_wal(connection, patience)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")

    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _use_wal(connection: Any, patience: float) -> None:
    """Switch to the write-ahead log, once in a database's life.

    Only this switch may give up at once when another process makes it too, whatever the time-out: 1 of 480 did, of
    processes that opened a fresh database at the same moment.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] in {"wal", "memory"}:
        return
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except connection.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _sqlite_only(connection: Connection, pragma: str) -> list[Any]:
    """The pragma's rows, past SQLAlchemy, which would begin a transaction for it."""
    driver: Any = connection.connection.driver_connection
    return driver.execute(pragma).fetchall() if connection.dialect.name == "sqlite" else []


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(place: URL, patience: float) -> Engine:
    options: dict[str, Any] = {"client_encoding": "utf8"}
    if "connect_timeout" not in place.query:
        options["connect_timeout"] = PATIENCE

    def configure(connection: Any, record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET TIME ZONE 'UTC'")
            cursor.execute(f"SET lock_timeout = {int(patience * 1000)}")
        connection.commit()

    try:
        # A connection that died while it was idle (the server restarted) is replaced before it is used.
        engine = create_engine(place, connect_args=options, pool_pre_ping=True, hide_parameters=True)
    except ModuleNotFoundError:
        raise EnvironmentFault("PostgreSQL needs the package psycopg: pip install 'digest[postgres]'") from None
    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", _begin_postgres)
    return engine


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        key = "hashtextextended('digest.store ' || coalesce(current_schema(), ''), 0)"
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({key})")
    if connection.get_execution_options().get("durable"):
        connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
