"""One feed or file read: parse, then normalise. Plain values in and out, so that any engine can run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from digest.errors import SourceTrouble
from digest.models import Entry, Failure, Fetched, Ignored, Reading, SourceFacts


@dataclass(frozen=True, slots=True)
class ReadJob:
    """The bytes of one feed or file, and what feeds.toml says of their source."""

    fetched: Fetched
    facts: SourceFacts


def read(job: ReadJob) -> tuple[Reading | Failure | Ignored, ...]:
    """Read every entry. An entry that cannot be read is a Failure among the others; what is no news is Ignored.

    Raises SourceTrouble when nothing at all can be read.
    """
    # Imported where the work is done: a run in which every server says "unchanged" never loads a parser.
    from digest.normalise import normalise
    from digest.parse import parse

    return tuple(_read_entry(entry, job, normalise) for entry in parse(job.fetched))


def _read_entry(
    entry: Entry | Failure | Ignored, job: ReadJob, normalise: Callable[..., Reading]
) -> Reading | Failure | Ignored:
    if isinstance(entry, Failure | Ignored):
        return entry
    try:
        return normalise(entry, job.facts, job.fetched.at)
    except SourceTrouble as trouble:
        where = entry.title or entry.url or entry.guid
        return Failure(job.fetched.source, f"{job.fetched.url}: {where}", "normalise", trouble.what, trouble.advice)


def named(job: ReadJob) -> Failure:
    """The job's name, as the engine fills it in when reading fails as a whole."""
    return Failure(job.fetched.source, job.fetched.url, "parse", "")


def split(
    outcome: tuple[Reading | Failure | Ignored, ...] | Failure, source: str
) -> tuple[list[Reading], list[Failure]]:
    """The readings and the failures among one feed's outcomes, each once per item: the later wins."""
    parts = (outcome,) if isinstance(outcome, Failure) else outcome
    readings = {part.item.id: part for part in parts if isinstance(part, Reading)}
    failures = [replace(part, source=source) for part in parts if isinstance(part, Failure)]
    return list(readings.values()), failures
