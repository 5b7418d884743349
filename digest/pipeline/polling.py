"""Which feeds are asked in this gather, and what is remembered of it for the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from digest.config.schema import Config, SourceTable
from digest.models import Failure, Fetched, Pace, Poll, Turn, Unchanged
from digest.pace import Asked, after, turns

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


def _asked(config: Config, one: SourceTable) -> Asked:
    return Asked(one.name, one.url, Pace(config.gather.shortest, config.gather.longest, one.interval))
