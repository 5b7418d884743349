"""`digest run` in a process of its own that kills itself at the Nth step: `python -m tests.crash_child FEEDS NOW N`.

A step is the moment before or after any call into the store, the press's publisher, or a stage. Prints "survived"
when there is no Nth step.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from digest import wiring
from digest.cli.watching import Looker
from digest.config import edition, load
from digest.pipeline.build import build
from digest.pipeline.gather import gather


class Countdown:
    """Kills this process, as a power cut would, when the steps have been counted down."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        """One step nearer."""
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, call: Any) -> Any:
        """The call, with a step before and after it."""

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            self.step()
            result = call(*args, **kwargs)
            self.step()
            return result

        return wrapped


class Fragile:
    """Any object, with a step around each of its method calls."""

    def __init__(self, inner: Any, countdown: Countdown) -> None:
        self._inner = inner
        self._countdown = countdown

    def __getattr__(self, name: str) -> Any:
        return self._countdown.around(getattr(self._inner, name))


class FragileLooker(Looker):
    """A step before and after each stage."""

    countdown: Countdown

    @contextmanager
    def stage(self, name: str) -> Any:
        """The stage between two steps."""
        self.countdown.step()
        with super().stage(name) as timed:
            yield timed
        self.countdown.step()


def main(path: Path, now: datetime, steps: int) -> None:
    """Gather and build the first edition of the feeds.toml at `path`."""
    countdown = Countdown(steps)
    watch = FragileLooker()
    watch.countdown = countdown
    base = path.parent
    config = load(path.read_text(encoding="utf-8"), path.name, str(base), {}, lambda name: (base / name).exists())
    wanted = edition(config, config.editions[0].name)
    with wiring.store(config, base) as store, wiring.engine() as engine:
        fragile: Any = Fragile(store, countdown)
        press = wiring.press(config, wanted, engine, base, store)
        press = replace(press, publish=countdown.around(press.publish))
        fetch = wiring.fetch(config, base, now, wiring.web(config, now, {}))
        gather(fetch, wiring.facts(config), fragile, engine, now, watch)
        build(config, wanted, fragile, press, now, watch)
    print("survived")


if __name__ == "__main__":
    main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), int(sys.argv[3]))
