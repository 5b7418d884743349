"""One run of the process engine: which values are under way, which worker is on which, and what became of them."""

from __future__ import annotations

import pickle
import time
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing.connection import wait
from typing import Any, Generic, Protocol, TypeVar

from digest.engine.hand import Hand
from digest.engine.mishaps import died, failed, too_big, too_slow, troubled, unfit
from digest.engine.worker import Answer, Order
from digest.errors import EnvironmentFault
from digest.models import Failure
from digest.protocols import Limits

V = TypeVar("V")
R = TypeVar("R")

AHEAD = 8  # values per worker that may be under way or finished out of turn: one slow value does not idle the others
_FALSE_STARTS = 3  # workers in a row that die before they are ready: then it is the machine, not the value


class Agency(Protocol):
    """Where a crew gets its workers from, and takes them back to."""

    workers: int

    def hire(self) -> Hand:
        """An idle worker, or a new one."""
        ...

    def rest(self, hand: Hand) -> None:
        """Take back a worker that has nothing to do."""
        ...

    def forget(self, hand: Hand) -> None:
        """Strike off a worker that is dead."""
        ...


class _Slot(Generic[V]):
    """One value in input order, and its outcome once `done`."""

    __slots__ = ("done", "order", "outcome", "value")

    def __init__(self, value: V) -> None:
        self.value = value
        self.order = b""
        self.done = False
        self.outcome: Any = None

    def settle(self, outcome: object) -> None:
        self.outcome, self.order, self.done = outcome, b"", True


class Crew(Generic[V, R]):
    """One run: the values under way, and the workers that are on them."""

    def __init__(self, engine: Agency, fn: Callable[[V], R], limits: Limits, name: Callable[[V], Failure]) -> None:
        self._engine = engine
        self._fn = fn
        self._limits = limits
        self._name = name
        self._busy: dict[Hand, _Slot[V]] = {}
        self._false_starts = 0

    def stream(self, values: Iterator[V]) -> Iterator[R | Failure]:
        """The outcomes in input order. A finished one is handed out before the next value is asked for."""
        window: deque[_Slot[V]] = deque()
        more = True
        while more or window:
            while window and window[0].done:
                yield window.popleft().outcome
            if more and len(self._busy) < self._engine.workers and len(window) < AHEAD * self._engine.workers:
                more = self._take(values, window)
                self._collect(0)
            elif window:
                self._collect(self._patience())

    def leave(self) -> None:
        """Kill the workers that are still on something: nobody wants their answer."""
        for hand in tuple(self._busy):
            self._dismiss(hand).settle(None)
            hand.kill()

    def _take(self, values: Iterator[V], window: deque[_Slot[V]]) -> bool:
        """Ask for one value and put a worker on it; False when there are no more."""
        try:
            slot = _Slot(next(values))
        except StopIteration:
            return False
        window.append(slot)
        order = Order(self._fn, slot.value, self._limits.cpu, self._limits.memory)
        try:
            slot.order = pickle.dumps(order, pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # noqa: BLE001 (pickling foreign values may fail in any way)
            text = f"{type(error).__name__}: {error}"
            slot.settle(unfit(self._name(slot.value), "the value cannot be passed", text))
        else:
            self._begin(slot)
        return True

    def _begin(self, slot: _Slot[V]) -> None:
        """Give the slot to a worker; one that turns out to have died while idle is replaced."""
        while True:
            hand = self._engine.hire()
            try:
                hand.give(slot.order, self._limits.wall)
            except OSError:
                self._engine.forget(hand)
                hand.end()
                self._count_false_start(hand)
            else:
                self._busy[hand] = slot
                return

    def _patience(self) -> float | None:
        """Seconds until the first worker is overdue; None when none ever is."""
        due = [hand.due for hand in self._busy if hand.due is not None]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _collect(self, seconds: float | None) -> None:
        """Hear every worker that has something to say, waiting up to `seconds` for the first; then end the overdue."""
        heard = wait([hand.pipe for hand in self._busy], seconds) if self._busy else []
        for hand in [hand for hand in self._busy if hand.pipe in heard]:
            self._hear(hand)
        now = time.monotonic()
        for hand in [hand for hand in self._busy if hand.due is not None and hand.due < now]:
            slot = self._dismiss(hand)
            hand.kill()
            if hand.ready:
                slot.settle(too_slow(self._name(slot.value), self._limits.wall))
            else:
                self._start_again(hand, slot)

    def _hear(self, hand: Hand) -> None:
        try:
            said = hand.hear()
        except (EOFError, OSError):
            slot = self._dismiss(hand)
            code = hand.end()
            if hand.ready:
                slot.settle(died(self._name(slot.value), code, self._limits.cpu))
            else:
                self._start_again(hand, slot)
            return
        self._false_starts = 0
        if said is not None:
            self._finish(hand, said)

    def _finish(self, hand: Hand, said: bytes) -> None:
        slot = self._busy.pop(hand)
        try:
            answer: Answer = pickle.loads(said)  # noqa: S301 (our own child's bytes, over a private pipe)
        except Exception as error:  # noqa: BLE001 (unpickling a foreign result may fail in any way)
            answer = Answer("unfit", words=("the result cannot be passed", f"{type(error).__name__}: {error}"))
        slot.settle(answer.result if answer.kind == "result" else self._mishap(slot.value, answer))
        if answer.kind == "memory":  # a process in which memory ran out is not to be trusted
            self._engine.forget(hand)
            hand.end()
        else:
            hand.due = None
            self._engine.rest(hand)

    def _mishap(self, value: V, answer: Answer) -> Failure:
        base = self._name(value)
        if answer.kind == "memory":
            return too_big(base, self._limits.memory)
        if answer.kind == "trouble":
            return troubled(base, *answer.words)
        return failed(base, *answer.words) if answer.kind == "error" else unfit(base, *answer.words)

    def _dismiss(self, hand: Hand) -> _Slot[V]:
        self._engine.forget(hand)
        return self._busy.pop(hand)

    def _start_again(self, hand: Hand, slot: _Slot[V]) -> None:
        """A worker died before it looked at the value: try another, unless they all do."""
        self._count_false_start(hand)
        self._begin(slot)

    def _count_false_start(self, hand: Hand) -> None:
        self._false_starts += not hand.ready
        if self._false_starts >= _FALSE_STARTS:
            raise EnvironmentFault(
                f"{_FALSE_STARTS} worker processes in a row ended before they were ready (last status: "
                f"{hand.process.exitcode}): see the lines above, or run with one worker"
            )
