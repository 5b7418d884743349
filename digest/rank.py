"""Rank: stories by worth, best first, with the parts of each score in words; a room, pure.

A score is the sum of its parts, less what waiting costs: a story that an issue passed over is worth less in the next
one, and falls under the edition's floor in time. Nothing comes back for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from typing import Final

from digest.language.echoes import Echo, echoes
from digest.models import Evidence, Placed, Scored, Story

# What each part may add to a score: who else tells it, who else writes of its subject, how new it is, who tells it, how
# sure the rule is, how much there is to read, how much of it was not printed before. In the order in which a desk asks.
SHARES: Final[Mapping[str, float]] = {
    "publishers": 0.30,
    "echo": 0.16,
    "recency": 0.14,
    "weight": 0.12,
    "rule": 0.12,
    "depth": 0.06,
    "novelty": 0.10,
}

_MANY: Final = 5  # independent publishers beyond which more say no more
_LOUD: Final = 15  # other publishers with the same subject beyond which more say no more
# Days after which a story is worth half a new one: the issue's window, so that a weekly does not print its last day
# alone, and a daily does not print the day before; within these bounds, and so much for a first issue.
_SHORTEST, _LONGEST, _FIRST_ISSUE = 1.0, 14.0, 7.0
_NEUTRAL: Final = 0.5  # recency of a story whose publishers date nothing
_HIGHEST_WEIGHT: Final = 10.0
_DEEP: Final = 400  # words beyond which more say no more; most feeds give 20 to 60, on a curve worth 0.3 to 0.5
_SHALLOW: Final = 15.0  # words: the scale of that curve
_HEAD: Final = 150  # characters: as long as a headline is
_SURE: Final = 12.0  # a rule's score at which it is beyond doubt
_PASSED_OVER: Final = 0.5  # what is left of a score with each issue that passes the story over
_SECONDS_A_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Bearings:
    """What a score is measured against, beside the moment."""

    since: datetime | None = None  # the last issue's cut-off
    told: Collection[str] = frozenset()  # ids of items of which an issue printed a part
    by_hand: Collection[str] = frozenset()  # sources whose items somebody put there: folders of files


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a score: its share's name, what it is in words, and its worth in [0, 1]."""

    share: str
    said: str
    worth: float

    @property
    def points(self) -> float:
        return min(1.0, self.worth) * SHARES[self.share]


NO_BEARINGS: Final = Bearings()


def rank(
    stories: Sequence[Story], now: datetime, weights: Mapping[str, float], bearings: Bearings = NO_BEARINGS
) -> tuple[Scored, ...]:
    """Score every story in [0, 1] and sort them: best first, then the latest published, then by the lead's id.

    `now` is what recency is measured from. `weights` is by source name, 0 to 10; a source that is not named has 1.
    """
    heard = echoes([(_subject(story.cuts[0]), story.publishers) for story in stories])
    scored = [_scored(story, echo, now, weights, bearings) for story, echo in zip(stories, heard, strict=True)]
    return tuple(sorted(scored, key=_best_first))


def _best_first(one: Scored) -> tuple[float, float, str, str, str, tuple[str, ...]]:
    lead = one.story.cuts[0]
    keys = tuple(passage.key for passage in lead.passages)
    return -one.score, -lead.item.published.timestamp(), lead.item.id, one.story.region, one.story.topic, keys


def _scored(story: Story, echo: Echo, now: datetime, weights: Mapping[str, float], bearings: Bearings) -> Scored:
    publishers = _publishers(story)
    others = (
        _echo(echo),
        _recency(story, now, bearings),
        _weight(story, weights),
        _rule(story),
        _depth(story),
        _novelty(story, bearings),
    )
    left, waited = _patience(story, now, bearings)
    whole = sum(part.points for part in (publishers, *others))
    alone = sum(part.points for part in others) / (1 - SHARES["publishers"])
    why = [f"{part.said} (+{part.points:.2f})" for part in (publishers, *others)]
    if waited:
        why.append(f"{waited} (-{whole * (1 - left):.2f})")
    by_hand = any(cut.item.source in bearings.by_hand for cut in story.cuts)
    return Scored(story, round(whole * left, 6), tuple(why), round(alone * left, 6), by_hand)


def _publishers(story: Story) -> _Part:
    """One publisher is worth nothing here, each further one less than the one before."""
    count = len(story.publishers)
    said = "1 publisher" if count == 1 else f"{count} independent publishers"
    return _Part("publishers", said, log(max(1, count)) / log(_MANY))


def _subject(lead: Placed) -> str:
    """What a story is headed by: its title, or the first words of a part that is not what the title tells of."""
    one = next((part.text for part in lead.passages if part.kind != "heading"), "")
    return (
        lead.item.title if lead.title_fits or len(lead.passages) == len(lead.item.passages) or not one else one[:_HEAD]
    )


def _echo(echo: Echo) -> _Part:
    if not echo.publishers:
        return _Part("echo", "no other publisher has its subject in a headline", 0.0)
    words = " and ".join(f"“{word}”" for word in echo.words)
    who = "1 other publisher has" if echo.publishers == 1 else f"{echo.publishers} other publishers have"
    return _Part("echo", f"{who} its subject in headlines: {words}", log(1 + echo.publishers) / log(1 + _LOUD))


def _recency(story: Story, now: datetime, bearings: Bearings) -> _Part:
    dates = [cut.item.published for cut in story.cuts if cut.item.dated_by == "publisher"]
    if not dates:
        return _Part("recency", "no date of its own", _NEUTRAL)
    days = max(0.0, (now - max(dates)).total_seconds() / _SECONDS_A_DAY)
    said = "published today" if days < 1 else f"published {_days(days)} ago"
    return _Part("recency", said, 0.5 ** (days / _half_life(now, bearings)))


def _half_life(now: datetime, bearings: Bearings) -> float:
    window = (now - bearings.since).total_seconds() / _SECONDS_A_DAY if bearings.since else _FIRST_ISSUE
    return min(_LONGEST, max(_SHORTEST, window))


def _weight(story: Story, weights: Mapping[str, float]) -> _Part:
    """The highest weight among its sources, on a curve on which 1, the usual one, is worth 0.29."""
    sources = sorted({cut.item.source for cut in story.cuts}, key=lambda name: (-weights.get(name, 1.0), name))
    best = weights.get(sources[0], 1.0)
    worth = log(1 + best) / log(1 + _HIGHEST_WEIGHT)
    return _Part("weight", f"source weight {best:g} of {sources[0]}", worth)


def _rule(story: Story) -> _Part:
    """How strongly its best passage matched the topic's rule; an editor's choice is beyond doubt."""
    kind = "topic" if story.topic else "region"
    found = [one for cut in story.cuts for one in cut.evidence if _is_for(one, kind, story)]
    if is_pinned(story) or any(one.verdict == "pinned" for one in found):
        return _Part("rule", "chosen by the editor", 1.0)
    best = max((one.score for one in found), default=0.0)
    said = f"the rule's strength {best:.1f}" if story.topic else f"its places' strength {best:.1f}"
    return _Part("rule", said, best / _SURE)


def _is_for(one: Evidence, kind: str, story: Story) -> bool:
    return one.kind == kind and one.target == (story.topic or story.region) and one.verdict != "lost"


def is_pinned(story: Story) -> bool:
    """Whether the editor asked for one of its items."""
    return any(cut.pinned for cut in story.cuts)


def _depth(story: Story) -> _Part:
    """The words of the lead."""
    words = _words(story.cuts[0])
    return _Part("depth", f"{words} words", log(1 + words / _SHALLOW) / log(1 + _DEEP / _SHALLOW))


def _words(cut: Placed) -> int:
    """Where words are not parted, three characters count for one."""
    texts = [passage.text for passage in cut.passages]
    return max(sum(len(text.split()) for text in texts), sum(map(_unparted, texts)) // 3)


def _unparted(text: str) -> int:
    return sum("\u0e00" <= char <= "\u0eff" or "\u3040" <= char <= "\u9fff" for char in text)


def _novelty(story: Story, bearings: Bearings) -> _Part:
    """How much of the lead no issue has printed; all of it, unless it is an article that grew."""
    lead = story.cuts[0]
    if lead.item.id not in bearings.told:
        return _Part("novelty", "not printed before", 1.0)
    share = sum(len(one.text) for one in lead.passages) / max(1, sum(len(one.text) for one in lead.item.passages))
    return _Part("novelty", f"an article printed before, {min(1.0, share):.0%} of it is new", share)


def _patience(story: Story, now: datetime, bearings: Bearings) -> tuple[float, str]:
    """The share of its worth that is left after issues that passed it over, and why. What has a new cut has not waited.

    How many issues these were is told by the latest window: the issues before it are taken to have had one as long.
    What the editor asked for waits for nobody.
    """
    seen = max(cut.first_seen for cut in story.cuts)
    if bearings.since is None or seen > bearings.since or is_pinned(story):
        return 1.0, ""
    window = max(_SHORTEST * _SECONDS_A_DAY, (now - bearings.since).total_seconds())
    issues = 1 + int((bearings.since - seen).total_seconds() // window)
    who = "the last issue" if issues == 1 else f"{issues} issues"
    return _PASSED_OVER**issues, f"passed over by {who}"


def _days(days: float) -> str:
    return "1 day" if round(days) == 1 else f"{days:.0f} days"
