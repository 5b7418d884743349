"""Archives: taken apart in a child process, and each file in them read in one of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from digest.models import Failure, Fetched, Reading, SourceFacts
from digest.parse.formats import ZIP
from digest.pipeline.reading import ReadJob, named, read, split
from digest.protocols import Engine, Limits

UNPACK_LIMITS = Limits(cpu=10, memory=512, wall=60)


def is_archive(fetched: Fetched) -> bool:
    """Whether it is a file that holds files. What a server gives as an archive is no feed, and is not opened."""
    return fetched.media_type == ZIP and fetched.url.startswith("file:")


def read_archives(
    archives: Sequence[Fetched], facts: Mapping[str, SourceFacts], engine: Engine, limits: Limits
) -> Iterator[tuple[Fetched, list[Reading], list[Failure]] | Failure]:
    """Yield each archive with the items and the troubles of the files in it, or a Failure for one as a whole.

    `limits` are those of one file in an archive: one that spins or dies leaves the others as they are.
    """
    if not archives:
        return
    opened = engine.run(unpack, archives, UNPACK_LIMITS, _named)
    for archive, members in zip(archives, list(opened), strict=True):
        if isinstance(members, Failure):
            yield members
            continue
        said = facts.get(archive.source, SourceFacts(archive.source))
        files = [one for one in members if isinstance(one, Fetched)]
        troubles = [one for one in members if isinstance(one, Failure)]
        readings: dict[str, Reading] = {}
        for outcome in engine.run(read, [ReadJob(one, said) for one in files], limits, named):
            found, failed = split(outcome, archive.source)
            readings.update((one.item.id, one) for one in found)
            troubles += failed
        if not members:
            troubles.append(_empty(archive))
        yield archive, list(readings.values()), troubles


def members(archives: Sequence[Fetched], engine: Engine) -> Iterator[Fetched | Failure]:
    """Yield the files in archives, and what of them cannot be had."""
    for outcome in engine.run(unpack, archives, UNPACK_LIMITS, _named) if archives else ():
        yield from (outcome,) if isinstance(outcome, Failure) else outcome


def unpack(fetched: Fetched) -> tuple[Fetched | Failure, ...]:
    """The files in an archive; as parse.archive has it, which is imported where the work is done."""
    from digest.parse.archive import unpack as taken_apart

    return taken_apart(fetched)


def _named(fetched: Fetched) -> Failure:
    return Failure(fetched.source, fetched.url, "parse", "")


def _empty(archive: Fetched) -> Failure:
    advice = "Put articles into it: text, Markdown, HTML, DOCX or PDF."
    return Failure(archive.source, archive.url, "parse", "It holds no file that can be an article.", advice)
