"""What gather writes: items, the text they were read from, validators, and troubles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, case, insert, or_, select, update

from digest.intake.caution import FIRST_RUN
from digest.intake.identity import text_of
from digest.models import Caution, Failure, Fetched, Item, Reading, Unchanged, Validators
from digest.store.holding import hold
from digest.store.items import fingerprint, item_row, passage_rows
from digest.store.recognising import recognise
from digest.store.records import Gather, Kept
from digest.store.schema import failures, gathers, items, passages, pin_uses, pins, snapshots, sources, validators
from digest.store.upserts import insert_into, portions, upsert

_STAYS = {"id", "first_seen", "held", "own_text"}
_ITEM_CHANGES = tuple(column.name for column in items.c if column.name not in _STAYS)
_PASSAGE_CHANGES = ("snapshot", "ordinal", "kind", "spans", "text")
_VALIDATOR_FIELDS = ("etag", "last_modified", "body_hash")


def read_validators(connection: Connection) -> dict[str, dict[str, Validators]]:
    """What to ask "changed since?" with, by source and URL."""
    found: dict[str, dict[str, Validators]] = {}
    for source, url, *held in connection.execute(select(validators).order_by(validators.c.source, validators.c.url)):
        found.setdefault(source, {})[url] = Validators(*held)
    return found


def keep(
    connection: Connection,
    fetched: Fetched,
    readings: Sequence[Reading],
    troubles: Sequence[Failure],
    caution: Caution,
) -> Kept:
    """Keep all that came of one feed or file."""
    last = connection.scalar(select(sources.c.last_success).where(sources.c.name == fetched.source))
    _succeeded(connection, [fetched.source], fetched.at)
    held = fetched.validators
    row = {"source": fetched.source, "url": fetched.url, **{name: getattr(held, name) for name in _VALIDATOR_FIELDS}}
    upsert(connection, validators, [row], _VALIDATOR_FIELDS)
    kept = _keep_readings(
        connection, readings, fetched.at, lambda new: hold(connection, fetched.source, new, caution, last, fetched.at)
    )
    here = and_(failures.c.source == fetched.source, _of(fetched.url))
    again = [one.where for one in troubles]
    _clear(connection, and_(here, failures.c.place.not_in(again)), fetched.at)
    _fail(connection, troubles, fetched.at, fetched.url)
    return kept


def add(connection: Connection, reading: Reading, topic: str, note: str, at: datetime, edition: str) -> Kept:
    """Keep one item and pin it; a pin that stands is replaced, a used one counts again."""
    (reading,), _ = recognise(connection, [reading])
    kept = _keep_readings(connection, [reading], at, lambda new: {})
    pin = {"item": reading.item.id, "edition": edition, "topic": topic, "note": note, "added_at": at}
    upsert(connection, pins, [pin], ("topic", "note", "added_at"))
    used = and_(pin_uses.c.item == reading.item.id, pin_uses.c.pinned_for == edition)
    connection.execute(pin_uses.delete().where(used))
    return kept


def unchanged(connection: Connection, quiet: Iterable[Unchanged]) -> None:
    """Note that these were reached: troubles in reaching them are over, those in their unchanged content stand."""
    reached = {(one.source, one.url): one.at for one in quiet}
    rows = {source: {**_source_row(source), "last_success": at} for (source, _), at in reached.items()}
    upsert(connection, sources, [rows[name] for name in sorted(rows)], ("last_success",))
    columns = select(failures.c.source, failures.c.place, failures.c.url).where(failures.c.cleared_at.is_(None))
    for source, place, url in connection.execute(columns).all():  # few stand, of whatever number of feeds
        which = and_(failures.c.source == source, failures.c.place == place)
        if (source, place) in reached:
            _clear(connection, which, reached[source, place])
        elif (source, url) in reached:
            connection.execute(update(failures).where(which).values(last_at=reached[source, url]))


def fail(connection: Connection, troubles: Sequence[Failure], at: datetime) -> None:
    """Note troubles that kept something from being read at all."""
    _fail(connection, troubles, at, None)


def settle(connection: Connection, names: Iterable[str], at: datetime) -> None:
    """Clear the troubles of these sources that the gather of `at` did not meet again."""
    for some in portions(names):
        _clear(connection, and_(failures.c.source.in_(some), failures.c.last_at < at), at)


def gathered(connection: Connection, started: datetime, finished: datetime, counts: Mapping[str, int]) -> None:
    """Note one whole gather."""
    connection.execute(insert(gathers).values(started=started, finished=finished, counts=dict(counts)))


def last_gather(connection: Connection) -> Gather | None:
    """The gather that finished last."""
    latest = select(gathers.c.started, gathers.c.finished, gathers.c.counts).order_by(
        gathers.c.finished.desc(), gathers.c.id.desc()
    )
    row = connection.execute(latest.limit(1)).first()
    return Gather(*row) if row else None


# -- items ---------------------------------------------------------------------------------------------------------


def _keep_readings(
    connection: Connection, readings: Sequence[Reading], at: datetime, hold_back: Callable[[list[Item]], dict[str, str]]
) -> Kept:
    """Keep readings under their items' ids. `hold_back` says of new items, as the feed lists them, why some wait."""
    named, known = recognise(connection, readings)
    latest = {one.item.id: one for one in named}  # the same item twice in a batch: the later wins
    dated = [_keep_date(latest[one], known.get(one)) for one in sorted(latest)]
    new = [one for one in dated if one.item.id not in known]
    changed = [one for one in dated if one.item.id in known and _edited(one, known[one.item.id])]
    held = hold_back([one.item for name, one in latest.items() if name not in known])
    _retire_passages(connection, [one.item.id for one in changed])
    _write(connection, [*new, *changed], at, held)
    _saw(connection, latest, at)
    flood = next((why for why in held.values() if why != FIRST_RUN), "")
    return Kept(len(new), len(changed), len(dated) - len(new) - len(changed), len(held), flood)


def _edited(reading: Reading, known: Row[Any]) -> bool:
    """Whether it differs from what is kept. A page's text stays as long as the source itself says the same."""
    if known.text_from == "page" and reading.item.text_from != "page":
        return bool((known.own_text, known.title) != (text_of(reading.item), reading.item.title))
    return bool(known.fingerprint != fingerprint(reading.item))


def _keep_date(reading: Reading, known: Row[Any] | None) -> Reading:
    """A date that only says when we fetched never replaces an earlier one: an undated item would stay new for ever."""
    if known is None or reading.item.dated_by == "publisher":
        return reading
    return replace(reading, item=replace(reading.item, published=known.published, dated_by=known.dated_by))


def _retire_passages(connection: Connection, ids: Iterable[str]) -> None:
    for some in portions(ids):
        connection.execute(update(passages).where(passages.c.item.in_(some)).values(ordinal=None))


def _write(connection: Connection, readings: Sequence[Reading], at: datetime, held: Mapping[str, str]) -> None:
    upsert(connection, sources, [_source_row(name) for name in sorted({one.item.source for one in readings})])
    texts = {one.snapshot.hash: one.snapshot.text for one in readings}
    upsert(connection, snapshots, [{"hash": name, "text": text} for name, text in sorted(texts.items())])
    rows = [item_row(one.item, at) | {"held": held.get(one.item.id, "")} for one in readings]
    upsert(connection, items, rows, _ITEM_CHANGES)
    _note_own_texts(connection, readings)
    rows = [row for one in readings for row in passage_rows(one.item, one.snapshot.text, at)]
    upsert(connection, passages, rows, _PASSAGE_CHANGES)


def _note_own_texts(connection: Connection, readings: Iterable[Reading]) -> None:
    """Remember what the sources themselves gave: a page's text does not take its place."""
    own = [{"which": one.item.id, "text": text_of(one.item)} for one in readings if one.item.text_from != "page"]
    if own:
        note = update(items).where(items.c.id == bindparam("which")).values(own_text=bindparam("text"))
        connection.execute(note, own)


def _saw(connection: Connection, ids: Iterable[str], at: datetime) -> None:
    for some in portions(ids):
        connection.execute(update(items).where(items.c.id.in_(some), items.c.last_seen < at).values(last_seen=at))


# -- sources and their troubles ------------------------------------------------------------------------------------


def _source_row(name: str) -> dict[str, Any]:
    return {"name": name, "last_success": None, "last_failure": "", "last_failure_at": None}


def _succeeded(connection: Connection, names: Iterable[str], at: datetime) -> None:
    rows = [{**_source_row(name), "last_success": at} for name in names]
    upsert(connection, sources, rows, ("last_success",))


def _of(url: str) -> ColumnElement[bool]:
    """Troubles in reaching this address, and those met in what it gave."""
    return or_(failures.c.url == url, failures.c.place == url)


def _clear(connection: Connection, which: ColumnElement[bool], at: datetime) -> None:
    standing = and_(which, failures.c.cleared_at.is_(None))
    connection.execute(update(failures).where(standing).values(cleared_at=at))


def _fail(connection: Connection, troubles: Sequence[Failure], at: datetime, url: str | None) -> None:
    """Note troubles met in `url`, or, with None, in reaching the very thing that each of them names.

    One that stands is counted up, once for each moment; one that was over begins anew.
    """
    rows = [_failure_row(one, at, url) for one in _last_of_each(troubles)]
    if not rows:
        return
    fresh = insert_into(connection.dialect.name, failures)
    over = failures.c.cleared_at.is_not(None)
    met_now = failures.c.last_at >= at
    changes = {
        **{name: fresh.excluded[name] for name in ("stage", "what", "advice", "cleared_at")},
        "last_at": case((met_now, failures.c.last_at), else_=fresh.excluded.last_at),
        "first_at": case((over, fresh.excluded.first_at), else_=failures.c.first_at),
        "count": case((over, 1), (met_now, failures.c.count), else_=failures.c.count + 1),
        **({} if url is None else {"url": fresh.excluded.url}),
    }
    connection.execute(fresh.on_conflict_do_update(index_elements=["source", "place"], set_=changes), rows)
    latest = {
        one.source: {**_source_row(one.source), "last_failure": one.what, "last_failure_at": at} for one in troubles
    }
    rows = [latest[name] for name in sorted(latest) if name]  # "" is a trouble of no source, e.g. in rendering
    upsert(connection, sources, rows, ("last_failure", "last_failure_at"))


def _last_of_each(troubles: Iterable[Failure]) -> list[Failure]:
    latest = {(one.source, one.where): one for one in troubles}
    return [latest[key] for key in sorted(latest)]


def _failure_row(one: Failure, at: datetime, url: str | None) -> dict[str, Any]:
    return {
        "source": one.source,
        "place": one.where,
        "url": one.where if url is None else url,
        "stage": one.stage,
        "what": one.what,
        "advice": one.advice,
        "first_at": at,
        "last_at": at,
        "count": 1,
        "cleared_at": None,
    }
