"""A store with a closed issue and its readers, and processes that send it: killed at a step, or at any moment."""

from __future__ import annotations

import os
import signal
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from digest.config.relays import Relay
from digest.delivery.envelope import message_id
from digest.delivery.pacing import Pacing
from digest.models import Answer, Delivery, Parcel, Recipient
from digest.pipeline.sending import Office, send
from digest.publish.process import surely_gone, this_process
from digest.publish.smtp import SmtpCourier
from digest.store import Ledger, Store, open_store

SLOT = datetime(2026, 11, 23, 7, tzinfo=UTC)
ISSUE = "weekly/2026-W48"
STEPS = ("enrol", "enrolled", "claimed", "MAIL", "RCPT", "offered", "handoff", "ended", "answered")
"""The moments at which a sender is killed: before and after each thing that it does for a mail."""


def readers(count: int) -> list[Recipient]:
    """Readers at three domains."""
    return [
        Recipient(f"r{nth}@d{nth % 3}.example", f"r{nth}@d{nth % 3}.example", f"Reader {nth}") for nth in range(count)
    ]


def close_issue(store: Store, issue: str = ISSUE, week: int = 0) -> None:
    """Store a closed issue."""
    slot = SLOT + timedelta(weeks=week)
    store.draft("weekly", slot, issue, slot, lambda number: b"{}")
    store.close(issue, [], slot)


def write(one: Delivery) -> Parcel:
    """A small mail."""
    head = f"Message-ID: {message_id(one.ticket, 'desk@example.org')}\r\nTo: <{one.recipient.address}>\r\n"
    body = f"{head}Subject: News\r\n\r\n.dots\r\n..\r\nfor {one.recipient.name}\r\n"
    return Parcel("desk@example.org", one.recipient.address, body.encode(), one.ticket)


def office(store: Store, port: int, **other: Any) -> Office:
    """An office that sends to a server on this machine."""
    stop = other.pop("stop", Event())
    patience = other.pop("patience", 5.0)
    relay = Relay("127.0.0.1", port, "none")
    plain = Office(
        ledger=store.ledger,
        owner=this_process(),
        gone=surely_gone,
        couriers=lambda: SmtpCourier(relay, "example.org", lambda _: None, patience=patience, end_patience=patience),
        write=write,
        now=lambda: SLOT,
        pacing=Pacing(0, 0),
        stop=stop,
    )
    return replace(plain, **other)


def states(store: Store, issue: str = ISSUE) -> dict[str, int]:
    """How many deliveries are in which state."""
    return {str(state): number for state, number in store.ledger.counts().get(issue, {}).items()}


# -- processes -----------------------------------------------------------------------------------------------------


def send_all(say: Callable[[str], None], url: str, port: int, issues: Sequence[str], count: int, lines: int) -> None:
    """Send some issues, one after the other; says "begin" before, and nothing after."""
    with open_store(url) as store:
        say("begin")
        for one in issues:
            send(one, readers(count), office(store, port, connections=lines))


def send_and_die(say: Callable[[str], None], url: str, port: int, step: str, nth: int, count: int) -> None:
    """Send the issue, and die by SIGKILL when `step` is met for the `nth` time."""
    left = [nth]

    def meet(name: str) -> None:
        if name == step:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    with open_store(url) as store:
        plain = office(store, port)
        relay = Relay("127.0.0.1", port, "none")
        fragile: Any = _FragileLedger(store.ledger, meet)
        send(
            ISSUE,
            readers(count),
            replace(
                plain, ledger=fragile, couriers=lambda: _FragileCourier(relay, "example.org", lambda _: None, meet)
            ),
        )
        say("survived")


class _FragileLedger:
    """A ledger that meets steps."""

    def __init__(self, inner: Ledger, meet: Callable[[str], None]) -> None:
        self._inner, self._meet = inner, meet

    def enrol(self, *words: Any) -> int:
        self._meet("enrol")
        done = self._inner.enrol(*words)
        self._meet("enrolled")
        return done

    def claim(self, *words: Any) -> list[Delivery]:
        done = self._inner.claim(*words)
        self._meet("claimed")
        return done

    def note(self, *words: Any) -> frozenset[str]:
        done = self._inner.note(*words)
        self._meet("handoff")
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _FragileCourier(SmtpCourier):
    """A courier that meets steps."""

    def __init__(self, relay: Relay, hello: str, pause: Callable[[float], object], meet: Callable[[str], None]) -> None:
        super().__init__(relay, hello, pause)
        self._meet = meet

    def _connect(self) -> smtplib.SMTP:
        line = super()._connect()
        meet = self._meet

        def putcmd(cmd: str, args: str = "") -> None:
            smtplib.SMTP.putcmd(line, cmd, args)
            meet(cmd.split(" ")[0].upper())

        line.putcmd = putcmd  # type: ignore[method-assign]
        return line

    def offer(self, parcel: Parcel) -> Answer | None:
        done = super().offer(parcel)
        self._meet("offered")
        return done

    def finish(self) -> Answer:
        line = self._line
        assert line is not None

        def getreply() -> tuple[int, bytes]:
            self._meet("ended")
            return smtplib.SMTP.getreply(line)

        line.getreply = getreply  # type: ignore[method-assign]
        done = super().finish()
        del line.getreply
        self._meet("answered")
        return done


def database(folder: Path) -> str:
    """A SQLite file's address."""
    return str(folder / "digest.sqlite3")
