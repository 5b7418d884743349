"""Pictures: what is known of their addresses, and the prepared bytes by hash. Nothing here is ever decoded again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from digest.models import Picture, PictureRecord, Rendition
from digest.store.schema import items, pictures, prepared_pictures
from digest.store.upserts import portions, upsert

_CHANGES = ("tried_at", "original", "note", "full_size", "small_size")
_full, _small = prepared_pictures.alias("full"), prepared_pictures.alias("small")


def of_items(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, Picture]]:
    """The source and the lead picture of those of these items that have one."""
    found: dict[str, tuple[str, Picture]] = {}
    for some in portions(sorted(set(ids))):
        query = select(items.c.id, items.c.source, items.c.picture).where(items.c.id.in_(some))
        rows = connection.execute(query).all()
        found.update({name: (source, Picture(*picture)) for name, source, picture in rows if picture})
    return found


def at_addresses(connection: Connection, urls: Iterable[str]) -> dict[str, PictureRecord]:
    """What is known, by address; unknown ones are left out."""
    found = (_records(connection, pictures.c.url.in_(some)) for some in portions(sorted(set(urls))))
    return {record.url: record for some in found for record in some}


def of_originals(connection: Connection, hashes: Iterable[str]) -> dict[str, PictureRecord]:
    """What is known of pictures of these very bytes, by their hash; of several addresses the first."""
    found = (_records(connection, pictures.c.original.in_(some)) for some in portions(sorted(set(hashes))))
    return {record.original: record for some in found for record in reversed(some)}


def keep(connection: Connection, records: Sequence[PictureRecord], bodies: Mapping[str, bytes]) -> None:
    """Note what became of these addresses; `bodies` holds the bytes of renditions that may be new, by hash."""
    known = {one.hash: one for record in records for one in (record.full, record.small) if one is not None}
    new = [_row(known[name], body) for name, body in sorted(bodies.items()) if name in known]
    upsert(connection, prepared_pictures, new)
    upsert(connection, pictures, [_record_row(record) for record in records], _CHANGES)


def bodies(connection: Connection, hashes: Iterable[str]) -> dict[str, bytes]:
    """The bytes of renditions by hash; unknown ones are left out."""
    found: dict[str, bytes] = {}
    for some in portions(sorted(set(hashes))):
        query = select(prepared_pictures.c.hash, prepared_pictures.c.body).where(prepared_pictures.c.hash.in_(some))
        found.update({name: bytes(body) for name, body in connection.execute(query)})
    return found


def _records(connection: Connection, which: ColumnElement[bool]) -> list[PictureRecord]:
    columns = [pictures.c.url, pictures.c.tried_at, pictures.c.original, pictures.c.note]
    for size in (_full, _small):
        columns += [size.c.hash, size.c.media_type, size.c.width, size.c.height]
    query = select(*columns).where(which).order_by(pictures.c.url)
    query = query.outerjoin_from(pictures, _full, pictures.c.full_size == _full.c.hash)
    query = query.outerjoin(_small, pictures.c.small_size == _small.c.hash)
    return [_record(row) for row in connection.execute(query)]


def _record(row: Row[Any]) -> PictureRecord:
    values = list(row)
    url, tried_at, original, note = values[:4]
    full, small = (Rendition(*size) if size[0] else None for size in (values[4:8], values[8:]))
    return PictureRecord(url, tried_at, original, note, full, small)


def _record_row(record: PictureRecord) -> dict[str, Any]:
    return {
        "url": record.url,
        "tried_at": record.tried_at,
        "original": record.original,
        "note": record.note,
        "full_size": record.full.hash if record.full else None,
        "small_size": record.small.hash if record.small else None,
    }


def _row(one: Rendition, body: bytes) -> dict[str, Any]:
    return {
        "hash": one.hash,
        "media_type": one.media_type,
        "width": one.width,
        "height": one.height,
        "body": body,
    }
