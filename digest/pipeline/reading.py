"""One feed or file read: parse, then normalise. Plain values in and out, so that any engine can run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from digest.errors import NoFeed, SourceTrouble
from digest.models import Entry, Failure, Fetched, Ignored, Reading, Signpost, SourceFacts


@dataclass(frozen=True, slots=True)
class ReadJob:
    """The bytes of one feed or file, and what feeds.toml says of their source."""

    fetched: Fetched
    facts: SourceFacts


def read(job: ReadJob) -> tuple[Reading | Failure | Ignored, ...] | Signpost:
    """Read every entry. An entry that cannot be read is a Failure among the others, what is no news is Ignored; a page
    instead is a Signpost.

    Raises SourceTrouble when nothing at all can be read.
    """
    # Imported where the work is done: a run in which every server says "unchanged" never loads a parser.
    from digest.normalise import normalise
    from digest.parse import parse

    try:
        entries = (_as_known(entry, job.fetched) for entry in parse(job.fetched))
    except NoFeed as page:
        return Signpost(job.fetched.source, job.fetched.url, page.links, page.what, page.advice, page.single)
    return tuple(_read_entry(n, entry, job, normalise) for n, entry in enumerate(entries, 1))


def _as_known(entry: Entry | Failure | Ignored, fetched: Fetched) -> Entry | Failure | Ignored:
    """The entry of a renamed file under the name that its item is known by: the address is its identity."""
    name = fetched.validators.known_as
    if not name or not isinstance(entry, Entry) or not entry.url.startswith(fetched.url):
        return entry
    return replace(entry, url=name + entry.url.removeprefix(fetched.url))


def _read_entry(
    number: int, entry: Entry | Failure | Ignored, job: ReadJob, normalise: Callable[..., Reading]
) -> Reading | Failure | Ignored:
    if not isinstance(entry, Entry):
        return entry
    try:
        return _judged(entry, normalise(entry, job.facts, job.fetched.at), job.facts)
    except SourceTrouble as trouble:
        where = entry.title or f"entry {number} {entry.url or entry.guid}".rstrip()
        return Failure(job.fetched.source, f"{job.fetched.url}: {where}", "normalise", trouble.what, trouble.advice)


def _judged(entry: Entry, reading: Reading, facts: SourceFacts) -> Reading:
    """The reading, called a stub where the feed gave a teaser, with the page that the text is wanted from.

    Of a feed that is a file no pages are asked for, but its teasers are none the less what they are.
    """
    if facts.full_text is None and not entry.listed:
        return reading
    from digest.normalise.teaser import is_teaser

    stub = is_teaser(entry, reading.item.passages)
    wanted = facts.full_text == "always" or (stub and facts.full_text == "auto")
    item = replace(reading.item, text_from="stub") if stub else reading.item
    return replace(reading, item=item, page=item.url if wanted else "")


def named(job: ReadJob) -> Failure:
    """The job's name, as the engine fills it in when reading fails as a whole."""
    return Failure(job.fetched.source, job.fetched.url, "parse", "")


def split(
    outcome: tuple[Reading | Failure | Ignored, ...] | Signpost | Failure, source: str
) -> tuple[list[Reading], list[Failure]]:
    """The readings and the failures among one feed's outcomes, in its order."""
    if isinstance(outcome, Signpost):
        outcome = Failure(source, outcome.url, "parse", outcome.what, outcome.advice)
    parts = (outcome,) if isinstance(outcome, Failure) else outcome
    readings = [part for part in parts if isinstance(part, Reading)]
    failures = [replace(part, source=source) for part in parts if isinstance(part, Failure)]
    return readings, failures
