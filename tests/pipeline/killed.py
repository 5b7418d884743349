"""Gathering in a process that is killed: at a step, or at any moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

import digest.pipeline.readers  # noqa: F401 (loaded once for all who are killed)
from digest import wiring
from digest.config import load
from digest.engine.serial import SerialEngine
from digest.pipeline.gather import Plan, gather
from tests.builders import NOW
from tests.crash_child import Countdown, Fragile, FragileLooker


def gather_on(say: Callable[[str], None], path: str, rounds: int, steps: int) -> None:
    """Gather what feeds.toml lists, again and again, up to the given step; 0 for no such step.

    Steps are the calls into the store, and every statement and commit within."""
    feeds = Path(path)
    config = load(feeds.read_text(encoding="utf-8"), feeds.name, str(feeds.parent), {}, lambda name: True)
    countdown = Countdown(steps)
    watch = FragileLooker()
    watch.countdown = countdown
    facts, cautions = wiring.facts(config), wiring.cautions(config)
    with wiring.store(config, feeds.parent) as store:
        fragile: Any = Fragile(store, countdown)
        for moment in ("before_cursor_execute", "commit"):
            event.listen(store.database.engine, moment, lambda *_: countdown.step())
        for number in range(rounds):
            say("gather")
            at = NOW + number * timedelta(seconds=1)
            fetch = wiring.fetch(config, feeds.parent, at, wiring.web(config, at, {}))
            gather(fetch, facts, fragile, SerialEngine(), at, watch, Plan(cautions=cautions))
    say(f"steps {-countdown.left}")
