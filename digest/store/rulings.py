"""The editor's words on stories: which items tell one, and which do not."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, and_, delete, or_, select

from digest.models import Ruling
from digest.store.schema import rulings
from digest.store.upserts import portions, upsert

_PAIRS = 500  # in one statement: each is two parameters, and SQLite allows a condition a depth of 1,000


def read(connection: Connection) -> list[Ruling]:
    """All of them, by their items."""
    columns = (rulings.c.one, rulings.c.other, rulings.c.verdict, rulings.c.at)
    rows = connection.execute(select(*columns)).all()
    return sorted((Ruling(*row) for row in rows), key=lambda ruling: (ruling.one, ruling.other))


def keep(connection: Connection, made: Iterable[Ruling]) -> None:
    """Keep these, each in place of what was said of its two items before."""
    rows = [{"one": one.one, "other": one.other, "verdict": one.verdict, "at": one.at} for one in made]
    upsert(connection, rulings, rows, ("verdict", "at"))


def drop(connection: Connection, unwanted: Iterable[Ruling]) -> int:
    """Take these back: how many there were."""
    gone = 0
    every = list(unwanted)
    for at in range(0, len(every), _PAIRS):
        tests = (
            and_(rulings.c.one == one.one, rulings.c.other == one.other, rulings.c.verdict == one.verdict)
            for one in every[at : at + _PAIRS]
        )
        gone += connection.execute(delete(rulings).where(or_(*tests))).rowcount
    return gone


def forget(connection: Connection, ids: Iterable[str]) -> None:
    """Delete what was said of items that are forgotten."""
    for some in portions(ids):
        connection.execute(delete(rulings).where(or_(rulings.c.one.in_(some), rulings.c.other.in_(some))))
