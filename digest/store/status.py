"""How the sources fare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, select

from digest.intake.rhythm import MEMORY, WEEK, rhythm
from digest.models import Failure
from digest.store.holding import NOT_WAITING
from digest.store.records import SourceStatus
from digest.store.schema import failures, items, sources


def read_failures(connection: Connection, names: Iterable[str] | None) -> list[Failure]:
    """The troubles that stand, of these sources or of all, by source and place."""
    columns = (failures.c.source, failures.c.place, failures.c.stage, failures.c.what, failures.c.advice)
    rows = connection.execute(select(*columns).where(failures.c.cleared_at.is_(None)))
    chosen = None if names is None else set(names)
    found = [Failure(*row) for row in rows if chosen is None or row.source in chosen]
    # Sorted here: the databases do not agree on the order of letters.
    return sorted(found, key=lambda one: (one.source, one.where))


def status(connection: Connection, now: datetime) -> list[SourceStatus]:
    """One row for each source that the store has heard of, by name."""
    counts = {row.source: row for row in connection.execute(_counts(now))}
    standing = select(failures.c.source, func.count()).where(failures.c.cleared_at.is_(None))
    troubles = {row[0]: row[1] for row in connection.execute(standing.group_by(failures.c.source))}
    dates = _dates(connection, now)
    columns = (sources.c.name, sources.c.last_success, sources.c.last_failure, sources.c.last_failure_at)
    rows = connection.execute(select(*columns)).all()
    found = [
        _status(row, counts.get(row.name), troubles.get(row.name, 0), dates.get(row.name, []), now) for row in rows
    ]
    return sorted(found, key=lambda one: one.source)


def _status(row: Any, counts: Row[Any] | None, troubles: int, dates: Sequence[datetime], now: datetime) -> SourceStatus:
    bare = SourceStatus(row.name, row.last_success, row.last_failure, row.last_failure_at, failures=troubles)
    if counts is None:
        return bare
    counted = {name: getattr(counts, name) for name in ("items", "recent", "held", "whole", "pages")}
    return replace(bare, **counted, **asdict(rhythm(dates, counts.begun, now)))


def _counts(now: datetime) -> Select[Any]:
    """By source: when its first item came; all items, those of late, those held, those in full, those from pages."""
    tests = {
        "recent": items.c.first_seen > now - WEEK,
        "held": items.c.held.not_in(NOT_WAITING),
        "whole": items.c.text_from != "stub",
        "pages": items.c.text_from == "page",
    }
    sums = [func.sum(case((test, 1), else_=0)).label(name) for name, test in tests.items()]
    every = (items.c.source, func.min(items.c.first_seen).label("begun"), func.count().label("items"))
    return select(*every, *sums).group_by(items.c.source)


def _dates(connection: Connection, now: datetime) -> dict[str, list[datetime]]:
    """The dates of each source's items of late, and of all sources' newest ones: read from an index alone."""
    found: dict[str, list[datetime]] = {}
    young = select(items.c.source, items.c.published).where(items.c.published > now - MEMORY)
    for source, published in connection.execute(young):
        found.setdefault(source, []).append(published)
    newest = select(items.c.source, func.max(items.c.published)).group_by(items.c.source)
    for source, published in connection.execute(newest):
        found.setdefault(source, [published])
    return found
