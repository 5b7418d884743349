"""The ledger: one row for each issue and reader, from pending to sent, and never sent twice.

Each row has at most one owner, a sending process. What a process writes is guarded by being the owner: one that was
thought dead and is not finds its rows taken, and lets go of the mail before its last dot.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, delete, exists, func, or_, select, update

from digest.models import Delivery, DeliveryState, Receipt, Recipient, Settled
from digest.store.schema import deliveries, dispatches, senders, suppressions
from digest.store.upserts import portions, upsert

LEASE = timedelta(minutes=15)  # longer than the ten minutes that a server may take for its last answer
_IN_HAND = ("claimed", "handoff")
_row = deliveries.c


def ticket(issue: str, key: str) -> str:
    """What stands for an issue and a reader in a Message-ID: 20 hex digits, always the same."""
    return blake2b(f"{issue}\0{key}".encode(), digest_size=10).hexdigest()


def enrol(connection: Connection, issue: str, readers: Iterable[Recipient], at: datetime) -> int:
    """Give each reader a row, those excepted who have one or must not be written to; how many are new."""
    upsert(connection, dispatches, [{"issue": issue, "begun_at": at, "held": ""}])
    barred = set(connection.scalars(select(suppressions.c.recipient)))
    known = set(connection.scalars(select(_row.recipient).where(_row.issue == issue)))
    fresh = {"issue": issue, "state": "pending", "owner": "", "tries": 0, "reply": "", "changed_at": at}
    rows = [
        {**fresh, "recipient": one.key, "address": one.address, "name": one.name, "ticket": ticket(issue, one.key)}
        for one in readers
        if one.key not in barred and one.key not in known
    ]
    upsert(connection, deliveries, rows)
    return len(rows)


def recover(connection: Connection, owner: str, at: datetime, gone: Callable[[str], bool]) -> int:
    """Take back what senders had in hand that are no more; how many deliveries are unknown from now on.

    A claimed mail was surely not handed over: it waits again. One in hand-off may have been: nobody sends it again by
    himself. Then `owner` is noted as a sender.
    """
    rows = connection.execute(select(senders.c.owner, senders.c.until)).all()
    dead = [one for one, until in rows if one != owner and (until <= at or gone(one))]
    alive = {one for one, _ in rows if one not in dead and one != owner}
    left = [one for one in connection.scalars(_holders()) if one not in alive]
    lost = 0
    for some in portions(left):
        mine = _row.owner.in_(some)
        connection.execute(update(deliveries).where(mine, _row.state == "claimed").values(state="pending", owner=""))
        why = "the sender ended between the hand-over and the server's answer"
        doubt = update(deliveries).where(mine, _row.state == "handoff")
        lost += connection.execute(doubt.values(state="unknown", reply=why, changed_at=at)).rowcount
    for some in portions(dead):
        connection.execute(delete(senders).where(senders.c.owner.in_(some)))
    _sign_on(connection, owner, at)
    return lost


def _holders() -> Select[tuple[str]]:
    return select(_row.owner).where(_row.state.in_(_IN_HAND)).distinct()


def _sign_on(connection: Connection, owner: str, at: datetime) -> None:
    upsert(connection, senders, [{"owner": owner, "until": at + LEASE}], ("until",))


def sign_off(connection: Connection, owner: str) -> None:
    """Put back what `owner` claimed and has not handed over, and note that it sends no more."""
    mine = and_(_row.owner == owner, _row.state == "claimed")
    connection.execute(update(deliveries).where(mine).values(state="pending", owner=""))
    connection.execute(delete(senders).where(senders.c.owner == owner))


def claim(connection: Connection, issue: str, owner: str, at: datetime, count: int) -> list[Delivery]:
    """Take at most `count` deliveries that are due, in the order of their tickets: servers get their share evenly.

    PostgreSQL passes over rows that another sender is just taking; SQLite has one writer at a time.
    """
    due = or_(_row.state == "pending", and_(_row.state == "retry", _row.next_try <= at))
    barred = exists().where(suppressions.c.recipient == _row.recipient)
    columns = (_row.recipient, _row.address, _row.name, _row.ticket, _row.tries, _row.first_try)
    free = select(*columns).where(_row.issue == issue, due, ~barred).order_by(_row.ticket).limit(count)
    rows = connection.execute(free.with_for_update(skip_locked=True, of=deliveries)).all()
    if rows:
        mine = and_(_row.issue == issue, _row.recipient.in_([row.recipient for row in rows]))
        taken = {"state": "claimed", "owner": owner, "changed_at": at, "first_try": func.coalesce(_row.first_try, at)}
        connection.execute(update(deliveries).where(mine).values(taken))
    _sign_on(connection, owner, at)
    return [
        Delivery(issue, Recipient(row.recipient, row.address, row.name), row.ticket, row.tries, row.first_try or at)
        for row in rows
    ]


_HAND_OVER = (
    update(deliveries)
    .where(
        _row.issue == bindparam("of"),
        _row.recipient.in_(bindparam("whom", expanding=True)),
        _row.owner == bindparam("me"),
        _row.state == "claimed",
    )
    .values(state="handoff", tries=_row.tries + 1, changed_at=bindparam("now"))
    .returning(_row.recipient)
)
# Also of a row that another sender has given up as unknown meanwhile: the owner has the server's answer.
_SETTLE = (
    update(deliveries)
    .where(
        _row.issue == bindparam("of"),
        _row.recipient == bindparam("whom"),
        _row.owner == bindparam("me"),
        or_(*(_row.state == state for state in (*_IN_HAND, "unknown"))),  # IN is not for many rows at once
    )
    .values(
        state=bindparam("becomes"),
        tries=bindparam("nth"),
        reply=bindparam("said"),
        next_try=bindparam("again"),
        changed_at=bindparam("now"),
    )
)


def note(
    connection: Connection, issue: str, owner: str, at: datetime, settled: Sequence[Settled], handing: Collection[str]
) -> frozenset[str]:
    """Write what became of deliveries, and that those of `handing` (keys) are handed over now.

    Gives the keys that may be handed over: the others are not this owner's any more.
    """
    same = {"of": issue, "me": owner, "now": at}
    if settled:
        rows = [
            {**same, "whom": one.key, "becomes": one.state, "said": one.reply, "again": one.next_try, "nth": one.tries}
            for one in settled
        ]
        connection.execute(_SETTLE, rows)
    if not handing:
        return frozenset()
    return frozenset(connection.scalars(_HAND_OVER, {**same, "whom": sorted(handing)}))


def resolve(
    connection: Connection, issue: str, keys: Collection[str] | None, state: DeliveryState, why: str, at: datetime
) -> int:
    """Let deliveries that are unknown become sent, or pending to be sent again; of these keys, or all; how many."""
    changed = 0
    change = {"state": state, "reply": why, "owner": "", "changed_at": at}
    for which in _which(keys):
        doubtful = and_(_row.issue == issue, _row.state == "unknown", which)
        changed += connection.execute(update(deliveries).where(doubtful).values(change)).rowcount
    return changed


def _which(keys: Collection[str] | None) -> Iterable[ColumnElement[bool]]:
    return [_row.issue.is_not(None)] if keys is None else [_row.recipient.in_(some) for some in portions(sorted(keys))]


def give_up(connection: Connection, issue: str, at: datetime, oldest: datetime) -> None:
    """Let go of what waits for readers who must not be written to, and of what was first tried before `oldest`."""
    waits = and_(_row.issue == issue, _row.state.in_(("pending", "retry")))
    why = select(suppressions.c.reason).where(suppressions.c.recipient == _row.recipient).scalar_subquery()
    barred = exists().where(suppressions.c.recipient == _row.recipient)
    row = update(deliveries).where(waits)
    connection.execute(row.where(barred).values(state="suppressed", reply=why, changed_at=at))
    connection.execute(row.where(_row.state == "retry", _row.first_try < oldest).values(state="failed", changed_at=at))


def doubt_all(connection: Connection, at: datetime) -> int:
    """Hold whatever waits or is in hand, of any issue, as unknown: this database is a copy; how many."""
    waits = _row.state.in_(("pending", "retry", *_IN_HAND))
    why = "this database was copied or restored: whether the mail was sent meanwhile is not known"
    doubtful = update(deliveries).where(waits).values(state="unknown", owner="", reply=why, changed_at=at)
    return connection.execute(doubtful).rowcount


def hold(connection: Connection, issue: str, why: str) -> None:
    """Stop an issue's sending until somebody has looked; "" lets it go on."""
    connection.execute(update(dispatches).where(dispatches.c.issue == issue).values(held=why))


def held(connection: Connection, issue: str) -> str:
    """Why an issue's sending is stopped; "" when it is not."""
    return connection.scalar(select(dispatches.c.held).where(dispatches.c.issue == issue)) or ""


def begun(connection: Connection) -> list[str]:
    """The issues whose sending was begun and that still have something that waits or is in hand."""
    waits = _row.state.in_(("pending", "retry", *_IN_HAND))
    return sorted(connection.scalars(select(_row.issue).where(waits).distinct()))


def counts(connection: Connection) -> dict[str, dict[DeliveryState, int]]:
    """Deliveries by issue and state."""
    found: dict[str, dict[DeliveryState, int]] = {}
    rows = connection.execute(select(_row.issue, _row.state, func.count()).group_by(_row.issue, _row.state))
    for issue, state, number in sorted(rows):
        found.setdefault(issue, {})[state] = number
    return found


def receipts(connection: Connection, issue: str, states: Collection[DeliveryState]) -> list[Receipt]:
    """The deliveries of an issue in these states, by reader."""
    columns = (_row.issue, _row.recipient, _row.address, _row.ticket, _row.state, _row.reply, _row.changed_at)
    query = select(*columns, _row.next_try).where(_row.issue == issue, _row.state.in_(sorted(states)))
    return sorted((Receipt(*row) for row in connection.execute(query)), key=lambda one: one.key)


def suppress(connection: Connection, keys: Iterable[str], reason: str, at: datetime) -> None:
    """Note readers who must not be written to; who is noted already keeps the first reason."""
    upsert(connection, suppressions, [{"recipient": key, "reason": reason, "at": at} for key in sorted(set(keys))])


def lift(connection: Connection, keys: Iterable[str]) -> int:
    """Let readers be written to again; how many could not be before."""
    lifted = 0
    for some in portions(sorted(set(keys))):
        lifted += connection.execute(delete(suppressions).where(suppressions.c.recipient.in_(some))).rowcount
    return lifted


def suppressed(connection: Connection) -> dict[str, str]:
    """Who must not be written to, and why, by key."""
    rows = connection.execute(select(suppressions.c.recipient, suppressions.c.reason))
    return dict(sorted((key, reason) for key, reason in rows))
