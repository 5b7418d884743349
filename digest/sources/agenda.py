"""Work to be done at hosts: one thing at a time at each, no sooner than it may be asked; nobody waits in vain."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from threading import Condition, Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """Some work, and when its host may be asked, in monotonic seconds."""

    work: T
    ready: Callable[[], float]


class Agenda(Generic[T]):
    """Queues by host. Safe to share between the threads that do the work.

    While a host pauses nobody waits for it: its work comes up again when the pause is over. Of the hosts whose pause
    is over, the one with the longest queue is first, since it takes longest; before that, the one that was put first.
    """

    def __init__(self) -> None:
        lock = Lock()
        self._changed = Condition(lock)
        self._clock = Condition(lock)  # for the one who waits for the first pause to end
        self._queues: dict[str, deque[Entry[T]]] = {}
        self._busy: set[str] = set()
        self._ready: list[tuple[int, int, str]] = []  # minus the length of the queue, a number for the order, the host
        self._pausing: list[tuple[float, int, str]] = []  # when it is ready
        self._number = 0
        self._watched = False  # somebody waits on the clock
        self._closed = False

    def put(self, host: str, entry: Entry[T]) -> None:
        """Add work at a host."""
        with self._changed:
            queue = self._queues.setdefault(host, deque())
            queue.append(entry)
            if len(queue) == 1 and host not in self._busy:
                self._enlist(host)

    def take(self) -> tuple[str, T] | None:
        """The next work and its host, which is nobody else's until `done`; None when there is none left.

        Waits while there may be more.
        """
        with self._changed:
            while not self._closed:
                self._end_pauses()
                if self._ready:
                    return self._begin()
                if not self._busy and not self._pausing:
                    break
                self._wait()
        return None

    def done(self, host: str) -> None:
        """Say that the work taken at a host is over; what came of it was put before."""
        with self._changed:
            self._busy.discard(host)
            if self._queues[host]:
                self._enlist(host)
            else:
                del self._queues[host]
            if self._busy or self._queues:
                self._changed.notify()
            else:
                self._wake_all()

    def close(self) -> None:
        """Hand out no more."""
        with self._changed:
            self._closed = True
            self._wake_all()

    def _enlist(self, host: str) -> None:
        self._number += 1
        queue = self._queues[host]
        ready = queue[0].ready()
        if ready <= time.monotonic():
            heappush(self._ready, (-len(queue), self._number, host))
        else:
            heappush(self._pausing, (ready, self._number, host))
            if self._pausing[0][2] == host:
                self._clock.notify()

    def _end_pauses(self) -> None:
        now = time.monotonic()
        while self._pausing and self._pausing[0][0] <= now:
            _, number, host = heappop(self._pausing)
            heappush(self._ready, (-len(self._queues[host]), number, host))

    def _begin(self) -> tuple[str, T]:
        _, _, host = heappop(self._ready)
        self._busy.add(host)
        entry = self._queues[host].popleft()
        if self._ready or (self._pausing and not self._watched):
            self._changed.notify()  # there is something for another one to do, or to watch
        return host, entry.work

    def _wait(self) -> None:
        """Wait for a change; one of those who wait watches the clock."""
        if self._watched or not self._pausing:
            self._changed.wait()
            return
        self._watched = True
        try:
            self._clock.wait(max(0.0, self._pausing[0][0] - time.monotonic()))
        finally:
            self._watched = False

    def _wake_all(self) -> None:
        self._changed.notify_all()
        self._clock.notify_all()
