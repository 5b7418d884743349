"""What a test of the rules replays: the items of past weeks, what was printed of them, and the rules of that time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, exists, select

from digest.store.schema import items, printed, rules
from digest.store.upserts import upsert


def keep_rules(connection: Connection, name: str, body: str) -> None:
    """Keep the rules by their hash, unless they are known."""
    upsert(connection, rules, [{"hash": name, "body": body}])


def read_rules(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Rules by hash; unknown ones are left out."""
    query = select(rules.c.hash, rules.c.body).where(rules.c.hash.in_(sorted(set(names))))
    return {row.hash: row.body for row in connection.execute(query)}


def past_items(
    connection: Connection, since: datetime | None, until: datetime, issues: Sequence[str]
) -> list[tuple[datetime, str]]:
    """See `Store.past_items`."""
    seen = select(items.c.id, items.c.first_seen).where(items.c.held == "", items.c.first_seen <= until)
    if since is not None:
        seen = seen.where(items.c.first_seen > since)
    in_print = exists().where(printed.c.item == items.c.id, printed.c.issue.in_(issues))
    shown = select(items.c.id, items.c.first_seen).where(in_print)
    return sorted({(at, name) for query in (seen, shown) for name, at in connection.execute(query)})
