"""A driver's exception -> what a person can act on. No other module of the store names a driver's error code.

Each sentence says what is wrong and what to do. Statements, their values and passwords stay out of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from digest.errors import DigestError, EnvironmentFault

# By SQLite's result code (of an extended code its beginning) and by PostgreSQL's SQLSTATE (or its class).
_LOCKED = "it is locked: another process holds it for too long; see what else is running, then run this again"
_READ_ONLY = "it cannot be written; give this user write access to the file and to its folder, then run this again"
_FULL = "the disk is full; nothing of this step was kept, make room and run this again"
_DAMAGED = "it is damaged; restore it from a backup"
_DISK = "the disk reports an error; look at the disk and the system's log, then run this again"
_SQLITE = {
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_FULL": _FULL,
    "SQLITE_CANTOPEN": "it cannot be opened; see that its folder exists and that this user may write there",
    "SQLITE_NOTADB": "it is no SQLite database; choose another path for `database` in feeds.toml",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_IOERR": _DISK,
}
_POSTGRES = {
    "3F000": "there is no schema to work in; create the one that search_path names",
    "42501": "this user may not do that there; grant it rights on the schema",
    "25006": "the server takes no changes (a standby?); name the primary server in feeds.toml",
    "53100": _FULL,
    "53200": "the server is out of memory; run this again later",
    "55P03": _LOCKED,
    "08": "the connection to the server broke; run this again",
    "57P": "the server is stopping or starting; run this again when it is up",
    "58": _DISK,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}


@contextmanager
def in_plain_words(name: str) -> Iterator[None]:
    """Turn a driver's exception into an EnvironmentFault, or into a DigestError when the fault is ours.

    `name` is the database as a person knows it, without a password.
    """
    try:
        yield
    except DBAPIError as error:
        raise explain(error, name) from error


def explain(error: DBAPIError, name: str) -> DigestError:
    """Say in plain words what `error` means for the database `name`."""
    words = _words(error.orig)
    if words:
        return EnvironmentFault(f"{name}: {words}")
    return DigestError(f"{name}: {_first_line(error.orig)}")


def _words(error: BaseException | None) -> str:
    """The sentence for the driver's code; "" when the machine is not to blame."""
    sqlite: str | None = getattr(error, "sqlite_errorname", None)
    if sqlite:
        return next((words for code, words in _SQLITE.items() if sqlite.startswith(code)), "")
    state: str | None = getattr(error, "sqlstate", "")
    if state is None:  # libpq never got in, or lost it
        fact = "refuses the connection" if "FATAL:" in str(error) else "cannot be reached"
        return f"the server {fact} ({_first_line(error)}); see that it runs, and `database` in feeds.toml"
    return next((words for code, words in _POSTGRES.items() if state.startswith(code)), "")


def _first_line(error: BaseException | None) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
