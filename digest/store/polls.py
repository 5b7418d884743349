"""What is remembered of asking each source's server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from sqlalchemy import Connection, select

from digest.models import Poll
from digest.store.schema import polls
from digest.store.upserts import upsert

_FIELDS = tuple(field.name for field in fields(Poll))
_COLUMNS = [polls.c.source, *(polls.c[name] for name in _FIELDS)]


def read_polls(connection: Connection) -> dict[str, Poll]:
    """What is remembered, by source."""
    found: dict[str, Poll] = {}
    for row in connection.execute(select(*_COLUMNS)).mappings():
        changes = tuple((minutes, news) for minutes, news in row["changes"])
        found[row["source"]] = Poll(**{name: row[name] for name in _FIELDS if name != "changes"}, changes=changes)
    return found


def write_polls(connection: Connection, heard: Mapping[str, Poll]) -> None:
    """Replace what is remembered of these sources."""
    rows = [{"source": source, **{name: getattr(heard[source], name) for name in _FIELDS}} for source in sorted(heard)]
    upsert(connection, polls, rows, _FIELDS)
