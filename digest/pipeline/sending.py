"""send: one issue to its readers, each once, whatever breaks.

    pending -> claimed -> handoff -> sent | retry | failed | unknown

`claimed` is in the database before the server hears of the mail. All of the mail but its end is given; then `handoff`
is written; then the end is given, and the server's answer decides. Who dies before `handoff` has surely sent nothing:
the mail waits again. Who dies after it may have: the mail is unknown, held, and never sent again by itself. What became
of one mail is written together with the hand-over of the next, so that a mail costs one commit, and a death leaves at
most one unknown on each connection.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock
from typing import TYPE_CHECKING

from digest.delivery.envelope import LONGEST, next_try
from digest.delivery.pacing import Pacing
from digest.errors import DigestError
from digest.models import Answer, Delivery, DeliveryState, Parcel, Recipient, Settled, Verdict
from digest.protocols import Courier

if TYPE_CHECKING:
    from digest.store import Ledger

PORTION = 20  # deliveries claimed at a time on one connection
PATIENCE = 8.0  # seconds that a stopped run waits for the servers' last answers
# In a row, over all connections, without a mail between them that was taken:
MOST_UNKNOWN = 3  # hand-overs without an answer: a server that swallows answers would make every reader unknown
MOST_REFUSED = 5  # refusals of the mail itself: the next thousand would be refused as well


@dataclass(frozen=True)
class Office:
    """What sending works with. `couriers` makes one for each connection; `now` reads the clock.

    `write` makes the mail of a delivery, and raises DigestError when it cannot be made.
    """

    ledger: Ledger
    owner: str
    gone: Callable[[str], bool]
    couriers: Callable[[], Courier]
    write: Callable[[Delivery], Parcel]
    now: Callable[[], datetime]
    pacing: Pacing
    connections: int = 1
    stop: Event = field(default_factory=Event)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run did for one issue; the rest stands in the ledger."""

    issue: str
    new: int  # readers that were not in the ledger before
    tried: int
    held: str = ""  # why the issue is held, until somebody has looked
    stopped: bool = False


def send(issue: str, readers: Sequence[Recipient], office: Office, *, again: bool = False) -> Sent:
    """Send an issue to those readers who have not got it, and try again what is due.

    `again` lifts a hold. Raises what a courier raises when the server cannot be reached or refuses who we are: what
    waits is kept then.
    """
    ledger, at = office.ledger, office.now()
    ledger.begin(office.owner, at, office.gone)
    try:
        new = ledger.enrol(issue, readers, at)
        ledger.give_up(issue, at, at - LONGEST)
        if again:
            ledger.hold(issue, "")
        if held := ledger.held(issue):
            return Sent(issue, new, 0, held)
        run = _Run(issue, office)
        run.work()
        return Sent(issue, new, run.tried, run.trip, office.stop.is_set())
    finally:
        ledger.end(office.owner)


class _Clerk:
    """Writes into the ledger for several connections: what they bring while one commit runs shares the next."""

    def __init__(self, issue: str, office: Office) -> None:
        self._issue, self._office = issue, office
        self._queue: list[_Slip] = []
        self._entering, self._writing = Lock(), Lock()

    def note(self, settled: Sequence[Settled], handing: Sequence[str]) -> frozenset[str]:
        """See `Ledger.note`; returns when it is committed."""
        slip = _Slip(tuple(settled), tuple(handing))
        with self._entering:
            self._queue.append(slip)
        with self._writing:
            if not slip.done:
                self._commit()
        if slip.error:
            raise slip.error
        return slip.granted

    def claim(self, count: int) -> list[Delivery]:
        """See `Ledger.claim`."""
        with self._writing:
            return self._office.ledger.claim(self._issue, self._office.owner, self._office.now(), count)

    def _commit(self) -> None:
        with self._entering:
            slips, self._queue = self._queue, []
        settled = [one for slip in slips for one in slip.settled]
        handing = [key for slip in slips for key in slip.handing]
        granted: frozenset[str] = frozenset()
        error: DigestError | None = None
        try:
            granted = self._office.ledger.note(self._issue, self._office.owner, self._office.now(), settled, handing)
        except DigestError as trouble:
            error = trouble
        for slip in slips:
            slip.done, slip.granted, slip.error = True, granted & frozenset(slip.handing), error


@dataclass
class _Slip:
    """What one connection wants written."""

    settled: tuple[Settled, ...]
    handing: tuple[str, ...]
    done: bool = False
    granted: frozenset[str] = frozenset()
    error: DigestError | None = None


class _Run:
    """One run over one issue, on several connections."""

    def __init__(self, issue: str, office: Office) -> None:
        self._issue, self._office = issue, office
        self._clerk = _Clerk(issue, office)
        self._lock = Lock()
        self._unknown = self._refused = 0  # in a row
        self._error: DigestError | None = None
        self._couriers: list[Courier] = []
        self._finishing: set[int] = set()  # ids of couriers that wait for the last answer
        self._over = Event()
        self.tried = 0
        self.trip = ""

    def work(self) -> None:
        """Serve until nothing is due, the run is stopped, or the issue is held; raises what a connection raised."""
        with ThreadPoolExecutor(self._office.connections) as pool:
            lines = [pool.submit(self._serve) for _ in range(self._office.connections)]
            self._watch(lines)
        for one in lines:
            one.result()  # raises what nobody foresaw
        if self.trip:
            self._office.ledger.hold(self._issue, self.trip)
        if self._error:
            raise self._error

    def _watch(self, lines: Sequence[Future[None]]) -> None:
        """Wait for the connections. A stop lets a last answer come for some seconds, and cuts all others at once."""
        until = 0.0
        while wait(lines, 0.05).not_done:
            if self._office.stop.is_set():
                until = until or time.monotonic() + PATIENCE
                with self._lock:
                    for courier in list(self._couriers):
                        if time.monotonic() > until or id(courier) not in self._finishing:
                            courier.withdraw()

    def _stopped(self) -> bool:
        return self._over.is_set() or self._office.stop.is_set()

    # -- one connection --------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        courier = self._office.couriers()
        self._couriers.append(courier)
        settled: list[Settled] = []
        try:
            while not self._stopped() and (waiting := self._clerk.claim(PORTION)):
                while waiting and not self._stopped():
                    one = waiting.pop(self._turn(waiting))
                    if not self._stopped():
                        settled = self._deliver(one, courier, settled)
        except DigestError as error:  # the other connections go on: a server may refuse one more
            self._error = self._error or error
        finally:
            self._leave(courier, settled)

    def _turn(self, waiting: Sequence[Delivery]) -> int:
        """Which goes next; waits until it may."""
        with self._lock:
            chosen, at = self._office.pacing.choose(waiting, time.monotonic())
        pause = at - time.monotonic()
        if pause > 0:
            self._office.stop.wait(pause)
        return chosen

    def _deliver(self, one: Delivery, courier: Courier, settled: list[Settled]) -> list[Settled]:
        """Hand one mail over; gives what is still to be written."""
        key = one.recipient.key
        try:
            parcel = self._office.write(one)
        except DigestError as error:
            return [*settled, Settled(key, "failed", str(error), one.tries)]
        answer = self._offered(parcel, courier)
        if answer is None and self._stopped():
            courier.withdraw()
            return settled  # it is still only claimed, and is put back
        if answer is None:
            granted = self._clerk.note(settled, [key])
            settled = []
            if key not in granted:
                courier.withdraw()  # another sender has it
                return settled
            answer = self._finished(courier)
        if answer.verdict == "lost" and self._office.stop.is_set():
            return [*settled, Settled(key, "pending", "", one.tries)]  # we cut the line ourselves
        self._count(answer)
        return [*settled, self._settled(one, answer)]

    def _offered(self, parcel: Parcel, courier: Courier) -> Answer | None:
        """Offer a mail; on a line that broke, once more on a new one: a server may end a long connection."""
        answer = courier.offer(parcel)
        if answer is not None and answer.verdict == "lost" and not self._stopped():
            answer = courier.offer(parcel)
        return answer

    def _finished(self, courier: Courier) -> Answer:
        with self._lock:
            self._finishing.add(id(courier))
        try:
            return courier.finish()
        finally:
            self._finishing.discard(id(courier))

    def _settled(self, one: Delivery, answer: Answer) -> Settled:
        key, tries = one.recipient.key, one.tries + 1
        if answer.verdict in {"later", "lost"}:
            now = self._office.now()
            again = next_try(tries, one.first_try or now, now)
            if again:
                return Settled(key, "retry", answer.text, tries, again)
            return Settled(key, "failed", f"given up after {tries} tries: {answer.text}", tries)
        return Settled(key, _STATES[answer.verdict], answer.text, tries)

    def _count(self, answer: Answer) -> None:
        """Count what speaks against the whole issue, and stop it before every reader has had it."""
        with self._lock:
            self.tried += 1
            if answer.verdict == "sent":
                self._unknown = self._refused = 0
            self._unknown += answer.verdict == "unknown"
            self._refused += answer.verdict == "never" and answer.of_letter
            if self._unknown >= MOST_UNKNOWN:
                self.trip = f"{self._unknown} hand-overs in a row had no answer, the last: {answer.text}"
            elif self._refused >= MOST_REFUSED:
                self.trip = f"the server refused the mail itself {self._refused} times in a row: {answer.text}"
            if self.trip:
                self._over.set()

    def _leave(self, courier: Courier, settled: Sequence[Settled]) -> None:
        try:
            if settled:
                self._clerk.note(settled, ())
        except DigestError as error:
            self._error = self._error or error
        if self._office.stop.is_set():
            courier.withdraw()  # no time for leave-taking
        courier.close()
        self._couriers.remove(courier)


_STATES: dict[Verdict, DeliveryState] = {"sent": "sent", "never": "failed", "unknown": "unknown"}
