"""The ledger's one door: each method is one transaction, and what it wrote outlives a power cut."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from digest.models import Delivery, DeliveryState, Receipt, Recipient, Settled
from digest.store import deliveries, instances
from digest.store.database import Database


class Ledger:
    """One row for each issue and reader. Any method may raise EnvironmentFault. Several processes may use it."""

    def __init__(self, database: Database) -> None:
        """Take a database whose schema is right: see `Store.ledger`."""
        self._database = database

    # -- a run -----------------------------------------------------------------------------------------------------

    def begin(self, owner: str, at: datetime, gone: Callable[[str], bool]) -> int:
        """Note `owner` as a sender, and take back what dead senders had in hand; how many are unknown from now on.

        `gone` says of an owner that it surely lives no more; others are believed for 15 minutes after their last word.
        """
        with self._database.sending() as connection:
            return deliveries.recover(connection, owner, at, gone)

    def end(self, owner: str) -> None:
        """Put back what `owner` claimed and did not hand over, and forget that it sends."""
        with self._database.sending() as connection:
            deliveries.sign_off(connection, owner)

    def enrol(self, issue: str, readers: Iterable[Recipient], at: datetime) -> int:
        """Give each reader a row, those excepted who have one or must not be written to; how many are new."""
        with self._database.sending() as connection:
            return deliveries.enrol(connection, issue, readers, at)

    def give_up(self, issue: str, at: datetime, oldest: datetime) -> None:
        """Let go of what waits for suppressed readers, and of retries that were first tried before `oldest`."""
        with self._database.sending() as connection:
            deliveries.give_up(connection, issue, at, oldest)

    def claim(self, issue: str, owner: str, at: datetime, count: int) -> list[Delivery]:
        """Take at most `count` deliveries that are due; nobody else gets them."""
        with self._database.sending() as connection:
            return deliveries.claim(connection, issue, owner, at, count)

    def note(
        self, issue: str, owner: str, at: datetime, settled: Sequence[Settled], handing: Collection[str]
    ) -> frozenset[str]:
        """Write what became of deliveries, and that those of `handing` are handed over now: those that may."""
        with self._database.sending() as connection:
            return deliveries.note(connection, issue, owner, at, settled, handing)

    def hold(self, issue: str, why: str) -> None:
        """Stop an issue's sending until somebody has looked; "" lets it go on."""
        with self._database.sending() as connection:
            deliveries.hold(connection, issue, why)

    def held(self, issue: str) -> str:
        """Why an issue's sending is stopped; "" when it is not."""
        with self._database.reading() as connection:
            return deliveries.held(connection, issue)

    # -- looking and deciding --------------------------------------------------------------------------------------

    def open_issues(self) -> list[str]:
        """The ids of the issues of which something waits or is in hand."""
        with self._database.reading() as connection:
            return deliveries.begun(connection)

    def counts(self) -> dict[str, dict[DeliveryState, int]]:
        """Deliveries by issue and state."""
        with self._database.reading() as connection:
            return deliveries.counts(connection)

    def receipts(self, issue: str, *states: DeliveryState) -> list[Receipt]:
        """The deliveries of an issue in these states, by reader."""
        with self._database.reading() as connection:
            return deliveries.receipts(connection, issue, states)

    def resolve(self, issue: str, keys: Collection[str] | None, state: DeliveryState, why: str, at: datetime) -> int:
        """Let unknown deliveries become "sent", or "pending" to be sent again; of these keys, or all; how many."""
        with self._database.sending() as connection:
            return deliveries.resolve(connection, issue, keys, state, why, at)

    # -- who must not be written to --------------------------------------------------------------------------------

    def suppress(self, keys: Iterable[str], reason: str, at: datetime) -> None:
        """Note readers who must not be written to; who is noted already keeps the first reason."""
        with self._database.sending() as connection:
            deliveries.suppress(connection, keys, reason, at)

    def lift(self, keys: Iterable[str]) -> int:
        """Let readers be written to again; how many could not be before."""
        with self._database.sending() as connection:
            return deliveries.lift(connection, keys)

    def suppressed(self) -> dict[str, str]:
        """Who must not be written to, and why, by key."""
        with self._database.reading() as connection:
            return deliveries.suppressed(connection)

    # -- whose database it is --------------------------------------------------------------------------------------

    def instance(self) -> tuple[str, int]:
        """The installation that sends from this database, and the number of runs it began; ("", 0) before the first."""
        with self._database.reading() as connection:
            return instances.read_instance(connection)

    def take_over(self, name: str, runs: int, at: datetime, *, doubt: bool) -> int:
        """Let the database belong to an installation; with `doubt` hold what is open as unknown, and say how much."""
        with self._database.sending() as connection:
            instances.write_instance(connection, name, runs)
            return deliveries.doubt_all(connection, at) if doubt else 0

    def count_run(self) -> int:
        """Count one more run of the installation; its number."""
        with self._database.sending() as connection:
            return instances.begin_run(connection)
