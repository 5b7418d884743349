"""Coverage: what an issue prints of each region and topic, against the issues before it, in an editor's words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from digest.config.schema import EditionTable
from digest.models import Coverage, CoverageRow, CoverageShare, Issue, Piece

LOOK_BACK: Final = 8  # issues
_HABIT: Final = 3  # issues before anything is called usual

# How likely a number as low, or as high, is by chance where the mean is what is usual. Ten issues of one day each, with
# 12 regions and 25 topics, had two such lines, both on the day on which 24 sources came in after five.
_RARELY_LOW: Final = 0.02
_RARELY_HIGH: Final = 0.01
_LARGE: Final = 0.25  # share of an issue that one publisher leads
_MORE: Final = 1.3  # times what that publisher leads usually
_STORIES: Final = 8  # stories, below which a share says nothing
_ALONE: Final = 0.15  # by which the share of single-source stories is more than usual
_NAMED: Final = 8  # topics in one line


def cover(issue: Issue, before: Sequence[Issue], edition: EditionTable) -> Coverage:
    """Count `issue`, a plan with its sections, against closed issues of its edition, the latest first."""
    now, past = _Counts.of(issue), [_Counts.of(one) for one in before[:LOOK_BACK]]
    regions = dict.fromkeys((*edition.regions, *now.regions))
    return Coverage(
        issues=len(past),
        stories=now.stories,
        mean=_mean([one.stories for one in past]),
        single=now.single,
        single_mean=_mean([one.single for one in past]),
        regions=tuple(_row(name, now.regions, [one.regions for one in past]) for name in regions),
        topics=tuple(_row(name, now.topics, [one.topics for one in past]) for name in edition.topics),
        publishers=_shares(now.publishers, [one.publishers for one in past]),
        languages=_shares(now.languages, [one.languages for one in past]),
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """What one region or topic has in one issue."""

    count: int = 0
    single: int = 0
    waiting: int = 0

    def plus(self, pieces: Sequence[Piece], waiting: int) -> _Cell:
        alone = sum(piece.publishers == 1 for piece in pieces)
        return _Cell(self.count + len(pieces), self.single + alone, self.waiting + waiting)


@dataclass(frozen=True, slots=True)
class _Counts:
    """One issue, counted."""

    regions: Mapping[str, _Cell]
    topics: Mapping[str, _Cell]
    publishers: Counter[str]
    languages: Counter[str]

    @classmethod
    def of(cls, issue: Issue) -> _Counts:
        regions: dict[str, _Cell] = {}
        topics: dict[str, _Cell] = {}
        pieces: list[Piece] = []
        for section in issue.sections:
            for topic in section.topics:
                regions[section.name] = regions.get(section.name, _Cell()).plus(topic.pieces, topic.held_back)
                if topic.name:
                    topics[topic.name] = topics.get(topic.name, _Cell()).plus(topic.pieces, topic.held_back)
                pieces += topic.pieces
        publishers = Counter(piece.sources[0].publisher for piece in pieces)
        return cls(regions, topics, publishers, Counter(piece.language.partition("-")[0] for piece in pieces))

    @property
    def stories(self) -> int:
        return sum(cell.count for cell in self.regions.values())

    @property
    def single(self) -> int:
        return sum(cell.single for cell in self.regions.values())


def _row(name: str, now: Mapping[str, _Cell], past: Sequence[Mapping[str, _Cell]]) -> CoverageRow:
    here = now.get(name, _Cell())
    before = [cells.get(name, _Cell()).count for cells in past]
    quiet = next((number for number, count in enumerate([here.count, *before]) if count), len(before) + 1)
    return CoverageRow(name, here.count, here.single, here.waiting, _mean(before), quiet)


def _shares(now: Counter[str], past: Sequence[Counter[str]]) -> tuple[CoverageShare, ...]:
    names = sorted(now, key=lambda name: (-now[name], name))
    return tuple(CoverageShare(name, now[name], _mean([one[name] for one in past])) for name in names)


def _mean(counts: Sequence[int]) -> float | None:
    return round(sum(counts) / len(counts), 2) if counts else None


# -- in words ------------------------------------------------------------------------------------------------------


def summary(one: Coverage) -> str:
    """The issue in one line: "41 stories, usually 38; 29 of them told by one publisher alone"."""
    usual = f", usually {said(one.mean)}" if one.mean is not None and one.issues >= _HABIT else ""
    alone = f"; {one.single} of them told by one publisher alone" if one.single else ""
    return f"{one.stories} {'story' if one.stories == 1 else 'stories'}{usual}{alone}"


def remarks(one: Coverage) -> tuple[str, ...]:
    """What an editor should look at, the regions first; nothing where all is as usual."""
    return (
        *_unusual(one.regions, one.issues),
        *_unusual(one.topics, one.issues),
        *_silent(one),
        *_leaders(one),
        *_alone(one),
    )


def _unusual(rows: Sequence[CoverageRow], issues: int) -> Iterator[str]:
    if issues < _HABIT:
        return
    for row in rows:
        mean = row.mean or 0.0
        if _below(row.count, mean) < _RARELY_LOW:
            since = f" for {row.quiet} issues" if row.quiet > 1 else ""
            yield f"{row.name}: {_stories(row.count)}{since}, usually {said(mean)}"
        elif row.count > 1 and 1 - _below(row.count - 1, mean + 1 / issues) < _RARELY_HIGH:  # what never was, might be
            yield f"{row.name}: {_stories(row.count)}, usually {said(mean)}"


def _silent(one: Coverage) -> Iterator[str]:
    """Topics that should have had a story by now; and those that have none in all issues looked at."""
    if one.issues < _HABIT:
        return
    told = {line.partition(":")[0] for line in _unusual(one.topics, one.issues)}
    none = [row for row in one.topics if not row.count and row.name not in told]
    now = [
        f"{row.name} ({row.quiet} issues)" if row.quiet > 1 else row.name
        for row in none
        if row.quiet * (row.mean or 0.0) >= 1
    ]
    if now:
        yield f"nothing on {_listed(now)}"
    never = [row.name for row in none if not row.mean]
    if never:
        yield f"nothing in {one.issues + 1} issues on {_listed(never)}: do their rules find what they should?"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _leaders(one: Coverage) -> Iterator[str]:
    if one.stories < _STORIES or len(one.publishers) == 1:
        return
    for share in one.publishers:
        habit = (share.mean or 0.0) if one.issues >= _HABIT else 0.0
        if share.count >= max(one.stories * _LARGE, habit * _MORE):
            usual = f", usually {said(share.mean)}" if share.mean is not None and one.issues >= _HABIT else ""
            yield f"{share.name} leads {share.count} of {one.stories} stories{usual}"


def _alone(one: Coverage) -> Iterator[str]:
    if one.issues < _HABIT or one.stories < _STORIES or not one.mean or one.single_mean is None:
        return
    usual = one.single_mean / one.mean
    if one.single / one.stories >= usual + _ALONE:
        yield f"{one.single} of {one.stories} stories are told by one publisher alone, usually {usual:.0%}"


def _below(count: int, mean: float) -> float:
    """How likely it is to have `count` or fewer where the mean is usual, by Poisson."""
    term = total = exp(-mean)
    for number in range(1, count + 1):
        term *= mean / number
        total += term
    return min(1.0, total)


def _stories(count: int) -> str:
    return "nothing" if not count else "1 story" if count == 1 else f"{count} stories"


def said(mean: float | None) -> str:
    """A mean as it is printed: 3.2, or 12."""
    if mean is None:
        return ""
    return f"{mean:.0f}" if mean >= 10 or mean == round(mean) else f"{mean:.1f}"
