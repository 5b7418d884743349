"""Which feeds are asked in this gather, and what is remembered of it for the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from digest.config.schema import Config, SourceTable
from digest.models import Failure, Fetched, Pace, Poll, Turn, Unchanged
from digest.pace import MOVED_AFTER, Asked, after, turns

_NETWORK = ("http://", "https://")


class Ledger:
    """What this gather heard from each feed's server, by source."""

    def __init__(self, asked: Mapping[str, Turn], at: datetime) -> None:
        """`asked` says as what each feed was asked at `at`; sources without a turn are files, and not noted."""
        self._heard: dict[str, Poll] = {}
        self._asked = asked
        self._at = at

    def note(self, outcome: Fetched | Unchanged | Failure, *, news: bool = False) -> None:
        """Note how a feed was reached and read, once; `news`: items were new or changed."""
        turn = self._asked.get(outcome.source)
        if turn is not None and not turn.rest and outcome.source not in self._heard:
            self._heard[outcome.source] = after(turn, outcome, self._at, news=news)

    def close(self, quiet: Iterable[Unchanged], failures: Iterable[Failure]) -> dict[str, Poll]:
        """What to remember, by source, once all that was read is noted: a trouble with an entry is none of the feed."""
        for reached in quiet:
            self.note(reached)
        for failure in failures:
            self.note(failure)
        return self._heard


def plan_turns(config: Config, polls: Mapping[str, Poll], at: datetime, *, due_only: bool) -> dict[str, Turn]:
    """What to do about each feed of feeds.toml at `at`, by name; files are always read, and have no turn."""
    return turns([_asked(config, one) for one in feeds(config)], polls, at, due_only=due_only)


def feeds(config: Config) -> list[SourceTable]:
    """The sources that are on the network."""
    return [one for one in config.sources if one.url.startswith(_NETWORK)]


def resting(found: Iterable[Turn]) -> dict[str, int]:
    """How many feeds are not asked, by the reason."""
    counts: dict[str, int] = {}
    for turn in found:
        if turn.rest:
            counts[turn.rest] = counts.get(turn.rest, 0) + 1
    return counts


def remarks(turns: Mapping[str, Turn]) -> list[tuple[str, str]]:
    """What an editor should know of how feeds are asked, in plain words, by source: moves, ends and pauses."""
    return [(name, text) for name, turn in turns.items() if (text := _remark(turn))]


def _remark(turn: Turn) -> str:
    poll = turn.poll
    if poll.gone_at is not None:
        day = poll.gone_at.date().isoformat()
        return f"gone for good since {day} and not asked again: correct its url in feeds.toml, or take it out"
    if turn.rest == "paused" and turn.until is not None:
        return f"its server asked for a pause: left alone until {turn.until.isoformat(timespec='minutes')}"
    if turn.address:
        return f"moved to {turn.address}: change the address in feeds.toml"
    if poll.moved_to:
        return f"sent on to {poll.moved_to} ({poll.sightings} of {MOVED_AFTER} times): it may have moved"
    return ""


def _asked(config: Config, one: SourceTable) -> Asked:
    return Asked(one.name, one.url, Pace(config.gather.shortest, config.gather.longest, one.interval))
