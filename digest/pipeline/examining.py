"""examining: one address or file read as a gather would read it, with all that can be told of it. Nothing is kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from digest.models import Failure, Fetched, Ignored, Outcome, Reading, Signpost, SourceFacts
from digest.pipeline.archives import is_archive, members
from digest.pipeline.finding import Finder
from digest.pipeline.gather import READ_LIMITS, Fetch
from digest.pipeline.reading import ReadJob, named, read, split
from digest.protocols import Engine


@dataclass(frozen=True, slots=True)
class Examined:
    """What one body holds. `entries` are as `showing.shown` gives them."""

    format: str
    encoding: str
    entries: tuple[dict[str, object], ...]
    readings: tuple[Reading, ...]
    failures: tuple[Failure, ...]


@dataclass(slots=True)
class Findings:
    """All that was found: what was read, the pages on the way, and what could not be read."""

    read: list[tuple[Fetched, Examined]] = field(default_factory=list)
    pages: list[Signpost] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def examine(job: ReadJob) -> Examined | Signpost:
    """Read one body, in whatever process this is called. Raises SourceTrouble when nothing at all can be read."""
    from digest.parse.kinds import encoding_of, format_of
    from digest.pipeline.showing import shown

    outcome = read(job)
    if isinstance(outcome, Signpost):
        return outcome
    readings, failures = split(outcome, job.fetched.source)
    for part in outcome:
        if isinstance(part, Ignored):
            failures.append(Failure(part.source, part.where, "parse", f"Ignored: {part.why}."))
    entries = tuple(shown(job.fetched))
    return Examined(format_of(job.fetched), encoding_of(job.fetched), entries, tuple(readings), tuple(failures))


def examine_all(fetch: Fetch, facts: Mapping[str, SourceFacts], engine: Engine, finder: Finder) -> Findings:
    """Fetch, follow pages to their feeds, and examine what came. A page without a feed is read as an article."""
    found = Findings()
    waiting: deque[Fetched] = deque()
    pages: dict[str, Fetched] = {}
    archives: list[Fetched] = []

    def jobs(outcomes: Iterator[Outcome]) -> Iterator[ReadJob]:
        for outcome in outcomes:
            if isinstance(outcome, Fetched) and is_archive(outcome):
                archives.append(outcome)
            elif isinstance(outcome, Fetched):
                waiting.append(outcome)
                yield ReadJob(outcome, facts.get(outcome.source, SourceFacts(outcome.source)))
            elif isinstance(outcome, Failure) and not finder.missed(outcome):
                found.failures.append(outcome)

    def look(outcomes: Iterator[Outcome]) -> None:
        for outcome in engine.run(examine, jobs(outcomes), READ_LIMITS, named):
            fetched = waiting.popleft()
            if isinstance(outcome, Signpost):
                found.pages.append(outcome)
                pages.setdefault(fetched.source, fetched)
                finder.met(outcome)
            elif isinstance(outcome, Examined):
                found.read.append((fetched, outcome))
                finder.read(fetched.source)
            elif not finder.missed(outcome):
                found.failures.append(outcome)

    look(fetch({}))
    for outcomes in finder.rounds({}):
        look(outcomes)
    look(iter(list(members(archives, engine))))
    found.notes.extend(finder.notes)
    lost = finder.close()
    found.failures.extend(lost)
    if lost and not found.read:
        look(iter([replace(pages[one.source], by_hand=True) for one in lost if one.source in pages]))
    return found
