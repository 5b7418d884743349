"""Recognising: the known items that a batch may hold, read in a few statements, and the readings under their ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from digest.intake.identity import Sighting, identify, in_doubt, page_of, sighting, spellings, text_of, title_of, under
from digest.models import Reading
from digest.store.schema import items, passages
from digest.store.upserts import portions

_COLUMNS = (
    *(items.c.id, items.c.source, items.c.guid, items.c.url, items.c.title, items.c.own_text, items.c.published),
    *(items.c.dated_by, items.c.fingerprint, items.c.text_from),
)
Known = dict[str, Row[Any]]  # id -> _COLUMNS


def recognise(connection: Connection, readings: Sequence[Reading]) -> tuple[list[Reading], Known]:
    """The readings under the ids of their items, and the rows of those that are known, by id."""
    seen = [sighting(one) for one in readings]
    rows = _akin(connection, readings)
    known = [_known(row) for row in rows.values()]
    if doubtful := in_doubt(seen, known):
        keys = _keys(connection, doubtful)
        known = [replace(one, keys=keys.get(one.id, frozenset())) for one in known]
    ids = identify(seen, known)
    named = [under(name, one) for name, one in zip(ids, readings, strict=True)]
    return named, {name: rows[name] for name in ids if name in rows}


def _akin(connection: Connection, readings: Sequence[Reading]) -> Known:
    """All items of the same sources that share an id, a guid, a page or a text with a reading."""
    sources = sorted({one.item.source for one in readings})
    wanted = (
        (items.c.id, {one.item.id for one in readings}),
        (items.c.guid, {one.item.guid for one in readings if one.item.guid}),
        (items.c.url, {url for one in readings for url in spellings(one.item.url)}),
        (items.c.own_text, {text_of(one.item) for one in readings}),
    )
    found: Known = {}
    for column, values in wanted:
        for some in portions(sorted(values)):
            query = select(*_COLUMNS).where(items.c.source.in_(sources), column.in_(some))
            found.update({row.id: row for row in connection.execute(query)})
    return {name: found[name] for name in sorted(found)}


def _keys(connection: Connection, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for some in portions(sorted(ids)):
        query = select(passages.c.item, passages.c.key).where(
            passages.c.item.in_(some), passages.c.ordinal.is_not(None)
        )
        for item, key in connection.execute(query):
            found.setdefault(item, set()).add(key)
    return {item: frozenset(keys) for item, keys in found.items()}


def _known(row: Row[Any]) -> Sighting:
    return Sighting(
        source=row.source,
        id=row.id,
        guid=row.guid,
        page=page_of(row.url),
        title=title_of(row.title),
        text=row.own_text,
        dated=row.published if row.dated_by == "publisher" else None,
        filed=not row.url,
    )
