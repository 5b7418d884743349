"""Every test of the store runs on SQLite in memory, on SQLite in a file, and on PostgreSQL.

DIGEST_TEST_POSTGRES is the URL of a PostgreSQL database in which schemas may be created: each test has its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from digest.store import Store, open_store

POSTGRES = "DIGEST_TEST_POSTGRES"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL schema, dropped afterwards."""
    server = os.environ.get(POSTGRES, "")
    if not server:
        pytest.skip(f"needs {POSTGRES}, the URL of a PostgreSQL database")
    schema = f"test_{uuid4().hex}"
    with psycopg.connect(server.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


def _address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return "sqlite://" if request.param == "memory" else str(tmp_path / "digest.sqlite3")


@pytest.fixture(params=["memory", "file", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    return _address(request, tmp_path)


@pytest.fixture(params=["file", "postgres"])
def lasting_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same, of those that outlive the one who opens them."""
    return _address(request, tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store of each kind."""
    with open_store(url) as opened:
        yield opened
