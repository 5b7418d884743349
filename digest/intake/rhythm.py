"""Rhythm: how often a source speaks, and whether it has fallen silent against its own habit. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WEEK = timedelta(days=7)
MEMORY = timedelta(days=126)  # dates older than this say nothing of a source's habits
_WINDOW = timedelta(days=56)
_WATCHED = timedelta(days=14)  # before, a mean would be of the few days that a feed lists
_ENOUGH = 5  # items, for a habit
_GAPS = 6  # mean gaps without an item: of feeds that publish by chance one in 400 is so long silent at a time
_SHORTEST = timedelta(days=3)  # a weekend and a holiday


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A source's habit, by the dates of its items."""

    week: int  # items dated in the last seven days
    usual: float | None  # items a week before that; None while too little is known
    newest: datetime | None
    quiet: bool  # silent for much longer than between its items


def rhythm(dates: Sequence[datetime], begun: datetime | None, now: datetime) -> Rhythm:
    """The habit behind `dates`, of items in any order; `begun` is when the source was first read, None if never.

    Of undated items the moment of fetching is the date. Dates after `now` count as `now`.
    """
    past = sorted(min(one, now) for one in dates)
    newest = past[-1] if past else None
    week = sum(one > now - WEEK for one in past)
    return Rhythm(week, _usual(past, begun, now), newest, newest is not None and _silent(past, newest, now))


def _usual(past: Sequence[datetime], begun: datetime | None, now: datetime) -> float | None:
    """The mean of the weeks before this one, eight at most, that were watched."""
    until = now - WEEK
    since = max(begun or now, until - _WINDOW)
    if now - since < _WATCHED:
        return None
    return sum(since < one <= until for one in past) / ((until - since) / WEEK)


def _silent(past: Sequence[datetime], newest: datetime, now: datetime) -> bool:
    """Whether the silence is longer than some mean gaps of the weeks before it."""
    spoke = [one for one in past if one > newest - _WINDOW]
    if len(spoke) < _ENOUGH:
        return False
    gap = (newest - spoke[0]) / (len(spoke) - 1)
    return now - newest > max(_SHORTEST, _GAPS * gap)
