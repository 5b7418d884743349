"""What an edition could print: the items with passages that none of its closed issues has printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, column, exists, select, union, values

from digest.models import Candidate, Passage
from digest.store.columns import Moment, Words
from digest.store.items import ITEM_COLUMNS, current_passages, item_of, passage_of
from digest.store.schema import items, passages, pin_uses, pins, printed, repeats, snapshots
from digest.store.upserts import portions

_AT_ONCE = 1_000  # items whose texts are in memory together: of 20,000 they would take 100 MB
_ANY_TIME = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The editor's word on an item."""

    topic: str = ""
    note: str = ""
    pinned: bool = True


_NOTHING = _Wanted(pinned=False)


def candidates(
    connection: Connection,
    edition: str,
    until: datetime,
    oldest: Mapping[str, datetime | None],
    only: Sequence[str] | None = None,
) -> list[Candidate]:
    """See `Store.candidates`."""
    wanted = _pinned(connection, edition)
    ids = connection.scalars(_admitted(edition, until, oldest, only)).all()
    found: list[Candidate] = []
    for at in range(0, len(ids), _AT_ONCE):
        rows = connection.execute(_whole(ids[at : at + _AT_ONCE])).all()
        parts, fresh = _passages(connection, rows, edition, until)
        found += [_candidate(row, parts[row.id], fresh[row.id], wanted.get(row.id, _NOTHING)) for row in rows]
    return sorted(found, key=lambda one: (one.first_seen, one.item.id))


Fresh = dict[str, datetime]  # key -> first seen, in reading order


def _candidate(row: Row[Any], parts: Sequence[Passage], fresh: Fresh, wanted: _Wanted) -> Candidate:
    item = item_of(row[1:], parts)
    return Candidate(item, tuple(fresh), min(fresh.values()), wanted.topic, wanted.note, wanted.pinned)


def _pinned(connection: Connection, edition: str) -> dict[str, _Wanted]:
    """The pins that stand; one for this edition goes before one for all."""
    query = select(pins.c.item, pins.c.topic, pins.c.note).where(_stands(edition)).order_by(pins.c.edition)
    return {item: _Wanted(topic, note, pinned=True) for item, topic, note in connection.execute(query)}


def _stands(edition: str) -> ColumnElement[bool]:
    """Whether a pin is meant for this edition, which has not used it."""
    same = and_(pin_uses.c.item == pins.c.item, pin_uses.c.pinned_for == pins.c.edition)
    used = exists().where(same, pin_uses.c.edition == edition)
    return and_(pins.c.edition.in_(["", edition]), ~used)


def _unprinted(edition: str) -> ColumnElement[bool]:
    """Whether no closed issue of this edition holds the passage, or left it out as told before.

    Only closed issues have rows in `printed` and `repeats`.
    """
    same = and_(printed.c.item == passages.c.item, printed.c.passage == passages.c.key)
    told = and_(repeats.c.item == passages.c.item, repeats.c.passage == passages.c.key)
    here, there = printed.c.edition == edition, repeats.c.edition == edition
    return and_(~exists().where(here, same), ~exists().where(there, told))


def _admitted(edition: str, until: datetime, oldest: Mapping[str, datetime | None], only: Sequence[str] | None) -> Any:
    """The query of the ids of items with something fresh, pinned or of a source in `oldest`."""
    pinned = select(pins.c.item.label("id")).where(_stands(edition)).distinct()
    chosen = (union(pinned, _young(oldest)) if oldest else pinned).cte("chosen")
    now = and_(passages.c.item == chosen.c.id, passages.c.ordinal.is_not(None))
    fresh = exists().where(now, passages.c.first_seen <= until, _unprinted(edition))
    return select(chosen.c.id).where(fresh, *([] if only is None else [chosen.c.id.in_(only)]))


def _whole(ids: Sequence[str]) -> Any:
    """The query of items and their snapshots' texts."""
    query = select(snapshots.c.text, *ITEM_COLUMNS).join(items, items.c.snapshot == snapshots.c.hash)
    return query.where(items.c.id.in_(ids))


def _young(oldest: Mapping[str, datetime | None]) -> Select[Any]:
    """The query of items that `oldest` admits.

    The mapping is joined as a table: a chain of ORs over 1,000 sources would be too deep for SQLite, and this way it
    reads no item that is too old: 0.1 s instead of 0.9 s to find 1,000 fresh ones among 40,000.
    """
    table = values(column("source", Words()), column("oldest", Moment()), name="limits")
    limits = table.data([(name, oldest[name] or _ANY_TIME) for name in sorted(oldest)]).cte("limits")
    admits = and_(items.c.source == limits.c.source, items.c.published >= limits.c.oldest)
    return select(items.c.id).join(limits, admits).where(items.c.held == "")


def _passages(
    connection: Connection, rows: Sequence[Row[Any]], edition: str, until: datetime
) -> tuple[dict[str, list[Passage]], dict[str, Fresh]]:
    texts = {row.id: row.text for row in rows}
    parts: dict[str, list[Passage]] = {one: [] for one in texts}
    fresh: dict[str, Fresh] = {one: {} for one in texts}
    is_fresh = and_(passages.c.first_seen <= until, _unprinted(edition))
    for some in portions(texts):
        query = current_passages(passages.c.first_seen, is_fresh).where(passages.c.item.in_(some))
        for item, key, kind, spans, text, first_seen, new in connection.execute(query).all():
            parts[item].append(passage_of(key, kind, spans, text, texts[item]))
            if new:
                fresh[item].setdefault(key, first_seen)
    return parts, fresh
