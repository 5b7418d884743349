"""When a feed is asked again: how often it changes, what its server wants, and what became of the polls before.

What is remembered are facts (`Poll`); when the next poll is due is worked out anew each time, so that a changed
feeds.toml counts at once. A server's pause and a feed that is gone hold for every gather; the interval between polls,
and backing off from a feed that fails, hold for `gather --due` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import urlsplit, urlunsplit

from digest.models import Failure, Fetched, Pace, Poll, Turn, Unchanged

__all__ = ["LONGEST_PAUSE", "MOVED_AFTER", "Asked", "address_key", "after", "interval", "turns"]

LONGEST_PAUSE = 86_400.0  # seconds of a server's Retry-After that are obeyed: a slip of theirs may say a century
MOVED_AFTER = 3  # polls that were sent to the same new address: then it is asked directly
_GIVEN_UP_AFTER = 3  # failures in a row of a new address: then that of feeds.toml is asked again
_FIRST = 60.0  # minutes between the first two polls, when nothing is known of a feed
_REMEMBERED = 8  # polls that are looked back on: a third of a day for an hourly feed, a week at the ceiling
_FASTER_AFTER = 3  # polls in a row with news: it may change more often than it was asked
_FASTER = 0.75
_AT_ONCE = 1.2  # changes behind one poll with news: several may have come since the poll before
_SLACK = timedelta(seconds=30)  # two runs of one cron line are never exactly an hour apart


@dataclass(frozen=True, slots=True)
class Asked:
    """One feed of feeds.toml: its name, its address as written there, and how often it may be asked."""

    name: str
    address: str
    pace: Pace


def turns(feeds: Iterable[Asked], polls: Mapping[str, Poll], now: datetime, *, due_only: bool) -> dict[str, Turn]:
    """What to do about each feed at `now`, by name: ask, or let it rest. With `due_only`, ask what is due."""
    hosts = [(one.pause_host, one.pause_until) for one in polls.values() if one.pause_host and one.pause_until]
    resting = {host: until for host, until in sorted(hosts, key=lambda pair: pair[1]) if until > now}
    found: dict[str, Turn] = {}
    for feed in feeds:
        key = address_key(feed.address)
        poll = polls.get(feed.name)
        if poll is None or poll.address != key:
            poll = Poll(key)
        found[feed.name] = _turn(feed, poll, now, resting, due_only)
    return found


def after(turn: Turn, outcome: Fetched | Unchanged | Failure, at: datetime, *, news: bool = False) -> Poll:
    """What to remember when `turn` was taken at `at` and gave `outcome`; `news` says that items were new or changed."""
    wishes = outcome.wishes
    until = at + timedelta(seconds=min(wishes.wait, LONGEST_PAUSE)) if wishes.wait > 0 else None
    poll = replace(turn.poll, asked_at=at, pause_until=until, pause_host=wishes.host if until else "")
    return _missed(poll, turn, outcome, at) if isinstance(outcome, Failure) else _met(poll, turn, outcome, at, news)


def interval(poll: Poll, pace: Pace) -> timedelta:
    """The time between two polls that this feed's history, its server's wishes and its failures suggest.

    Between `pace.shortest` and `pace.longest`, unless `pace.fixed` says otherwise; each failure in a row doubles it,
    up to the longest.
    """
    wanted = max(_gap(poll.changes), poll.fresh / 60)
    usual = float(pace.fixed or max(pace.shortest, min(pace.longest, wanted)))
    backed_off = min(usual * 2.0 ** min(poll.failures, 20), max(pace.longest, usual))
    return timedelta(minutes=backed_off)


def address_key(address: str) -> str:
    """By what an address of feeds.toml is known again, without keeping the password or token that it may hold."""
    text = address.strip()
    try:
        parts = urlsplit(text)
        text = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
    except ValueError:
        pass  # no address at all: known by its letters
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _turn(feed: Asked, poll: Poll, now: datetime, resting: Mapping[str, datetime], due_only: bool) -> Turn:
    if poll.gone_at is not None:
        return Turn(poll, rest="gone")
    address = poll.moved_to if poll.sightings >= MOVED_AFTER else ""
    until = max(filter(None, (poll.pause_until, resting.get(_host(address or feed.address)))), default=None)
    if until is not None and until > now:
        return Turn(poll, address, "paused", until)
    if due_only and poll.asked_at is not None:
        due = poll.asked_at + interval(poll, feed.pace)
        if due - _SLACK > now:
            return Turn(poll, address, "not due", due)
    return Turn(poll, address)


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""


def _met(poll: Poll, turn: Turn, outcome: Fetched | Unchanged, at: datetime, news: bool) -> Poll:
    wishes, before = outcome.wishes, turn.poll
    changes = before.changes
    if before.seen_at is not None and at > before.seen_at:
        minutes = max(1, round((at - before.seen_at).total_seconds() / 60))
        changes = (*changes, (minutes, news))[-_REMEMBERED:]
    moved = wishes.moved_to if address_key(wishes.moved_to) != before.address else ""
    if turn.address and not wishes.moved_to:
        moved, sightings = before.moved_to, before.sightings
    elif moved and moved == before.moved_to:
        sightings = before.sightings + (before.asked_at != at)
    else:
        sightings = 1 if moved else 0
    fresh = int(wishes.fresh)
    if isinstance(outcome, Unchanged):  # it says nothing of the TTL in the body, which stands
        fresh = max(fresh, before.fresh)
    return replace(
        poll, seen_at=at, failures=0, fresh=fresh, changes=changes, moved_to=moved, sightings=sightings, gone_at=None
    )


def _missed(poll: Poll, turn: Turn, outcome: Failure, at: datetime) -> Poll:
    failures = turn.poll.failures + 1
    if not turn.address:
        return replace(poll, failures=failures, gone_at=at if outcome.wishes.absent == "gone" else None)
    if outcome.wishes.absent or failures >= _GIVEN_UP_AFTER:
        return replace(poll, failures=0, moved_to="", sightings=0)
    return replace(poll, failures=failures)


def _gap(changes: tuple[tuple[int, bool], ...]) -> float:
    """Minutes between two changes, as the latest polls show it.

    A feed with news at every poll may change more often than that: it is asked sooner and sooner, until it has none.
    """
    if not changes:
        return _FIRST
    newest = changes[-_FASTER_AFTER:]
    if len(newest) == _FASTER_AFTER and all(news for _, news in newest):
        return newest[-1][0] * _FASTER
    return sum(minutes for minutes, _ in changes) / max(0.5, _AT_ONCE * sum(news for _, news in changes))
