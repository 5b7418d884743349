"""Rank: stories by worth, best first, with the parts of each score in words; a room, pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from typing import Final

from digest.models import Scored, Story

# What each part may add to a score: who else tells it, how new it is, who tells it, how sure the rule is, how much
# there is to read. Settled with the order in which a desk asks.
SHARES: Final[Mapping[str, float]] = {
    "publishers": 0.30,
    "recency": 0.25,
    "weight": 0.20,
    "rule": 0.15,
    "depth": 0.10,
}

_MANY: Final = 5  # independent publishers beyond which more say no more
_HALF_LIFE: Final = 3.0  # days: a story of three days ago is worth half a new one
_NEUTRAL: Final = 0.5  # recency of a story whose publishers date nothing
_HIGHEST_WEIGHT: Final = 10.0
_DEEP: Final = 400  # words beyond which more say no more
_SURE: Final = 12.0  # a rule's score at which it is beyond doubt
_SECONDS_A_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a score: its share's name, what it is in words, and its worth in [0, 1]."""

    share: str
    said: str
    worth: float

    @property
    def points(self) -> float:
        return min(1.0, self.worth) * SHARES[self.share]


def rank(stories: Sequence[Story], now: datetime, weights: Mapping[str, float]) -> tuple[Scored, ...]:
    """Score every story in [0, 1] and sort them: best first, then the latest published, then by the lead's id.

    `now` is what recency is measured from. `weights` is by source name, 0 to 10; a source that is not named has 1.
    """
    scored = [_scored(story, now, weights) for story in stories]
    return tuple(sorted(scored, key=_best_first))


def _best_first(one: Scored) -> tuple[float, float, str, str, str, tuple[str, ...]]:
    lead = one.story.cuts[0]
    keys = tuple(passage.key for passage in lead.passages)
    return -one.score, -lead.item.published.timestamp(), lead.item.id, one.story.region, one.story.topic, keys


def _scored(story: Story, now: datetime, weights: Mapping[str, float]) -> Scored:
    parts = (_publishers(story), _recency(story, now), _weight(story, weights), _rule(story), _depth(story))
    score = round(sum(part.points for part in parts), 6)
    return Scored(story, score, tuple(f"{part.said} (+{part.points:.2f})" for part in parts))


def _publishers(story: Story) -> _Part:
    """One publisher is worth nothing here, each further one less than the one before."""
    count = len(story.publishers)
    said = "1 publisher" if count == 1 else f"{count} independent publishers"
    return _Part("publishers", said, log(max(1, count)) / log(_MANY))


def _recency(story: Story, now: datetime) -> _Part:
    dates = [cut.item.published for cut in story.cuts if cut.item.dated_by == "publisher"]
    if not dates:
        return _Part("recency", "no date of its own", _NEUTRAL)
    days = max(0.0, (now - max(dates)).total_seconds() / _SECONDS_A_DAY)
    said = "published today" if days < 1 else f"published {days:.0f} {'day' if round(days) == 1 else 'days'} ago"
    return _Part("recency", said, 0.5 ** (days / _HALF_LIFE))


def _weight(story: Story, weights: Mapping[str, float]) -> _Part:
    """The highest weight among its sources, on a curve on which 1, the usual one, is worth 0.29."""
    sources = sorted({cut.item.source for cut in story.cuts}, key=lambda name: (-weights.get(name, 1.0), name))
    best = weights.get(sources[0], 1.0)
    worth = log(1 + best) / log(1 + _HIGHEST_WEIGHT)
    return _Part("weight", f"source weight {best:g} of {sources[0]}", worth)


def _rule(story: Story) -> _Part:
    """How strongly its best passage matched the topic's rule; an editor's choice is beyond doubt."""
    kind = "topic" if story.topic else "region"
    found = [
        one
        for cut in story.cuts
        for one in cut.evidence
        if one.kind == kind and one.target == (story.topic or story.region) and one.verdict != "lost"
    ]
    if any(one.verdict == "pinned" for one in found):
        return _Part("rule", "chosen by the editor", 1.0)
    best = max((one.score for one in found), default=0.0)
    said = f"the rule's strength {best:.1f}" if story.topic else f"its places' strength {best:.1f}"
    return _Part("rule", said, best / _SURE)


def _depth(story: Story) -> _Part:
    """The words of the lead. Where words are not parted, three characters count for one."""
    texts = [passage.text for passage in story.cuts[0].passages]
    words = max(sum(len(text.split()) for text in texts), sum(map(_unparted, texts)) // 3)
    return _Part("depth", f"{words} words", words / _DEEP)


def _unparted(text: str) -> int:
    return sum("\u0e00" <= char <= "\u0eff" or "\u3040" <= char <= "\u9fff" for char in text)
