"""Opening: what an address means, the schema and its version, and trouble in plain words."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from digest.errors import ConfigError, DigestError, EnvironmentFault
from digest.models import Reading
from digest.store import Store, open_store
from digest.store.database import Database, locate
from digest.store.faults import explain, in_plain_words
from digest.store.schema import VERSION, VERSION_TABLE, metadata
from digest.store.versions import migrate, prepare
from tests.builders import NOW, fetched, item, snapshot

CANARY = "kanarie-8f3a"


def keep_one(store: Store) -> None:
    """Write something."""
    store.keep(fetched(), [Reading(item("T", "Text."), snapshot("T", "Text."))], ())


def run(database: Database, *statements: str) -> None:
    """Run statements in one transaction."""
    with database.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def shape(database: Database) -> dict[str, Any]:
    """All that can be told of the tables, and their rows."""
    with database.reading() as connection:
        look = inspect(connection)
        rowid = "SELECT count(*) FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'"
        found: dict[str, Any] = {
            name: {
                "columns": [{**column, "type": str(column["type"])} for column in look.get_columns(name)],
                "key": look.get_pk_constraint(name),
                "foreign keys": look.get_foreign_keys(name),
                "unique": look.get_unique_constraints(name),
                "checks": look.get_check_constraints(name),
                "indexes": [{**one, "dialect_options": _plain(one)} for one in look.get_indexes(name)],
                "rows": connection.exec_driver_sql(f"SELECT * FROM {name}").all(),
            }
            for name in look.get_table_names()
        }
        if connection.dialect.name == "sqlite":
            found["without row ids"] = connection.exec_driver_sql(rowid).scalar()
        return found


def _plain(index: Any) -> dict[str, str]:
    return {name: str(value) for name, value in index.get("dialect_options", {}).items()}


# -- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "means"),
    [
        ("digest.sqlite3", "sqlite:///digest.sqlite3"),
        ("/var/lib/100%?/d.sqlite3", "sqlite:////var/lib/100%?/d.sqlite3"),
        ("sqlite:///here.db", "sqlite:///here.db"),
        ("sqlite+pysqlite:////there.db", "sqlite:////there.db"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgres://u@h:5/d", "postgresql+psycopg://u@h:5/d"),
        ("postgresql+psycopg2://u@h/d?sslmode=require", "postgresql+psycopg://u@h/d?sslmode=require"),
    ],
)
def test_what_an_address_means(url: str, means: str) -> None:
    place = locate(url)
    shown = f"{place.drivername}:///{place.database}" if place.drivername == "sqlite" else place.render_as_string(False)
    assert shown == means


@pytest.mark.parametrize(
    "url",
    [
        "",
        "  ",
        f"mysql://u:{CANARY}@h/d",
        f"postgresql://u:x:{CANARY}@h:{CANARY}/d",
        f"://{CANARY}",
        f"nonsense://{CANARY}",
    ],
    ids=["empty", "blank", "mysql", "port", "no kind", "unknown kind"],
)
def test_an_address_that_means_nothing(url: str) -> None:
    with pytest.raises(ConfigError, match="write a path, or postgresql") as caught:
        open_store(url)
    assert CANARY not in str(caught.value)


# -- versions ------------------------------------------------------------------------------------------------------


def test_a_fresh_store_is_as_the_migrations_make_it(url: str) -> None:
    """And as `metadata` says, since a fresh store is made from that."""
    with closing(Database(url)) as database:
        prepare(database)
        fresh = shape(database)
        run(database, *(f"DROP TABLE {table.name}" for table in reversed(metadata.sorted_tables)))
        migrate(database)
        assert shape(database) == fresh
        assert fresh.keys() - {"without row ids"} == metadata.tables.keys()
        assert fresh[VERSION_TABLE]["rows"] == [(VERSION,)]


def test_an_older_store_is_migrated_when_it_is_opened(lasting_url: str) -> None:
    with closing(Database(lasting_url)) as database:
        run(database, f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL)")
    with open_store(lasting_url) as store:
        keep_one(store)
    with open_store(lasting_url) as store:
        assert len(store.candidates("weekly", NOW, {"Wire": None})) == 1


def test_a_migration_that_fails_leaves_all_as_it_was(lasting_url: str) -> None:
    with closing(Database(lasting_url)) as database:
        run(
            database,
            f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL)",
            "CREATE TABLE printed (x TEXT)",
        )
        before = shape(database)
        with pytest.raises(DigestError, match="printed"):
            open_store(lasting_url)
        assert shape(database) == before


def test_a_migration_may_not_leave_rows_that_refer_to_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "digest.sqlite3")
    with open_store(path) as store:
        keep_one(store)
        with pytest.raises(DigestError, match="refer to nothing"), store.database.altering() as connection:
            connection.exec_driver_sql("DELETE FROM snapshots")
        assert store.find_items("T")
        with pytest.raises(DigestError, match="FOREIGN KEY"):
            run(store.database, "DELETE FROM snapshots")


def test_a_newer_store_is_refused(lasting_url: str) -> None:
    with open_store(lasting_url) as store:
        run(store.database, f"UPDATE {VERSION_TABLE} SET version_num = '0099'")
    with pytest.raises(EnvironmentFault, match=rf"newer digest \(schema 0099, this program knows {VERSION}\)"):
        open_store(lasting_url)


def test_tables_of_another_program_are_left_alone(lasting_url: str) -> None:
    with closing(Database(lasting_url)) as database:
        run(database, "CREATE TABLE items (x TEXT)", "CREATE TABLE alembic_version (version_num TEXT)")
        with pytest.raises(EnvironmentFault, match=r"tables of another program \(items\)"):
            open_store(lasting_url)
        assert shape(database).keys() - {"without row ids"} == {"alembic_version", "items"}


def test_alembic_is_imported_only_to_migrate(tmp_path: Path) -> None:
    program = (
        "import sys; import digest.store as s; path = sys.argv[1]\n"
        "with s.open_store(path): pass\n"
        "with s.open_store(path): print('alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "d.sqlite3")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False"]


# -- SQLite as it should be ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 1), ("foreign_keys", 1), ("busy_timeout", 10_000)],
)
def test_pragmas(tmp_path: Path, pragma: str, value: object) -> None:
    with open_store(str(tmp_path / "digest.sqlite3")) as store, store.database.reading() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_writer_holds_the_lock_from_its_beginning(lasting_url: str) -> None:
    """Otherwise what it read before its first change might no longer be true."""
    with open_store(lasting_url) as store, closing(Database(lasting_url, patience=0.05)) as other:
        with store.database.writing(), pytest.raises(EnvironmentFault, match="locked"), other.writing():
            pass
        with store.database.writing(), other.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM items").scalar() == 0


def test_a_reader_sees_one_state(lasting_url: str) -> None:
    count = "SELECT count(*) FROM items"
    with open_store(lasting_url) as store, store.database.reading() as connection:
        before = connection.exec_driver_sql(count).scalar()
        with open_store(lasting_url) as other:
            keep_one(other)
        assert connection.exec_driver_sql(count).scalar() == before == 0


# -- trouble -------------------------------------------------------------------------------------------------------


@contextmanager
def expect_fault(words: str) -> Iterator[None]:
    """An EnvironmentFault with these words and without a secret."""
    with pytest.raises(EnvironmentFault, match=words) as caught:
        yield
    assert CANARY not in str(caught.value)


def test_a_locked_database(tmp_path: Path) -> None:
    path = str(tmp_path / "digest.sqlite3")
    with open_store(path):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as holder, closing(Database(path, 0.05)) as database:
        holder.execute("BEGIN IMMEDIATE")
        with expect_fault(f"^{path}: it is locked: another process"):
            keep_one(Store(database))


def test_a_database_that_is_locked_while_it_is_made(tmp_path: Path) -> None:
    path = str(tmp_path / "digest.sqlite3")
    with closing(sqlite3.connect(path, isolation_level=None)) as holder, closing(Database(path, 0.05)) as database:
        holder.execute("BEGIN EXCLUSIVE")
        with expect_fault("it is locked: another process"):
            prepare(database)
        holder.execute("ROLLBACK")
        prepare(database)
        keep_one(Store(database))


def test_a_full_disk(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "digest.sqlite3")) as store:
        with store.database.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            pages = driver.execute("PRAGMA page_count").fetchone()[0]
            driver.execute(f"PRAGMA max_page_count = {pages + 5}")
        long = "word " * 20_000
        with expect_fault("the disk is full; nothing of this step was kept"):
            store.keep(fetched(), [Reading(item("T", long), snapshot("T", long))], ())
        assert (store.validators(), store.find_items("T")) == ({}, [])
        keep_one(store)
        assert len(store.find_items("T")) == 1


def test_a_read_only_database(tmp_path: Path) -> None:
    path = tmp_path / "digest.sqlite3"
    with open_store(str(path)) as store:
        keep_one(store)
        with open_store(f"sqlite:///file:{path}?mode=ro&uri=true") as reader:
            assert len(reader.find_items("T")) == 1
            with expect_fault("it cannot be written; give this user write access"):
                keep_one(reader)


@pytest.mark.parametrize("where", ["missing/digest.sqlite3", "."], ids=["no folder", "a folder"])
def test_a_place_where_no_database_can_be(tmp_path: Path, where: str) -> None:
    with expect_fault("it cannot be opened; see that its folder exists"):
        open_store(str(tmp_path / where))


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('[digest]\ntitle = "A file that is not a database"\n' * 40, encoding="utf-8")
    before = path.read_bytes()
    with expect_fault("it is no SQLite database"):
        open_store(str(path))
    assert path.read_bytes() == before


def test_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "digest.sqlite3"
    with open_store(str(path)) as store:
        keep_one(store)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xee" * (len(data) - 4096)
    path.write_bytes(bytes(data))
    with expect_fault("it is damaged; restore it from a backup"):
        open_store(str(path))


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_a_server_that_is_not_there(scheme: str) -> None:
    with expect_fault(r"^PostgreSQL database news on 127\.0\.0\.1:1: the server cannot be reached \(.*refused"):
        open_store(f"{scheme}://editor:{CANARY}@127.0.0.1:1/news?password={CANARY}")


def test_a_server_that_refuses(postgres_url: str) -> None:
    place = locate(postgres_url)
    for refused in (place.set(database="no_such_database"), place.set(username="no_such_user", password=CANARY)):
        with expect_fault(r"the server refuses the connection \(.*does not exist"):
            open_store(refused.render_as_string(hide_password=False))


def test_a_database_that_cannot_hold_every_script(postgres_url: str) -> None:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres_url.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
        try:
            with expect_fault("its encoding is LATIN1; create one with createdb --encoding=UTF8"):
                open_store(locate(postgres_url).set(database=name, query={}).render_as_string(hide_password=False))
        finally:
            connection.execute(f"DROP DATABASE {name}")


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with expect_fault(r"pip install 'digest\[postgres\]'"):
        open_store(f"postgresql://editor:{CANARY}@127.0.0.1:1/news")


def test_a_schema_that_is_not_there(postgres_url: str) -> None:
    place = locate(postgres_url).update_query_dict({"options": "-csearch_path=no_such_schema"})
    with expect_fault("there is no schema to work in"):
        open_store(place.render_as_string(hide_password=False))


def test_a_server_that_lets_go(postgres_url: str) -> None:
    """An idle connection that broke is replaced; one that breaks at work is said to have broken, and leaves nothing."""
    end = "SELECT pg_terminate_backend(%s)"
    with open_store(postgres_url) as store, open_store(postgres_url) as other:
        with store.database.reading() as connection:
            idle = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        with other.database.writing() as connection:
            connection.exec_driver_sql(end, (idle,))
        keep_one(store)
        with expect_fault("the server"), store.database.writing() as connection:
            mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            connection.exec_driver_sql("DELETE FROM passages")
            with other.database.reading() as outside:
                outside.exec_driver_sql(end, (mine,))
            connection.exec_driver_sql("DELETE FROM items")
        assert len(store.candidates("weekly", NOW, {"Wire": None})) == 1


def test_a_session_elsewhere_in_the_world(postgres_url: str) -> None:
    place = locate(postgres_url)
    options = f"{place.query['options']} -ctimezone=Asia/Kathmandu"
    with open_store(place.update_query_dict({"options": options}).render_as_string(hide_password=False)) as store:
        keep_one(store)
        assert [one.first_seen for one in store.candidates("weekly", NOW, {"Wire": None})] == [NOW]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("25006", "takes no changes"),
        ("42501", "grant it rights"),
        ("53100", "the disk is full"),
        ("53200", "out of memory"),
        ("55P03", "it is locked"),
        ("57P01", "stopping or starting"),
        ("58030", "the disk reports an error"),
        ("08006", "the connection to the server broke"),
        ("XX001", "damaged"),
    ],
)
def test_what_a_server_may_answer(code: str, words: str) -> None:
    answer = DBAPIError("SELECT 1", {}, psycopg.errors.lookup(code)(f"the first line\nDETAIL: {CANARY}"))
    with expect_fault(f"^PostgreSQL: .*{words}"), in_plain_words("PostgreSQL"):
        raise answer


@pytest.mark.parametrize(
    "error",
    [psycopg.errors.UniqueViolation("twice"), psycopg.errors.InternalError_("twice"), sqlite3.IntegrityError("twice")],
    ids=lambda error: type(error).__name__,
)
def test_a_fault_of_ours_is_no_fault_of_the_machine(error: Exception) -> None:
    assert type(explain(DBAPIError("SELECT 1", {}, error), "digest.sqlite3")) is DigestError
