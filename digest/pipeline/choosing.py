"""The rooms in their order: candidates -> route -> cluster -> rank -> compose. Pure: values in, a plan out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.cluster import cluster
from digest.compose import Texts, Wishes, compose
from digest.compose.choose import choose
from digest.config.schema import EditionTable
from digest.models import Candidate, Colophon, Failure, Issue, Repeat, Routed, Ruling, Scored, SourceCount
from digest.protocols import Encoder, Watch
from digest.rank import NO_BEARINGS, Bearings, rank
from digest.recall import Memory, Recalled, recall
from digest.route import Router, route


@dataclass(frozen=True, slots=True)
class Considered:
    """Every candidate with what routing made of it, and every story that could be printed, best first."""

    candidates: tuple[Candidate, ...]
    routed: tuple[Routed, ...]
    scored: tuple[Scored, ...]
    repeats: tuple[Repeat, ...] = ()  # told before, and nothing new in them

    @property
    def unmatched(self) -> tuple[Candidate, ...]:
        """Candidates of which no passage found a place."""
        return tuple(c for c, r in zip(self.candidates, self.routed, strict=True) if not r.placed)


def consider(
    candidates: Sequence[Candidate],
    router: Router,
    weights: Mapping[str, float],
    now: datetime,
    watch: Watch,
    bearings: Bearings = NO_BEARINGS,
    model: Encoder | None = None,
    rulings: Sequence[Ruling] = (),
    memory: Memory | None = None,
) -> Considered:
    """Route, cluster, recall and rank. `weights` is by source name; `now` is what recency is measured from; `model` and
    `rulings` are as `cluster` takes them.
    """
    with watch.stage("route") as stage:
        routed = tuple(route(candidate, router) for candidate in candidates)
        stage.items = len(routed)
    placed = [part for one in routed for part in one.placed]
    with watch.stage("cluster") as stage:
        stories = cluster(placed, model, rulings)
        stage.items = len(placed)
    recalled = Recalled(stories, ())
    if memory is not None and memory.told:
        with watch.stage("recall") as stage:
            recalled = recall(stories, memory, {one.item.id for one in candidates if one.pinned})
            stage.items = len(stories)
    with watch.stage("rank") as stage:
        scored = rank(recalled.stories, now, weights, bearings)
        stage.items = len(scored)
    return Considered(tuple(candidates), routed, scored, recalled.repeats)


def snapshots_needed(considered: Considered, edition: EditionTable) -> list[str]:
    """Hashes of the texts that composing quotes, sorted: of what is chosen, since all of them may be many."""
    groups = choose(considered.scored, edition).groups.values()
    return sorted({cut.item.snapshot for group in groups for one in group for cut in one.story.cuts})


def plan(considered: Considered, texts: Texts, wishes: Wishes, frame: Issue, watch: Watch) -> Issue:
    """Compose the issue that `frame` begins."""
    with watch.stage("compose") as stage:
        issue = compose(considered.scored, texts, wishes, frame)
        stage.items = sum(len(topic.pieces) for section in issue.sections for topic in section.topics)
    return issue


def colophon(
    considered: Considered, sources: Sequence[SourceCount], failures: Sequence[Failure], rules: str, program: str
) -> Colophon:
    """What was considered: `sources` as configured, in order; their counts are filled in here."""
    items = Counter(candidate.item.source for candidate in considered.candidates)
    return Colophon(
        sources=tuple(replace(row, items=items[row.name]) for row in sources),
        failures=tuple(failures),
        items=len(considered.candidates),
        unmatched=len(considered.unmatched),
        held_back=0,
        rules=rules,
        program=program,
    )
