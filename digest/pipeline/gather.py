"""gather: sources -> parse -> normalise -> store.keep."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from digest.models import Caution, Failure, Fetched, SourceFacts, Unchanged, Validators
from digest.pipeline.reading import ReadJob, named, read, split
from digest.pipeline.tally import Tally, flooded
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
    held: int  # of the new ones, kept out of issues until they are released
    changed: int
    same: int
    read: int  # feeds and files with something to read
    unchanged: int
    failures: tuple[Failure, ...]
    floods: tuple[Failure, ...]  # sources that came with far more than usual: nothing failed, but an editor should look


def gather(
    fetch: Fetch,
    facts: Mapping[str, SourceFacts],
    store: Store,
    engine: Engine,
    at: datetime,
    watch: Watch,
    cautions: Mapping[str, Caution] | None = None,
) -> Gathered:
    """Fetch all sources, read what is new, and keep each feed's items and validators in one transaction.

    `fetch` yields one outcome per feed or file, given the validators by source and URL. `facts` maps each source's
    name to what feeds.toml says of it, `cautions` those that are not taken whole to how much of them is let in.
    Returns when everything is in the store.
    """
    tally = Tally(watch, len(facts))
    quiet: list[Unchanged] = []
    failures: list[Failure] = []
    waiting: deque[Fetched] = deque()
    kept: list[tuple[str, Kept]] = []

    def jobs() -> Iterator[ReadJob]:
        for outcome in fetch(store.validators()):
            if isinstance(outcome, Fetched):
                waiting.append(outcome)
                yield ReadJob(outcome, facts[outcome.source])
            elif isinstance(outcome, Unchanged):
                quiet.append(outcome)
                tally.done(outcome.source)
            else:
                failures.append(outcome)
                tally.done(outcome.source)

    with watch.stage("gather") as stage:
        for outcome in engine.run(read, jobs(), READ_LIMITS, named):
            fetched = waiting.popleft()
            if isinstance(outcome, Failure):
                # Without validators kept, the next gather asks for the whole feed again.
                failures.append(outcome)
                tally.done(fetched.source)
                continue
            readings, troubles = split(outcome, fetched.source)
            one = store.keep(fetched, readings, troubles, (cautions or {}).get(fetched.source, Caution()))
            kept.append((fetched.source, one))
            failures.extend(troubles)
            tally.done(fetched.source, one.new)
        store.unchanged(quiet)
        store.fail([one for one in failures if one.stage in {"fetch", "parse"}], at)
        store.settle(list(facts), at)
        stage.items = sum(one.new + one.changed + one.same for _, one in kept)
    return _gathered(kept, len(quiet), failures)


def _gathered(kept: Sequence[tuple[str, Kept]], unchanged: int, failures: Sequence[Failure]) -> Gathered:
    return Gathered(
        new=sum(one.new for _, one in kept),
        held=sum(one.held for _, one in kept),
        changed=sum(one.changed for _, one in kept),
        same=sum(one.same for _, one in kept),
        read=len(kept),
        unchanged=unchanged,
        failures=tuple(sorted(failures, key=lambda one: (one.source, one.where, one.what))),  # they come as they come
        floods=tuple(flooded(source, one.flood) for source, one in sorted(kept, key=lambda row: row[0]) if one.flood),
    )
