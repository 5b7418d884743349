"""The parent's side of one worker process."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

from digest.engine.worker import READY, serve

START_WITHIN = 60.0  # seconds; measured: 8 ms with the fork server warm, 0.6 s when it first loads the PDF library
_LEAVE_WITHIN = 1.0  # seconds that an idle worker gets to end by itself


class Hand:
    """A worker process, its pipe, and the moment (monotonic seconds) when it must have answered."""

    def __init__(self, context: ForkServerContext) -> None:
        """Start the process. Raises OSError when the machine cannot."""
        self.pipe: Connection[Any, Any]
        self.pipe, theirs = context.Pipe()
        with theirs:
            self.process: ForkServerProcess = context.Process(target=serve, args=(theirs,), daemon=True)
            self.process.start()
        self.ready = False
        self.wall = 0.0
        self.due: float | None = time.monotonic() + START_WITHIN

    def give(self, order: bytes, wall: float) -> None:
        """Send a pickled order, to be answered within `wall` seconds (0: whenever). Raises OSError if it is dead."""
        self.wall = wall
        self.pipe.send_bytes(order)
        if self.ready:
            self._start_clock()

    def hear(self) -> bytes | None:
        """Receive an answer; None for the message that it is ready. Raises EOFError or OSError if it is dead."""
        said = self.pipe.recv_bytes()
        if said != READY:
            return said
        self.ready = True
        self._start_clock()  # loading modules is not the value's fault
        return None

    def end(self) -> int | None:
        """Kill it if it still runs; its exit status, or minus the signal, or None when nobody knows."""
        self.pipe.close()
        self.process.join(_LEAVE_WITHIN)  # it may be dying just now: let its own status arrive
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join(_LEAVE_WITHIN)
        return self.process.exitcode

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.end()

    def release(self) -> None:
        """Let an idle worker go: it ends when its pipe closes."""
        self.pipe.close()
        self.process.join(_LEAVE_WITHIN)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join(_LEAVE_WITHIN)

    def _start_clock(self) -> None:
        self.due = time.monotonic() + self.wall if self.wall else None
