"""Caution: how much of a feed is let in at once. Pure.

The first reading of a feed brings its newest items in, the others wait. Later, a feed that comes with far more new
items at once than is usual for it has changed its ids, or its owner has; all of them wait. "New" is what identity
could not recognise: what is only issued again never comes here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.models import Item

FIRST_RUN = "first run"
_FLOOR = 20  # new items at once are no flood, whatever is usual: one reader's evening
_MEMORY = timedelta(days=56)
_YOUNG = timedelta(days=14)  # so long a feed's own dates say how often it publishes, since nobody has watched it yet
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item that came before, not held as a flood then."""

    seen: datetime  # first
    dated: datetime | None  # by its publisher


def first_run(items: Sequence[Item], first: int | None) -> set[str]:
    """Ids of those that wait: all but the `first` newest, by date, then as the feed lists them; None lets all in."""
    if first is None:
        return set()
    newest = sorted(items, key=lambda one: one.published, reverse=True)  # stable: equal dates stay as they are listed
    return {one.id for one in newest[first:]}


def may_be_flood(count: int, times: float) -> bool:
    """Whether so many new items at once are worth a look into the past; `times` 0 never finds a flood."""
    return times > 0 and count > _FLOOR


def flood(count: int, times: float, past: Sequence[Arrival], last: datetime, now: datetime) -> str:
    """Why `count` new items wait, as words; "" when they are no flood.

    They are one when they are more than `times` what is usual for the time since the last success `last`.
    """
    days = max(1.0, (now - last) / _DAY)
    rate = _rate(past, now)
    usual = max(rate * days, float(_second_batch(past, now)))
    if not may_be_flood(count, times) or count <= times * usual:
        return ""
    return f"{count:,} new items at once, usually {_said(rate)}"


def _rate(past: Sequence[Arrival], now: datetime) -> float:
    """New items a day since the first reading, which itself says nothing; while that is young, at least what it
    published on its busiest day."""
    begun = min((one.seen for one in past), default=now)
    since = max(begun, now - _MEMORY)
    watched = max(1.0, (now - since) / _DAY)
    rate = sum(one.seen > since for one in past) / watched
    if now - begun >= _YOUNG:
        return rate
    by_day = Counter(one.dated.date() for one in past if one.dated)
    return max(rate, float(max(by_day.values(), default=0)))


def _second_batch(past: Sequence[Arrival], now: datetime) -> int:
    """The second largest number that came at once: a feed may speak in bursts, but the largest may have been a flood
    that was let in."""
    begun = min((one.seen for one in past), default=now)
    batches = Counter(one.seen for one in past if one.seen > max(begun, now - _MEMORY))
    return sorted(batches.values(), reverse=True)[1] if len(batches) > 1 else 0


def _said(rate: float) -> str:
    if rate >= 1:
        return f"{rate:,.0f} a day"
    return f"{rate * 7:,.0f} a week" if rate * 7 >= 1 else "less than one a week"
