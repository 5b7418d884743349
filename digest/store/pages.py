"""The web pages that articles are wanted from: which are, what came of them, and what a changed entry does to them.

A page that was read is asked for again only when its feed's entry changes, and its text stays until the new one is
there. The item's fingerprint is that of what the feed gave, whatever text the item holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, select, update

from digest.intake.identity import text_of
from digest.models import Item, Reading, WantedPage
from digest.store.items import PASSAGE_CHANGES, item_row, passage_rows, read_items
from digest.store.schema import items, pages, passages, snapshots
from digest.store.upserts import portions, upsert

PageState = Literal["wanted", "read", "refused", "left"]

_SAID = 2_000  # characters of the feed's text: enough to tell another article by
_FEEDS = ("url", "title", "said", "size", "state", "tries", "next_try")
_GIVEN = ("publisher", "url", "published", "dated_by", "author", "agency", "place", "kind", "tags", "guid", "last_seen",
          "picture", "enclosures", "dated_from", "fingerprint", "own_text")  # fmt: skip


def want(connection: Connection, readings: Sequence[Reading], changed: Collection[str], at: datetime) -> None:
    """Want the pages that these readings name; of changed entries again, of others once."""
    again = set(changed)
    rows = [(one.item.id in again, _row(one, at)) for one in readings if one.page]
    upsert(connection, pages, [row for anew, row in rows if anew], _FEEDS)
    upsert(connection, pages, [row for anew, row in rows if not anew])
    for some in portions(one.item.id for one in readings if not one.page and one.item.id in again):
        connection.execute(pages.delete().where(pages.c.item.in_(some)))


def _row(reading: Reading, at: datetime) -> dict[str, Any]:
    said = "\n".join(passage.text for passage in reading.item.passages)
    title = reading.item.own_title
    about = {"item": reading.item.id, "url": reading.page, "title": title, "said": said[:_SAID]}
    return {**about, "size": len(said), "state": "wanted", "tries": 0, "next_try": at}


def keep_page_text(
    connection: Connection, changed: Sequence[Reading], marks: Mapping[str, str], at: datetime
) -> frozenset[str]:
    """Write what changed of the entries whose items hold a page's text, all but that text; returns these items' ids.

    `marks` maps items' ids to the fingerprints of what their feed gave.
    """
    teasers = {one.item.id: one.item for one in changed if one.page}
    found: list[str] = []
    for some in portions(sorted(teasers)):
        paged = select(items.c.id).where(items.c.id.in_(some), items.c.text_from == "page")
        found.extend(connection.scalars(paged))
    rows = [
        {**item_row(_with_text(teasers[old.id], old), marks[old.id], at), "own_text": text_of(teasers[old.id])}
        for old in read_items(connection, found)
    ]
    upsert(connection, items, rows, _GIVEN)
    return frozenset(found)


def _with_text(now: Item, old: Item) -> Item:
    """What the feed gives now, with the page's text, and what only the page said."""
    return replace(
        now,
        title=old.title,
        titled_from=old.titled_from,
        snapshot=old.snapshot,
        passages=old.passages,
        language=old.language,
        author=now.author or old.author,
        picture=now.picture or old.picture,
        dated_from=now.dated_from if now.published != old.published else old.dated_from,
        text_from=old.text_from,
        text_note=old.text_note,
    )


# -- asking for them -------------------------------------------------------------------------------------------------


def wanted(
    connection: Connection, at: datetime, oldest: Mapping[str, datetime | None], most: int, in_all: int
) -> tuple[list[WantedPage], int]:
    """The pages due at `at`, the newest items' first, `most` of a source, `in_all` together; and how many were left.

    `oldest` maps the sources that are read to the earliest `published` that is admitted, None for any. Pages of held
    items are not wanted.
    """
    columns = (items.c.source, items.c.published, *pages.c)
    due = select(*columns).join(items, items.c.id == pages.c.item)
    due = due.where(pages.c.state == "wanted", pages.c.next_try <= at, items.c.held == "")
    taken: Counter[str] = Counter()
    rows: dict[str, Row[Any]] = {}
    for row in connection.execute(due.order_by(items.c.published.desc(), items.c.id)):
        limit = oldest.get(row.source)
        if row.source not in oldest or (limit is not None and row.published < limit):
            continue
        taken[row.source] += 1
        if taken[row.source] <= most and len(rows) < in_all:
            rows[row.item] = row
    return [_wanted(one, rows[one.id]) for one in read_items(connection, list(rows))], taken.total() - len(rows)


def _wanted(item: Item, row: Row[Any]) -> WantedPage:
    return WantedPage(item, row.url, row.title, row.said, row.size, row.tries)


# -- what came of them -----------------------------------------------------------------------------------------------


def keep_page(connection: Connection, reading: Reading, at: datetime) -> None:
    """Give an item its page's text: its passages now are first seen `at`, unless they were known before."""
    item, snapshot = reading.item, reading.snapshot
    connection.execute(update(passages).where(passages.c.item == item.id).values(ordinal=None))
    upsert(connection, snapshots, [{"hash": snapshot.hash, "text": snapshot.text}])
    kept = {"id", "source", "fingerprint", "own_text", "first_seen", "last_seen"}
    row = {name: value for name, value in item_row(item, "", at).items() if name not in kept}
    connection.execute(update(items).where(items.c.id == item.id).values(**row))
    upsert(connection, passages, passage_rows(item, snapshot.text, at), PASSAGE_CHANGES)
    connection.execute(update(pages).where(pages.c.item == item.id).values(state="read"))


def keep_note(connection: Connection, item: Item, state: PageState, tries: int, next_try: datetime) -> None:
    """Note in an item why it has not its page's text, and when the page is asked for again, if it is."""
    said = {"text_from": item.text_from, "text_note": item.text_note}
    connection.execute(update(items).where(items.c.id == item.id).values(**said))
    asked = {"state": state, "tries": tries, "next_try": next_try}
    connection.execute(update(pages).where(pages.c.item == item.id).values(**asked))
