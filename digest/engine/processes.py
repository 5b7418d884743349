"""The engine of child processes: each value has limits, and dies alone.

Every worker has a pipe of its own, and the caller's thread does all the talking: no helper threads and no shared
queue, so that a worker that is killed at any moment, even in the middle of an answer, can spoil nobody else's work.
(Measured with a pool whose workers share a pipe: one that ends with status 0 was noticed only by its time-out, and
an idle one that was killed broke the pool.)

Workers come from a fork server, which loads the heavy modules once: 8 ms a worker, against 45 ms and each module
again with fresh interpreters. No worker is started before there is a value to work on.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import forkserver, resource_tracker
from typing import TypeVar

from digest.engine.crew import Crew
from digest.engine.hand import Hand
from digest.errors import EnvironmentFault
from digest.models import Failure
from digest.protocols import Limits

V = TypeVar("V")
R = TypeVar("R")


class ProcessEngine:
    """Spreads values over up to `workers` child processes. Use it with `with`, or call `close()`; from one thread.

    `preload` names modules that the work needs; the fork server loads them once for all workers. One that cannot be
    loaded is left to the work itself to complain of.
    """

    def __init__(self, workers: int, preload: Iterable[str] = ()) -> None:
        """`workers` >= 1. Starts nothing yet."""
        if workers < 1:
            raise ValueError(f"an engine needs at least one worker, not {workers}")
        self.workers = workers
        self._preload = ["digest.engine.worker", *preload]
        self._context = multiprocessing.get_context("forkserver")
        self._idle: list[Hand] = []
        self._all: list[Hand] = []
        self._warmed = self._used = False

    def run(
        self,
        fn: Callable[[V], R],
        values: Iterable[V],
        limits: Limits,
        name: Callable[[V], Failure],
    ) -> Iterator[R | Failure]:
        """Yield `fn(value)` per value, in input order, reading at most `crew.AHEAD` values a worker ahead.

        CPU time and memory are the kernel's to watch; the wall clock, which starts when the value's worker is ready,
        is looked at while the caller waits for an outcome. Several runs may be under way at once, one inside
        the values of another. Raises EnvironmentFault when no process can be started, and what pickle raises when fn
        is not a module-level function.
        """
        pickle.dumps(fn)
        crew = Crew(self, fn, limits, name)
        try:
            yield from crew.stream(iter(values))
        finally:
            crew.leave()

    def warm(self) -> None:
        """Let the fork server begin to load its modules, beside whatever the caller does meanwhile."""
        self._start_server()
        self._warmed = True

    def _start_server(self) -> None:
        """See that the fork server runs. It is not told of Ctrl-C, whose time may come while it loads its modules:
        the parent ends it.
        """
        self._context.set_forkserver_preload(self._preload)
        resource_tracker.ensure_running()  # now: it would let the signal through again
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def hire(self) -> Hand:
        """An idle worker, or a new one."""
        self._used = True
        if self._idle:
            return self._idle.pop()
        self._start_server()
        try:
            hand = Hand(self._context)
        except OSError as error:
            raise EnvironmentFault(f"no process can be started ({error}): free some memory or processes") from error
        self._all.append(hand)
        return hand

    def rest(self, hand: Hand) -> None:
        """Keep a worker that has nothing to do for the next value or the next run."""
        self._idle.append(hand)

    def forget(self, hand: Hand) -> None:
        """Strike off a worker that is dead, if `close` has not done so."""
        if hand in self._all:
            self._all.remove(hand)

    def close(self) -> None:
        """End all workers. The engine can be used again: it starts new ones."""
        idle, self._idle = self._idle, []
        for hand in idle:
            hand.release()
            self.forget(hand)
        for hand in tuple(self._all):
            hand.kill()
            self.forget(hand)
        if self._warmed and not self._used and not multiprocessing.active_children():
            _stop_server()
        self._warmed = self._used = False

    def __enter__(self) -> ProcessEngine:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def _stop_server() -> None:
    """End the fork server, which nobody needed, in the middle of whatever it loads.

    It holds our standard output open: who reads that through a pipe would wait for it, up to a second. The library
    has no public way to end it; where its inner names are others, it ends by itself as before.
    """
    server = getattr(forkserver, "_forkserver", None)
    pid, stop = getattr(server, "_forkserver_pid", None), getattr(server, "_stop", None)
    if pid is not None and stop is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        stop()
