"""Holding: which new items wait, why, and what lets them in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, update

from digest.intake.caution import FIRST_RUN, Arrival, first_run, flood, may_be_flood
from digest.models import Caution, Item
from digest.store.records import Held, Released
from digest.store.schema import items, pins
from digest.store.upserts import upsert

_LET_IN, _UNWANTED = "", "not wanted"
NOT_WAITING = (_LET_IN, _UNWANTED)  # values of items.held of which no word is awaited


def hold(
    connection: Connection, source: str, new: Sequence[Item], caution: Caution, last: datetime | None, at: datetime
) -> dict[str, str]:
    """Why items of a batch wait, by id: those of a first reading beyond the newest, or the whole of a flood.

    `new` are the batch's items that the store does not know, as the feed lists them; `last` is when the source was
    read before.
    """
    if last is None:
        return dict.fromkeys(first_run(new, caution.first), FIRST_RUN)
    if not may_be_flood(len(new), caution.storm):
        return {}
    why = flood(len(new), caution.storm, _past(connection, source), last, at)
    return {one.id: why for one in new} if why else {}


def _past(connection: Connection, source: str) -> list[Arrival]:
    columns = select(items.c.first_seen, items.c.published, items.c.dated_by)
    usual = items.c.held.in_((*NOT_WAITING, FIRST_RUN))
    rows = connection.execute(columns.where(items.c.source == source, usual))
    return [Arrival(seen, published if by == "publisher" else None) for seen, published, by in rows]


def read_held(connection: Connection) -> list[Held]:
    """What waits for the editor, by source and reason; what is not wanted does not wait."""
    waits = items.c.held.not_in(NOT_WAITING)
    query = select(items.c.source, items.c.held, func.count(), func.min(items.c.first_seen)).where(waits)
    rows = connection.execute(query.group_by(items.c.source, items.c.held)).all()
    found = [Held(source, why, count, since, why != FIRST_RUN) for source, why, count, since in rows]
    return sorted(found, key=lambda one: (one.source, one.since, one.why))


def why_held(connection: Connection, item: str) -> str:
    """Why an item is kept out of issues; "" when it is not."""
    return connection.scalar(select(items.c.held).where(items.c.id == item)) or ""


def release(connection: Connection, source: str, at: datetime, oldest: datetime | None, *, drop: bool) -> Released:
    """Let a source's waiting items in, or mark them as not wanted. Those published before `oldest` are pinned.

    The editor has named them: that they are old is no reason not to print them.
    """
    waits = and_(items.c.source == source, items.c.held.not_in(NOT_WAITING))
    old: list[dict[str, object]] = []
    if oldest is not None and not drop:
        ids = connection.scalars(select(items.c.id).where(waits, items.c.published < oldest).order_by(items.c.id))
        old = [{"item": one, "edition": "", "topic": "", "note": "", "added_at": at} for one in ids]
        upsert(connection, pins, old)  # one that was added by hand keeps its topic and note
    freed = update(items).where(waits).values(held=_UNWANTED if drop else _LET_IN)
    return Released(connection.execute(freed).rowcount, len(old))
