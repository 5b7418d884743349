"""Who looks on while a run works: nobody, a log of plain lines, or a person at a terminal."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Timed:
    """One stage, measured: wall seconds, CPU seconds with finished children, items, peak memory in MB."""

    name: str
    items: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0


@dataclass
class Looker:
    """Measures every stage and says nothing. The base of those that speak."""

    stages: list[Timed] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[Timed]:
        """Time what happens inside."""
        timed = Timed(name)
        wall, cpu = time.monotonic(), _cpu()
        self.begin(name)
        try:
            yield timed
        finally:
            timed.seconds = round(time.monotonic() - wall, 4)
            timed.cpu = round(_cpu() - cpu, 4)
            timed.peak = _peak()
            self.stages.append(timed)
            self.end(timed)

    def begin(self, name: str) -> None:
        """A stage starts."""

    def end(self, timed: Timed) -> None:
        """A stage is over."""

    def step(self, text: str) -> None:
        """One small step in plain words."""

    def figures(self) -> dict[str, dict[str, float]]:
        """Every stage's figures by name; a stage that ran twice is summed."""
        found: dict[str, dict[str, float]] = {}
        for one in self.stages:
            row = found.setdefault(one.name, {"seconds": 0.0, "cpu": 0.0, "items": 0, "peak_mb": 0.0})
            row["seconds"] = round(row["seconds"] + one.seconds, 4)
            row["cpu"] = round(row["cpu"] + one.cpu, 4)
            row["items"] += one.items
            row["peak_mb"] = max(row["peak_mb"], one.peak)
        return found


@dataclass
class PlainLooker(Looker):
    """One line on standard error per stage: for a log."""

    def end(self, timed: Timed) -> None:
        """Print the stage."""
        print(f"{timed.name}: {timed.items} in {timed.seconds:.1f} s", file=sys.stderr, flush=True)


@dataclass
class TerminalLooker(Looker):
    """One line that is written over, for a person who waits."""

    _width: int = 100

    def begin(self, name: str) -> None:
        """Show the stage."""
        self.step(f"{name} ...")

    def end(self, timed: Timed) -> None:
        """Clear the line."""
        print("\r" + " " * self._width, end="\r", file=sys.stderr, flush=True)

    def step(self, text: str) -> None:
        """Show the step in place of the last one."""
        shown = text[: self._width - 1]
        print("\r" + shown.ljust(self._width), end="", file=sys.stderr, flush=True)


def looker(*, terminal: bool, silent: bool) -> Looker:
    """The one that fits who is there."""
    if silent:
        return Looker()
    return TerminalLooker() if terminal else PlainLooker()


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak() -> float:
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)
