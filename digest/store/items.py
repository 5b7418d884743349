"""Items to rows and back: what is kept is what is read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from datetime import UTC, datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, or_, select

from digest.intake.identity import text_of
from digest.models import Enclosure, Item, Passage, Picture, Snapshot
from digest.store.schema import items, passages, snapshots
from digest.store.upserts import portions

_HEAD = ("id", "source", "publisher", "url", "title", "snapshot", "published", "dated_by", "language")
_SAID = ("guid", "titled_from", "dated_from", "text_from", "text_note")
_FIELDS = (*_HEAD, "author", "agency", "place", "kind", *_SAID)  # of an item, whose columns have the same names
_fields = attrgetter(*_FIELDS)
ITEM_COLUMNS = (*(items.c[name] for name in _FIELDS), items.c.tags, items.c.picture, items.c.enclosures)
PASSAGE_CHANGES = ("snapshot", "ordinal", "kind", "spans", "text")  # of a passage that is there already
PASSAGE_COLUMNS = (passages.c.item, passages.c.key, passages.c.kind, passages.c.spans, passages.c.text)


def item_row(item: Item, mark: str, at: datetime) -> dict[str, Any]:
    """An item's row, as first seen `at`; `mark` is the fingerprint of what its source gave."""
    return {
        **dict(zip(_FIELDS, _fields(item), strict=True)),
        "tags": list(item.tags),
        "picture": astuple(item.picture) if item.picture else None,
        "enclosures": [astuple(one) for one in item.enclosures],
        "folded": fold(item.title),
        "fingerprint": mark,
        "own_text": text_of(item),
        "first_seen": at,
        "last_seen": at,
    }


def passage_rows(item: Item, text: str, at: datetime) -> list[dict[str, Any]]:
    """The rows of an item's passages, as first seen `at`; `text` is its snapshot's."""
    met: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for ordinal, passage in enumerate(item.passages):
        rows.append(
            {
                "item": item.id,
                "key": passage.key,
                "nth": met[passage.key],
                "snapshot": item.snapshot,
                "ordinal": ordinal,
                "kind": passage.kind,
                "spans": passage.spans,
                "text": None if passage.text == cut(text, passage.spans) else passage.text,
                "first_seen": at,
            }
        )
        met[passage.key] += 1
    return rows


def fingerprint(item: Item) -> str:
    """128 bits over all that a source gave of an item, hex: the same value means nothing was edited.

    Of an item without a date the moment of fetching is none of it.
    """
    given = item if item.dated_by == "publisher" else replace(item, published=datetime.min.replace(tzinfo=UTC))
    return blake2b(repr(given).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


def cut(text: str, spans: Iterable[Sequence[int]]) -> str:
    """The spans of `text`, joined by a space, white space folded: what a passage's text is by definition."""
    return " ".join(" ".join([text[start:end] for start, end in spans]).split())


def passage_of(key: str, kind: Any, spans: list[list[int]], text: str | None, whole: str) -> Passage:
    """A passage from its row's columns; `whole` is its snapshot's text."""
    held = tuple([(start, end) for start, end in spans])
    return Passage(key, kind, cut(whole, held) if text is None else text, held)


def item_of(row: Sequence[Any], parts: Sequence[Passage]) -> Item:
    """An item from its ITEM_COLUMNS."""
    *plain, tags, picture, enclosures = row
    values = dict(zip(_FIELDS, plain, strict=True))
    return Item(
        **values,
        tags=tuple(tags),
        picture=Picture(*picture) if picture else None,
        enclosures=tuple(Enclosure(*one) for one in enclosures),
        passages=tuple(parts),
    )


def read_items(connection: Connection, ids: Sequence[str]) -> list[Item]:
    """The items with these ids, in this order; unknown ids are left out."""
    rows: dict[str, Row[Any]] = {}
    parts: dict[str, list[Passage]] = {}
    for some in portions(ids):
        whole = select(snapshots.c.text, *ITEM_COLUMNS).join(items, items.c.snapshot == snapshots.c.hash)
        rows.update({row.id: row for row in connection.execute(whole.where(items.c.id.in_(some)))})
        now = current_passages().where(passages.c.item.in_(some))
        for item, key, kind, spans, text in connection.execute(now).all():
            parts.setdefault(item, []).append(passage_of(key, kind, spans, text, rows[item].text))
    return [item_of(rows[one][1:], parts.get(one, [])) for one in dict.fromkeys(ids) if one in rows]


def current_passages(*more: ColumnElement[Any]) -> Any:
    """A query of the passages that their items have now, in reading order: PASSAGE_COLUMNS, then `more`."""
    query = select(*PASSAGE_COLUMNS, *more).where(passages.c.ordinal.is_not(None))
    return query.order_by(passages.c.item, passages.c.ordinal)


def read_snapshots(connection: Connection, hashes: Iterable[str]) -> dict[str, Snapshot]:
    """Snapshots by hash; unknown ones are left out."""
    found: dict[str, Snapshot] = {}
    for some in portions(sorted(set(hashes))):
        rows = connection.execute(select(snapshots.c.hash, snapshots.c.text).where(snapshots.c.hash.in_(some)))
        found.update({name: Snapshot(name, text) for name, text in rows})
    return found


def find(connection: Connection, query: str, limit: int) -> list[Item]:
    """At most `limit` items that `query` means: the beginning of an id, an address or a part of it, title words.

    The surest meaning first, then the last seen, ties by id.
    """
    wanted = query.strip()
    ranks = _ranks(wanted)
    if not ranks:
        return []
    order = (case(*((test, rank) for rank, test in enumerate(ranks))), items.c.last_seen.desc(), items.c.id)
    ids = connection.scalars(select(items.c.id).where(or_(*ranks)).order_by(*order).limit(limit)).all()
    return read_items(connection, ids)


def _ranks(wanted: str) -> list[ColumnElement[bool]]:
    """What an item may match, the surest first."""
    ranks: list[ColumnElement[bool]] = []
    if re.fullmatch(r"[0-9A-Za-z]+", wanted):
        ranks.append(items.c.id.startswith(wanted.lower(), autoescape=True))
    if "/" in wanted:
        address = re.sub(r"^\w+://", "", wanted).rstrip("/")
        ranks.append(items.c.url == wanted)
        ranks.append(func.lower(items.c.url).contains(address.lower(), autoescape=True))
    words = re.findall(r"\w+", fold(wanted))
    if words:
        ranks.append(and_(*(items.c.folded.contains(word, autoescape=True) for word in words)))
    return ranks


def fold(text: str) -> str:
    """Text as it is searched: no case, no accents, so that "turkiye" finds "Türkiye"."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(one for one in folded if not unicodedata.combining(one))
