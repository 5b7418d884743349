"""send, reconcile, resolve, suppress: issues to their readers, and what is known of each."""

from __future__ import annotations

import secrets
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from digest.cli.context import Desk
from digest.errors import ConfigError
from digest.language.counted import counted

if TYPE_CHECKING:
    from digest.config import Config
    from digest.models import DeliveryState, ReaderList, Receipt, Recipient
    from digest.pipeline.sending import Sent
    from digest.store import Ledger, Store

GRACE = 36.0  # hours after closing in which an issue is sent without being named
_SHOWN = 20
_UNSETTLED = timedelta(minutes=2)  # Postfix writes its log within a second; the connection's end is waited for


@click.command()
@click.argument("issue", required=False)
@click.option("--to", "to", metavar="ADDRESS", multiple=True, help="Send a marked proof copy there, and nothing else.")
@click.option("--again", is_flag=True, help="Go on with an issue that is held.")
@click.option("--adopt", is_flag=True, help="Send from this copy of the database from now on.")
@click.pass_obj
def send(desk: Desk, issue: str | None, to: tuple[str, ...], again: bool, adopt: bool) -> int:
    """Send ISSUE (default: what is due) to its readers, each once; run it as often as you like."""
    from digest import wiring

    config = desk.config()
    with wiring.store(config, desk.base) as store, _stopping() as stop:
        if to:
            return _proofs(desk, config, store, issue, to, stop)
        ids = [_closed(store, issue)] if issue else _due(desk, config, store)
        if not ids:
            desk.tell({"sent": []}, "nothing to send")
            return 0
        return _send_all(desk, config, store, ids, stop, again=again, adopt=adopt)


@click.command()
@click.argument("issue", required=False)
@click.option("--log", "logs", metavar="FILE", multiple=True, help="Postfix's log, oldest first (/var/log/mail.log).")
@click.option(
    "--settle", default=_UNSETTLED.total_seconds(), help="Seconds after which a log is believed to be complete."
)
@click.pass_obj
def reconcile(desk: Desk, issue: str | None, logs: tuple[str, ...], settle: float) -> int:
    """Ask the log of a Postfix on this machine what became of unknown deliveries."""
    from digest import wiring
    from digest.delivery.maillog import read_log

    config, now = desk.config(), desk.now()
    lines = _lines(logs or ("/var/log/mail.log",))
    told: dict[str, dict[str, int]] = {}
    with wiring.store(config, desk.base) as store:
        for one in [issue] if issue else sorted(store.ledger.counts()):
            doubtful = store.ledger.receipts(one, "unknown")
            sent = [row.ticket for row in store.ledger.receipts(one, "sent")]
            keys = {row.ticket: row.key for row in doubtful}
            settled = {row.ticket for row in doubtful if now - row.changed_at >= timedelta(seconds=settle)}
            proved = read_log(lines, list(keys), sent)
            taken, never = [keys[one] for one in proved.taken], [keys[one] for one in proved.never & settled]
            store.ledger.resolve(one, taken, "sent", "the mail server's log has it", now)
            store.ledger.resolve(one, never, "pending", "the mail server's log has it not: it is sent again", now)
            if doubtful:
                left = len(doubtful) - len(taken) - len(never)
                told[one] = {"sent": len(taken), "pending": len(never), "unknown": left}
    desk.tell({"reconciled": told}, "\n".join(_reconciled(told)) or "no delivery is unknown")
    return 4 if any(one["unknown"] for one in told.values()) else 0


@click.command()
@click.argument("issue")
@click.argument("addresses", nargs=-1)
@click.option("--sent/--resend", "arrived", default=None, help="They have it; or: send it to them once more.")
@click.option("--all", "everybody", is_flag=True, help="All unknown deliveries of the issue.")
@click.pass_obj
def resolve(desk: Desk, issue: str, addresses: tuple[str, ...], arrived: bool | None, everybody: bool) -> None:
    """Say of unknown deliveries of ISSUE whether they arrived."""
    from digest import wiring

    if arrived is None or bool(addresses) == everybody:
        raise ConfigError("resolve: write --sent or --resend, and either addresses or --all")
    keys = None if everybody else [_reader(one).key for one in addresses]
    with wiring.store(desk.config(), desk.base) as store:
        state, why = ("sent", "said to have arrived") if arrived else ("pending", "said to be sent again")
        changed = store.ledger.resolve(issue, keys, state, why, desk.now())  # type: ignore[arg-type]
    what = "are sent" if arrived else "wait to be sent again"
    desk.tell({"issue": issue, "resolved": changed, "state": state}, f"{issue}: {counted(changed, 'reader')} {what}")


@click.command()
@click.argument("addresses", nargs=-1)
@click.option("--reason", default="by hand", help="Why; it is shown beside the reader.")
@click.option("--lift", is_flag=True, help="Write to them again.")
@click.pass_obj
def suppress(desk: Desk, addresses: tuple[str, ...], reason: str, lift: bool) -> None:
    """Never write to ADDRESSES, whatever a list says; without any, show who that is."""
    from digest import wiring

    keys = [_reader(one).key for one in addresses]
    with wiring.store(desk.config(), desk.base) as store:
        if lift:
            store.ledger.lift(keys)
        else:
            store.ledger.suppress(keys, reason, desk.now())
        found = store.ledger.suppressed()
    lines = [f"{key}: {why}" for key, why in found.items()]
    desk.tell({"suppressed": found}, "\n".join(lines) or "nobody is suppressed")


# -- sending -------------------------------------------------------------------------------------------------------


def _send_all(
    desk: Desk, config: Config, store: Store, ids: Sequence[str], stop: Event, *, again: bool, adopt: bool
) -> int:
    from digest import outgoing
    from digest.config import edition
    from digest.pipeline.sending import send as send_issue

    done: list[tuple[Sent, ReaderList]] = []
    jobs = []
    for one in ids:  # whatever is wrong in feeds.toml is said before anything is sent
        stored = store.issue_by_id(one)
        assert stored is not None
        table = edition(config, stored.edition)
        office = outgoing.office(config, table, desk.base, one, store.ledger, desk.now, stop)
        jobs.append((one, outgoing.readers(table, desk.base), office))
    doubt = outgoing.check_installation(desk.base, store.ledger, desk.now(), secrets.token_bytes(16), adopt=adopt)
    for one, readers, office in jobs:
        if not stop.is_set():
            with desk.watch.stage(f"send {one}") as stage:
                sent = send_issue(one, readers.readers, office, again=again)
                stage.items = sent.tried
            done.append((sent, readers))
    return _told(desk, store.ledger, done, doubt)


def _told(desk: Desk, ledger: Ledger, done: Sequence[tuple[Sent, ReaderList]], doubt: int) -> int:
    counts = ledger.counts()
    lines: list[str] = [f"{counted(doubt, 'delivery', 'deliveries')} of before are unknown"] if doubt else []
    rows: list[dict[str, Any]] = []
    bad = False
    for sent, readers in done:
        listed = ledger.receipts(sent.issue, "unknown", "failed")
        bad = bad or bool(listed) or bool(sent.held)
        lines += _issue_lines(sent, readers, counts.get(sent.issue, {}), listed)
        rows.append({**asdict(sent), "counts": counts.get(sent.issue, {}), "listed": [asdict(one) for one in listed],
                     "readers": len(readers.readers), "problems": readers.problems})  # fmt: skip
    desk.tell({"sent": rows, "doubt": doubt, "stages": desk.watch.figures()}, "\n".join(lines))
    return 4 if bad else 0


def _issue_lines(
    sent: Sent, readers: ReaderList, counts: Mapping[DeliveryState, int], listed: Sequence[Receipt]
) -> Iterator[str]:
    told = ", ".join(f"{number:,} {state}" for state, number in counts.items()) or "no readers"
    yield f"{sent.issue}: {told}" + (" (stopped)" if sent.stopped else "")
    if sent.held:
        yield f"  held: {sent.held}; `digest send {sent.issue} --again` goes on"
    yield from reader_lines(readers)
    for one in listed[:_SHOWN]:
        yield f"  {one.state}: {one.address}: {one.reply}"
    if len(listed) > _SHOWN:
        yield f"  and {len(listed) - _SHOWN} more: `digest --json send` lists all"
    if any(one.state == "unknown" for one in listed):
        yield f"  unknown ones may have arrived: `digest reconcile` asks the log, `digest resolve {sent.issue}` decides"


def reader_lines(readers: ReaderList) -> Iterator[str]:
    """What is to be said of a list of readers; nothing when all is well."""
    if readers.repeated:
        yield f"  {counted(readers.repeated, 'address is', 'addresses are')} there twice, and written to once"
    if readers.ignored:
        yield f"  columns without a meaning here: {', '.join(readers.ignored)}"
    for one in readers.problems[:_SHOWN]:
        yield f"  left out: {one}"
    if len(readers.problems) > _SHOWN:
        yield f"  and {len(readers.problems) - _SHOWN} more lines"


def _proofs(desk: Desk, config: Config, store: Store, issue: str | None, to: Sequence[str], stop: Event) -> int:
    from digest import outgoing
    from digest.config import edition

    readers = [_reader(one) for one in to]
    found = _issue_or_last(config, store, issue)
    stored = store.issue_by_id(found)
    table = edition(config, stored.edition if stored else found.partition("/")[0])
    courier = outgoing.couriers(config, table, desk.base, stop)()
    answers = {}
    try:
        for one in readers:
            parcel = outgoing.proof(config, table, desk.base, found, one, secrets.token_hex(8))
            answers[one.address] = courier.offer(parcel) or courier.finish()
    finally:
        courier.close()
    lines = [f"{address}: {'proof sent' if one.verdict == 'sent' else one.text}" for address, one in answers.items()]
    desk.tell({"proofs": {address: asdict(one) for address, one in answers.items()}}, "\n".join(lines))
    return 0 if all(one.verdict == "sent" for one in answers.values()) else 4


def _issue_or_last(config: Config, store: Store, issue: str | None) -> str:
    if issue:
        return issue
    found = [one for table in config.editions for one in store.issues(table.name)[-1:]]
    if not found:
        raise ConfigError("send: there is no issue yet; `digest run` makes one")
    return found[0].id


def _closed(store: Store, issue: str) -> str:
    stored = store.issue_by_id(issue)
    if stored is None:
        raise ConfigError(f"{issue}: there is no such issue; `digest status` lists them")
    if stored.state != "closed":
        raise ConfigError(
            f"{issue}: it is a {stored.state} issue; only a closed one is sent (`digest approve {issue}`)"
        )
    return issue


def _due(desk: Desk, config: Config, store: Store) -> list[str]:
    from digest import outgoing

    begun = store.ledger.open_issues()
    tables = [one for one in config.editions if one.recipients]
    if not tables:
        raise ConfigError('send: no edition has readers; write recipients = "readers.csv" in [[editions]]')
    return [one for table in tables for one in outgoing.due_issues(store.issues(table.name), begun, desk.now(), GRACE)]


def _reader(text: str) -> Recipient:
    from digest.delivery.readers import recipient

    try:
        return recipient(text)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def _lines(logs: Sequence[str]) -> list[str]:
    try:
        return [line for log in logs for line in Path(log).read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError as error:
        raise ConfigError(f"{error.filename}: {error.strerror}; name Postfix's log by --log") from None


def _reconciled(told: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for issue, one in told.items():
        yield (
            f"{issue}: of the unknown {one['sent']} had arrived, {one['pending']} had not and wait again, "
            f"{one['unknown']} are still unknown"
        )


@contextmanager
def _stopping() -> Iterator[Event]:
    """An event that SIGTERM and SIGINT set: mails whose end is given are waited for, others are withdrawn."""
    stop = Event()
    before = {one: signal.signal(one, lambda *_: stop.set()) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
