"""Issues and their plans: draft -> approved -> closed, or dropped; and what each closed issue printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from itertools import count

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from digest.errors import DigestError
from digest.store.records import Appearance, StoredIssue
from digest.store.schema import issues, pin_uses, pins, plans, printed, repeats
from digest.store.upserts import portions, upsert


def read_issues(connection: Connection, *which: ColumnElement[bool]) -> list[StoredIssue]:
    """The issues that meet the conditions, by edition, then by slot."""
    head = (issues.c.id, issues.c.edition, issues.c.slot, issues.c.number, issues.c.state, issues.c.revision)
    its_plan = and_(plans.c.issue == issues.c.id, plans.c.revision == issues.c.revision)
    query = select(*head, plans.c.hash, issues.c.until, issues.c.closed_at).join(plans, its_plan)
    found = [StoredIssue(*row) for row in connection.execute(query.where(*which))]
    return sorted(found, key=lambda one: (one.edition, one.slot))


def issue_by_id(connection: Connection, name: str) -> StoredIssue | None:
    """The issue, in whatever state."""
    return next(iter(read_issues(connection, issues.c.id == name)), None)


def issue_at(connection: Connection, edition: str, slot: datetime) -> StoredIssue | None:
    """The issue of a slot, unless it was dropped."""
    here = (issues.c.edition == edition, issues.c.slot == slot, issues.c.state != "dropped")
    return next(iter(read_issues(connection, *here)), None)


def issues_of(connection: Connection, edition: str) -> list[StoredIssue]:
    """An edition's issues by slot, without those that were dropped."""
    return read_issues(connection, issues.c.edition == edition, issues.c.state != "dropped")


def last_closed(connection: Connection, edition: str) -> StoredIssue | None:
    """The closed issue whose cut-off is the latest: the watermark never goes back."""
    closed = read_issues(connection, issues.c.edition == edition, issues.c.state == "closed")
    return max(closed, key=lambda one: (one.until, one.slot), default=None)


def draft(
    connection: Connection, edition: str, slot: datetime, name: str, until: datetime, make: Callable[[int], bytes]
) -> StoredIssue:
    """See `Store.draft`."""
    known = read_issues(connection, or_(issues.c.id == name, and_(issues.c.edition == edition, issues.c.slot == slot)))
    for one in known:
        if (one.id, one.edition, one.slot) != (name, edition, slot):
            raise DigestError(
                f"{name} cannot be the issue of {slot.isoformat()}: {one.id} is that of {one.slot.isoformat()}"
            )
        if one.state in {"approved", "closed"}:
            return one
    _drop_earlier(connection, edition, slot)
    number = _number(connection, edition, name)
    body = make(number)
    revision = _revision(connection, name, body)
    row = {"id": name, "edition": edition, "slot": slot, "number": number, "revision": revision, "state": "draft"}
    upsert(connection, issues, [{**row, "until": until}], ("number", "revision", "state", "until"))
    upsert(connection, plans, [{"issue": name, "revision": revision, "hash": _hash(body), "body": body}])
    return _get(connection, name)


def plan(connection: Connection, name: str, revision: int | None) -> bytes:
    """See `Store.plan`."""
    which = issues.c.revision if revision is None else revision
    query = select(plans.c.body).join(issues, issues.c.id == plans.c.issue)
    body: bytes | None = connection.scalar(query.where(plans.c.issue == name, plans.c.revision == which))
    if body is None:
        missing = "such issue" if revision is None else f"revision {revision} of such an issue"
        raise DigestError(f"{name}: the store has no {missing}; `digest status` lists the issues")
    return body


def approve(connection: Connection, name: str) -> StoredIssue:
    """See `Store.approve`."""
    found = _get(connection, name)
    _refuse_dropped(found)
    if found.state != "draft":
        return found
    connection.execute(update(issues).where(issues.c.id == name).values(state="approved"))
    return _get(connection, name)


def close(
    connection: Connection,
    name: str,
    rows: Sequence[tuple[str, str, str]],
    at: datetime,
    revision: int | None,
    left_out: Sequence[tuple[str, str, str, str]] = (),
) -> StoredIssue:
    """See `Store.close`."""
    found = _get(connection, name)
    _refuse_dropped(found)
    if found.state == "closed":
        return found
    final = found.revision if revision is None else revision
    plan(connection, name, final)
    connection.execute(update(issues).where(issues.c.id == name).values(state="closed", closed_at=at, revision=final))
    where = {"issue": name, "edition": found.edition}
    upsert(connection, printed, [{**where, "item": item, "passage": key, "piece": piece} for item, key, piece in rows])
    _keep_repeats(connection, name, found.edition, left_out)
    _use_pins(connection, found.edition, {item for item, _, _ in rows})
    return _get(connection, name)


def history(connection: Connection, item: str) -> list[Appearance]:
    """Where an item was printed, the earliest slot first."""
    columns = (printed.c.issue, printed.c.edition, printed.c.passage, printed.c.piece)
    query = select(issues.c.slot, *columns).join(issues, issues.c.id == printed.c.issue).where(printed.c.item == item)
    return [Appearance(*row[1:]) for row in sorted(connection.execute(query))]


def last_printed(connection: Connection, edition: str, ids: Iterable[str]) -> dict[str, str]:
    """The latest issue of the edition that printed anything of each item, by item; never printed ones are left out."""
    found: dict[str, tuple[datetime, str]] = {}
    for some in portions(ids):
        columns = select(printed.c.item, issues.c.slot, printed.c.issue).join(issues, issues.c.id == printed.c.issue)
        mine = columns.where(printed.c.edition == edition, printed.c.item.in_(some)).distinct()
        for item, slot, issue in connection.execute(mine):
            found[item] = max(found.get(item, (slot, issue)), (slot, issue))
    return {item: issue for item, (_, issue) in found.items()}


def _get(connection: Connection, name: str) -> StoredIssue:
    found = issue_by_id(connection, name)
    if found is None:
        raise DigestError(f"{name}: the store has no such issue; `digest status` lists the issues")
    return found


def _refuse_dropped(found: StoredIssue) -> None:
    if found.state == "dropped":
        raise DigestError(
            f"{found.id}: this draft was dropped when a later issue of {found.edition} was drafted:"
            " that one has what it held"
        )


def _drop_earlier(connection: Connection, edition: str, slot: datetime) -> None:
    """Drop what was drafted for earlier slots: left standing, it could be closed later and print everything twice."""
    earlier = and_(issues.c.edition == edition, issues.c.slot < slot, issues.c.state == "draft")
    connection.execute(update(issues).where(earlier).values(state="dropped"))


def _number(connection: Connection, edition: str, name: str) -> int:
    """The lowest number above the closed issues' that no other issue holds, or the issue's own if that is lower."""
    columns = select(issues.c.id, issues.c.number, issues.c.state)
    rows = connection.execute(columns.where(issues.c.edition == edition, issues.c.state != "dropped")).all()
    others: set[int] = {row.number for row in rows if row.id != name}
    own: list[int] = [row.number for row in rows if row.id == name]
    last: int = max((row.number for row in rows if row.state == "closed"), default=0)
    return min([next(number for number in count(last + 1) if number not in others), *own])


def _revision(connection: Connection, name: str, body: bytes) -> int:
    """The number of the latest plan if it is this one, else the next."""
    query = select(plans.c.revision, plans.c.hash).where(plans.c.issue == name).order_by(plans.c.revision.desc())
    latest = connection.execute(query.limit(1)).first()
    if latest is None:
        return 1
    held: int = latest.revision
    return held if latest.hash == _hash(body) else held + 1


def _hash(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


def _use_pins(connection: Connection, edition: str, printed_items: set[str]) -> None:
    meant = pins.c.edition.in_(["", edition])
    for some in portions(sorted(printed_items)):
        query = select(pins.c.item, pins.c.edition).where(meant, pins.c.item.in_(some))
        found = connection.execute(query).all()
        rows = [{"item": item, "pinned_for": pinned_for, "edition": edition} for item, pinned_for in found]
        upsert(connection, pin_uses, rows)


def _keep_repeats(connection: Connection, issue: str, edition: str, rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Note what a closed issue left out: (item, passage key, issue that told it, piece there), each once."""
    where = {"issue": issue, "edition": edition}
    names = ("item", "passage", "told_issue", "told_piece")
    upsert(connection, repeats, [{**where, **dict(zip(names, row, strict=True))} for row in rows])
