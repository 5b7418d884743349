"""The feeds that were found by way of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, select

from digest.models import FoundFeed
from digest.store.schema import found_feeds
from digest.store.upserts import upsert


def read_feeds(connection: Connection) -> list[FoundFeed]:
    """All of them, by source."""
    return [FoundFeed(*row) for row in connection.execute(select(found_feeds).order_by(found_feeds.c.source))]


def keep_feeds(connection: Connection, found: Sequence[FoundFeed]) -> None:
    """Keep these, each in place of what its source had before."""
    rows = {one.source: asdict(one) for one in found}
    upsert(connection, found_feeds, [rows[name] for name in sorted(rows)], ("page", "feed", "how", "at"))
