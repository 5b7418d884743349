"""gather: sources -> parse -> normalise -> store.keep."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from digest.models import (
    Caution,
    Failure,
    Fetched,
    Gone,
    Ignored,
    Outcome,
    Reading,
    Signpost,
    SourceFacts,
    Turn,
    Unchanged,
    Validators,
)
from digest.pipeline.archives import is_archive, read_archives
from digest.pipeline.finding import Finder
from digest.pipeline.polling import Ledger
from digest.pipeline.reading import ReadJob, named, read, split
from digest.pipeline.tally import Tally, flooded
from digest.protocols import Engine, Limits, Watch

if TYPE_CHECKING:
    from digest.pipeline.pages import PagesRead
    from digest.store import Kept, Store

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
    forgotten: int  # items of files that are gone, which no issue printed
    failures: tuple[Failure, ...]
    ignored: tuple[Ignored, ...]  # what was read and is no news: told once, as it is not read again
    floods: tuple[Failure, ...]  # sources that came with far more than usual: nothing failed, but an editor should look
    notes: tuple[str, ...] = ()  # feeds that were found by way of a page, a sentence each
    pages: PagesRead | None = None  # filled in by the second stage
    asked: int = 0  # sources
    unasked: int = 0  # sources left alone, since their host asked for a pause in this gather
    failed: int = 0  # of them, those that gave nothing, or could not be reached to the end
    bad_files: int = 0  # of other sources, that could not be read
    bad_entries: int = 0  # of feeds and mails that were read


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known before a gather of the sources that it asks, by name; files have none of it."""

    turns: Mapping[str, Turn] = field(default_factory=dict)  # as what each feed was asked
    cautions: Mapping[str, Caution] = field(default_factory=dict)  # how much of a feed is let in at once
    finder: Finder = field(default_factory=Finder)  # follows pages to their feeds


def gather(
    fetch: Fetch,
    facts: Mapping[str, SourceFacts],
    store: Store,
    engine: Engine,
    at: datetime,
    watch: Watch,
    plan: Plan | None = None,
) -> Gathered:
    """Fetch all sources, read what is new, and keep each feed's items and validators in one transaction.

    `fetch` yields one outcome per feed or file, given the validators by source and URL. `facts` maps each source's
    name to what feeds.toml says of it; troubles of others stand. What the servers ask of the next polls is kept.
    Returns when everything is in the store.
    """
    known, plan = store.validators(), plan or Plan()
    run = _Run(facts, store, engine, plan, Ledger(plan.turns, at), Tally(watch, len(facts)))
    with watch.stage("gather") as stage:
        run.keep(fetch(known))
        for outcomes in plan.finder.rounds(known):
            run.keep(outcomes)
        run.failures.extend(plan.finder.close())
        run.keep_archives()
        store.unchanged(run.quiet)
        forgotten = store.forget(run.gone)
        troubles = [*run.failures, *run.flaws]
        store.fail([one for one in troubles if one.stage in {"fetch", "parse"}], at)
        store.settle([name for name in facts if name not in run.unasked], at)
        store.polled(run.ledger.close(run.quiet, troubles))
        store.remember_feeds(plan.finder.found)
        stage.items = sum(one.new + one.changed + one.same for _, one in run.kept)
    failed = run.failed()
    return Gathered(
        new=sum(one.new for _, one in run.kept),
        held=sum(one.held for _, one in run.kept),
        changed=sum(one.changed for _, one in run.kept),
        same=sum(one.same for _, one in run.kept),
        read=len(run.kept),
        unchanged=len(run.quiet),
        forgotten=forgotten,
        # They come as they come: sorted, so that the same troubles are the same list.
        failures=tuple(sorted(troubles, key=lambda one: (one.source, one.where, one.what))),
        ignored=tuple(sorted(run.ignored, key=lambda one: (one.source, one.where, one.why))),
        floods=tuple(flooded(source, one.flood) for source, one in sorted(run.kept, key=_source) if one.flood),
        notes=tuple(sorted(plan.finder.notes)),
        asked=len(facts) - len(run.unasked),
        unasked=len(run.unasked),
        failed=len(failed),
        bad_files=sum(one.source not in failed for one in run.failures),
        bad_entries=len(run.flaws),
    )


@dataclass(slots=True)
class _Run:
    """One gather while it is running: what it works with, and what has come of it so far."""

    facts: Mapping[str, SourceFacts]
    store: Store
    engine: Engine
    plan: Plan
    ledger: Ledger
    tally: Tally
    quiet: list[Unchanged] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)  # what could not be fetched or read at all
    ignored: list[Ignored] = field(default_factory=list)
    archives: list[Fetched] = field(default_factory=list)
    waiting: deque[Fetched] = field(default_factory=deque)
    kept: list[tuple[str, Kept]] = field(default_factory=list)
    unasked: set[str] = field(default_factory=set)  # sources whose host had just asked for a pause
    flaws: list[Failure] = field(default_factory=list)  # entries that could not be read, of what was read otherwise

    def keep(self, outcomes: Iterator[Outcome]) -> None:
        """Read what was fetched and keep it, as it comes in."""
        for outcome in self.engine.run(read, self._jobs(outcomes), READ_LIMITS, named):
            fetched = self.waiting.popleft()
            if isinstance(outcome, Signpost):
                self.plan.finder.met(outcome)
            elif isinstance(outcome, Failure):
                self._failed(outcome)  # without validators kept, the next gather asks for the whole feed again
            else:
                self.ignored.extend(part for part in outcome if isinstance(part, Ignored))
                readings, troubles = split(outcome, fetched.source)
                self._keep(fetched, readings, troubles)
                self.flaws.extend(troubles)

    def keep_archives(self) -> None:
        """Read and keep the archives that were met, each with all files in it at once."""
        for opened in read_archives(self.archives, self.facts, self.engine, READ_LIMITS):
            if isinstance(opened, Failure):
                self.failures.append(opened)
            else:
                self._keep(*opened)
                self.failures.extend(opened[2])

    def failed(self) -> set[str]:
        """The sources that gave nothing, or could not be reached to the end; a file more or less is no source."""
        gave = {name for name, _ in self.kept} | {one.source for one in self.quiet}
        return {
            one.source
            for one in self.failures
            if one.source not in gave or (one.stage == "fetch" and "://" in one.where)
        }

    def _jobs(self, outcomes: Iterator[Outcome]) -> Iterator[ReadJob]:
        for outcome in outcomes:
            if isinstance(outcome, Fetched) and is_archive(outcome):
                self.archives.append(outcome)
            elif isinstance(outcome, Fetched):
                self.waiting.append(outcome)
                yield ReadJob(outcome, self.facts[outcome.source])
            elif isinstance(outcome, Unchanged):
                self.quiet.append(outcome)
                self.plan.finder.read(outcome.source)
                self.tally.done(outcome.source)
            elif isinstance(outcome, Gone):
                self.gone.append(outcome)
            else:
                self._failed(outcome)

    def _failed(self, failure: Failure) -> None:
        if self.plan.finder.missed(failure):
            return
        if failure.wishes.unasked:  # the pause is the trouble of the one who was asked: what stood of this one stands
            self.unasked.add(failure.source)
        else:
            self.failures.append(failure)
        self.tally.done(failure.source)

    def _keep(self, fetched: Fetched, readings: Sequence[Reading], troubles: Sequence[Failure]) -> None:
        caution = self.plan.cautions.get(fetched.source, Caution())
        kept = self.store.keep(fetched, readings, troubles, caution)
        self.kept.append((fetched.source, kept))
        self.plan.finder.read(fetched.source)
        self.ledger.note(fetched, news=kept.new + kept.changed > 0)
        self.tally.done(fetched.source, kept.new)


def _source(row: tuple[str, Kept]) -> str:
    return row[0]
