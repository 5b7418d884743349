"""Which items came from which file, and what is forgotten when a file is gone or holds them no more.

Only what no issue printed, and no draft or approved plan holds, is forgotten; the rest stays provable for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, delete, exists, or_, select, update

from digest.models import Failure, Fetched, Gone
from digest.store import rulings
from digest.store.schema import (
    failures,
    files,
    issues,
    items,
    pages,
    passages,
    pin_uses,
    pins,
    plans,
    printed,
    repeats,
    snapshots,
)
from digest.store.schema import validators as held
from digest.store.upserts import portions, upsert

_FILE = "file:"
_ID = re.compile(rb"\b[0-9a-f]{16}\b")
# Of a saved feed the items that left it stay, as of any feed; a text or document is what it is now.
_FEEDS = ("application/", "text/xml")
_DOCUMENTS = ("application/pdf", "application/zip", "application/vnd.openxmlformats")


def note(connection: Connection, fetched: Fetched, now: Sequence[str], troubles: Sequence[Failure]) -> int:
    """Remember the items `now` that a file holds, and forget what it held before and does not any more: how many items.

    Where a part of it could not be read, nothing is forgotten. What comes from elsewhere than a file is nothing here.
    """
    if not fetched.url.startswith(_FILE):
        return 0
    rows = [{"source": fetched.source, "url": fetched.url, "item": item} for item in now]
    upsert(connection, files, rows)
    if troubles or not _is_document(fetched.media_type):
        return 0
    here = and_(files.c.source == fetched.source, files.c.url == fetched.url)
    before = connection.scalars(select(files.c.item).where(here)).all()
    left = sorted(set(before) - set(now))
    for some in portions(left):
        connection.execute(delete(files).where(here, files.c.item.in_(some)))
    return _forget(connection, left)


def forget(connection: Connection, gone: Iterable[Gone]) -> int:
    """Forget files that are gone, with their items, validators and troubles: how many items."""
    left: set[str] = set()
    for one in gone:
        here = and_(files.c.source == one.source, files.c.url == one.url)
        left.update(connection.scalars(select(files.c.item).where(here)))
        connection.execute(delete(files).where(here))
        connection.execute(delete(held).where(held.c.source == one.source, held.c.url == one.url))
        where = or_(failures.c.url == one.url, failures.c.place.in_([one.url, one.url.removeprefix(_FILE)]))
        standing = and_(failures.c.source == one.source, where, failures.c.cleared_at.is_(None))
        connection.execute(update(failures).where(standing).values(cleared_at=one.at))
    _read_twins_again(connection, left)
    return _forget(connection, sorted(left))


def _is_document(media_type: str) -> bool:
    return media_type.startswith(_DOCUMENTS) or not media_type.startswith(_FEEDS)


def _read_twins_again(connection: Connection, ids: Iterable[str]) -> None:
    """Have the other files of these items read again: the text that is kept may be that of the file that is gone."""
    for some in portions(sorted(ids)):
        same = and_(files.c.source == held.c.source, files.c.url == held.c.url, files.c.item.in_(some))
        connection.execute(update(held).where(exists().where(same)).values(body_hash=""))


def _forget(connection: Connection, ids: Sequence[str]) -> int:
    """Delete those of these items that no file holds any more and no issue shows."""
    free: list[str] = []
    for some in portions(ids):
        in_file = exists().where(files.c.item == items.c.id)
        in_print = exists().where(printed.c.item == items.c.id)
        free += connection.scalars(select(items.c.id).where(items.c.id.in_(some), ~in_file, ~in_print)).all()
    if free:
        planned = _planned(connection)
        free = [item for item in free if item not in planned]
    for some in portions(free):
        _delete(connection, some)
    return len(free)


def _planned(connection: Connection) -> set[str]:
    """The ids of the items that the plans of issues name, each in its latest revision; dropped issues do not count."""
    same = and_(plans.c.issue == issues.c.id, plans.c.revision == issues.c.revision)
    query = select(plans.c.body).join(issues, same).where(issues.c.state != "dropped").execution_options(yield_per=1)
    found: set[str] = set()
    for body in connection.scalars(query):
        found.update(one.decode() for one in _ID.findall(body))
    return found


def _delete(connection: Connection, ids: Sequence[str]) -> None:
    """Delete items with all that hangs on them, and the texts that nothing else points into."""
    texts = {*connection.scalars(select(items.c.snapshot).where(items.c.id.in_(ids)))}
    texts.update(connection.scalars(select(passages.c.snapshot).where(passages.c.item.in_(ids))))
    connection.execute(delete(pin_uses).where(pin_uses.c.item.in_(ids)))
    connection.execute(delete(pins).where(pins.c.item.in_(ids)))
    connection.execute(delete(pages).where(pages.c.item.in_(ids)))
    rulings.forget(connection, ids)
    connection.execute(delete(repeats).where(repeats.c.item.in_(ids)))
    connection.execute(delete(passages).where(passages.c.item.in_(ids)))
    connection.execute(delete(items).where(items.c.id.in_(ids)))
    of_items = exists().where(items.c.snapshot == snapshots.c.hash)
    of_passages = exists().where(passages.c.snapshot == snapshots.c.hash)
    for some in portions(sorted(texts)):
        connection.execute(delete(snapshots).where(snapshots.c.hash.in_(some), ~of_items, ~of_passages))
