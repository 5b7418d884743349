"""How a feed was polled: what is remembered of it, and what may be asked of it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Rest = Literal["", "gone", "paused", "not due"]


@dataclass(frozen=True, slots=True)
class Poll:
    """What is remembered of asking one source's server. All of it is forgotten when its address in feeds.toml changes.

    `changes` tells of the latest polls that did not fail, the oldest first:
    (minutes since the one before, whether it brought news).
    """

    address: str  # blake2b-64 of the address in feeds.toml, without a password, hex
    asked_at: datetime | None = None
    seen_at: datetime | None = None  # the last poll that did not fail
    moved_to: str = ""  # where permanent redirects led to
    sightings: int = 0  # polls in a row that were led there
    gone_at: datetime | None = None  # the server said 410
    pause_until: datetime | None = None  # the server asked to be left alone till then
    pause_host: str = ""  # the whole host asked for it
    failures: int = 0  # polls in a row that failed
    fresh: int = 0  # seconds within which the server promised nothing new
    changes: tuple[tuple[int, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a feed may be asked, in minutes: [gather] shortest and longest; `fixed` is the source's interval."""

    shortest: int = 15
    longest: int = 1440
    fixed: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What to do about one source in this gather: ask `address` ("" for that of feeds.toml), or let it rest."""

    poll: Poll
    address: str = ""
    rest: Rest = ""  # why it is not asked
    until: datetime | None = None  # when it may be asked again, if that is known
