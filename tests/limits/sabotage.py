"""Readers that end as a bug in a library would end them, told by a word in the feed; module-level, for child processes."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from digest.models import Failure
from digest.pipeline.reading import read
from digest.protocols import Engine, Limits

V = TypeVar("V")
R = TypeVar("R")


def _spin() -> None:
    while True:
        pass


def _allocate() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))


def _segfault() -> None:
    ctypes.string_at(0)


def _killed() -> None:
    """What the kernel does when the machine has no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)


def _leave() -> None:
    os._exit(0)


def _raise() -> None:
    raise KeyError("nobody expected this")


# The word in the feed: what its reader does, and how it is told.
ENDS: dict[str, tuple[Callable[[], Any], str]] = {
    "aborts": (os.abort, "crashed (signal 6, SIGABRT)"),
    "crashes": (_segfault, "crashed (signal 11, SIGSEGV)"),
    "spins": (_spin, "took more than 2 s of CPU time"),
    "allocates": (_allocate, "needed more than 512 MB of memory"),
    "is-killed": (_killed, "was killed (signal 9)"),
    "leaves": (_leave, "its process ended with status 0 before the work was done"),
    "raises": (_raise, "failed with KeyError: 'nobody expected this'"),
}


def misread(job: Any) -> Any:
    """Read a feed, unless it says how its reader ends."""
    for word, (end, _) in ENDS.items():
        if f"The reader {word}." in job.fetched.body.decode():
            end()
    return read(job)


class Sabotaged:
    """An engine whose readers come to the ends that their feeds name; the spinning one sooner than in use."""

    def __init__(self, inner: Engine) -> None:
        self._inner = inner

    def run(
        self, fn: Callable[[V], R], values: Iterable[V], limits: Limits, name: Callable[[V], Failure]
    ) -> Iterator[R | Failure]:
        """As the engine, with another reader."""
        job: Any = misread if fn is read else fn
        return self._inner.run(job, values, Limits(2, limits.memory, limits.wall) if fn is read else limits, name)
