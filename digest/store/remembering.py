"""What an edition's memory is made of: the plans of its closed issues, the words they told, what they left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from digest.store.issues import read_issues
from digest.store.items import cut, read_snapshots
from digest.store.records import CurrentText, Retold
from digest.store.schema import issues, items, passages, plans, printed, repeats, snapshots
from digest.store.upserts import portions

TextKey = tuple[str, str]  # item id, passage key


def closed_plans(
    connection: Connection, edition: str, since: datetime | None, until: datetime | None, also: Sequence[str]
) -> dict[str, bytes]:
    """See `Store.closed_plans`."""
    which = _closed(edition, since, until, also)
    same = and_(plans.c.issue == issues.c.id, plans.c.revision == issues.c.revision)
    query = select(issues.c.id, plans.c.body).join(plans, same).where(*which)
    bodies = {row.id: row.body for row in connection.execute(query)}
    return {one.id: bodies[one.id] for one in read_issues(connection, *which)}


def told_texts(connection: Connection, which: Sequence[str]) -> dict[TextKey, str]:
    """See `Store.told_texts`."""
    same = and_(passages.c.item == printed.c.item, passages.c.key == printed.c.passage, passages.c.nth == 0)
    columns = (passages.c.item, passages.c.key, passages.c.snapshot, passages.c.spans, passages.c.text)
    rows = connection.execute(select(*columns).join(printed, same).where(printed.c.issue.in_(which))).all()
    whole = read_snapshots(connection, {row.snapshot for row in rows if row.text is None})
    return {
        (row.item, row.key): row.text if row.text is not None else cut(whole[row.snapshot].text, row.spans)
        for row in rows
    }


def retold(connection: Connection, item: str) -> list[Retold]:
    """See `Store.retold`."""
    columns = (repeats.c.issue, repeats.c.edition, repeats.c.passage, repeats.c.told_issue, repeats.c.told_piece)
    query = select(issues.c.slot, *columns).join(issues, issues.c.id == repeats.c.issue).where(repeats.c.item == item)
    return [Retold(*row[1:]) for row in sorted(connection.execute(query))]


def current_texts(connection: Connection, ids: Sequence[str]) -> dict[str, CurrentText]:
    """See `Store.current_texts`."""
    found: dict[str, CurrentText] = {}
    for some in portions(sorted(set(ids))):
        query = select(items.c.id, items.c.title, snapshots.c.hash, snapshots.c.text)
        rows = connection.execute(
            query.join(snapshots, items.c.snapshot == snapshots.c.hash).where(items.c.id.in_(some))
        )
        found.update((row[0], CurrentText(*row[1:])) for row in rows)
    return found


def _closed(
    edition: str, since: datetime | None, until: datetime | None, also: Sequence[str]
) -> list[ColumnElement[bool]]:
    """The conditions of an edition's closed issues with a cut-off in [since, until], and of those named in `also`."""
    which: list[ColumnElement[bool]] = [issues.c.edition == edition, issues.c.state == "closed"]
    if since is not None:
        which.append(or_(issues.c.until >= since, issues.c.id.in_(also)))
    if until is not None:
        which.append(issues.c.until <= until)
    return which
