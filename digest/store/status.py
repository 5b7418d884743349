"""How the sources fare."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, select

from digest.models import Failure
from digest.store.records import SourceStatus
from digest.store.schema import failures, items, sources

RECENT = timedelta(days=7)


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
    young = func.sum(case((items.c.first_seen > now - RECENT, 1), else_=0)).label("young")
    held = select(items.c.source, func.count().label("all"), young).group_by(items.c.source).subquery()
    standing = select(failures.c.source, func.count().label("all")).where(failures.c.cleared_at.is_(None))
    troubles = standing.group_by(failures.c.source).subquery()
    columns = (sources.c.name, sources.c.last_success, sources.c.last_failure, sources.c.last_failure_at)
    counts = [func.coalesce(one, 0) for one in (held.c.all, held.c.young, troubles.c.all)]
    query = select(*columns, *counts).outerjoin(held, held.c.source == sources.c.name)
    rows = connection.execute(query.outerjoin(troubles, troubles.c.source == sources.c.name))
    return sorted((SourceStatus(*row) for row in rows), key=lambda one: one.source)
