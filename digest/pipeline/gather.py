"""gather: sources -> parse -> normalise -> store.keep."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from digest.models import Failure, Fetched, Ignored, SourceFacts, Unchanged, Validators
from digest.pipeline.reading import ReadJob, named, read, split
from digest.protocols import Engine, Limits, Watch

if TYPE_CHECKING:
    from digest.store import Kept, Store

Outcome = Fetched | Unchanged | Failure
Fetch = Callable[[Mapping[str, Mapping[str, Validators]]], Iterator[Outcome]]

READ_LIMITS = Limits(cpu=10, memory=512, wall=60)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one gather did: items by fate, feeds and files by outcome, and every trouble met."""

    new: int
    changed: int
    same: int
    read: int  # feeds and files with something to read
    unchanged: int
    failures: tuple[Failure, ...]
    ignored: tuple[Ignored, ...] = ()  # what was read and is no news: told once, as it is not read again


def gather(
    fetch: Fetch, facts: Mapping[str, SourceFacts], store: Store, engine: Engine, at: datetime, watch: Watch
) -> Gathered:
    """Fetch all sources, read what is new, and keep each feed's items and validators in one transaction.

    `fetch` yields one outcome per feed or file, given the validators by source and URL. `facts` maps each source's
    name to what feeds.toml says of it. Returns when everything is in the store.
    """
    quiet: list[Unchanged] = []
    failures: list[Failure] = []
    waiting: deque[Fetched] = deque()
    kept: list[Kept] = []
    ignored: list[Ignored] = []

    def jobs() -> Iterator[ReadJob]:
        for outcome in fetch(store.validators()):
            if isinstance(outcome, Fetched):
                waiting.append(outcome)
                yield ReadJob(outcome, facts[outcome.source])
            elif isinstance(outcome, Unchanged):
                quiet.append(outcome)
            else:
                failures.append(outcome)

    with watch.stage("gather") as stage:
        for outcome in engine.run(read, jobs(), READ_LIMITS, named):
            fetched = waiting.popleft()
            if isinstance(outcome, Failure):
                # Without validators kept, the next gather asks for the whole feed again.
                failures.append(outcome)
                continue
            readings, troubles = split(outcome, fetched.source)
            kept.append(store.keep(fetched, readings, troubles))
            failures.extend(troubles)
            ignored.extend(part for part in outcome if isinstance(part, Ignored))
            watch.step(f"{fetched.source}: {kept[-1].new} new, {kept[-1].changed} changed")
        store.unchanged(quiet)
        store.fail([one for one in failures if one.stage in {"fetch", "parse"}], at)
        store.settle(list(facts), at)
        stage.items = sum(one.new + one.changed + one.same for one in kept)
    return Gathered(
        new=sum(one.new for one in kept),
        changed=sum(one.changed for one in kept),
        same=sum(one.same for one in kept),
        read=len(kept),
        unchanged=len(quiet),
        failures=tuple(sorted(failures, key=lambda one: (one.source, one.where, one.what))),  # they come as they come
        ignored=tuple(sorted(ignored, key=lambda one: (one.source, one.where, one.why))),
    )
