"""The plain engine: one value after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from digest.engine.mishaps import raised, too_big
from digest.models import Failure
from digest.protocols import Limits

V = TypeVar("V")
R = TypeVar("R")


class SerialEngine:
    """Runs everything here and now. Limits are not enforced: a crash or an endless loop takes the run with it.

    For tests, for debugging, and for input that one trusts.
    """

    def run(
        self,
        fn: Callable[[V], R],
        values: Iterable[V],
        limits: Limits,
        name: Callable[[V], Failure],
    ) -> Iterator[R | Failure]:
        """Yield `fn(value)` per value, in order; what fn raises becomes a Failure. Reads nothing ahead."""
        for value in values:
            yield _one(fn, value, limits, name)

    def close(self) -> None:
        """Nothing to let go of."""

    def __enter__(self) -> SerialEngine:
        """Itself: both engines are used with `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to let go of."""


def _one(fn: Callable[[V], R], value: V, limits: Limits, name: Callable[[V], Failure]) -> R | Failure:
    try:
        return fn(value)
    except MemoryError:
        return too_big(name(value), limits.memory)
    except Exception as error:  # noqa: BLE001 (the seam's edge: one bad value never stops a run)
        return raised(name(value), error)
