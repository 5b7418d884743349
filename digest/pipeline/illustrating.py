"""illustrate: a composed issue -> the same issue with a picture beside the lead story of each region.

Pictures are fetched for what is going to be printed, and for nothing else: a few for an issue, where asking for those
of every item would be thousands of requests. What comes is prepared in a child process and kept in the album by its
hash; the plan names it, and rendering takes its bytes from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Protocol

from digest.config.schema import Config
from digest.models import (
    Failure,
    Fetched,
    Illustration,
    Issue,
    Picture,
    PictureRecord,
    Piece,
    Prepared,
    Section,
    TopicSection,
)
from digest.protocols import Album, Engine, Limits, Watch

ROUNDS = 3  # lead stories of a region that are tried, topic by topic, until one has a picture that can be printed
FRESH = timedelta(days=30)  # a picture that was fetched is asked for again after that
RETRY = timedelta(days=1)  # and one that could not be had
PREPARE_LIMITS = Limits(cpu=10, memory=512, wall=30)


class Fetcher(Protocol):
    """Fetches pictures by address, within a span of time of its own."""

    @property
    def down(self) -> bool:
        """Whether hosts were tried, and not one could be connected to."""
        ...

    def __call__(self, urls: Sequence[str]) -> Iterator[Fetched | Failure]:
        """Yield an outcome per address, `source` being the address; late ones are left out."""
        ...


@dataclass(frozen=True, slots=True)
class Darkroom:
    """What turns a picture's address into something that can be printed."""

    fetch: Fetcher
    engine: Engine
    album: Album


@dataclass(frozen=True, slots=True)
class Illustrated:
    """The issue with its pictures, how many these are, and why others are not among them."""

    issue: Issue
    pictures: int
    failures: tuple[Failure, ...]


def wanted(issue: Issue) -> list[str]:
    """Ids of the items whose pictures may be printed in `issue`, in page order."""
    return [piece.sources[0].item for section in issue.sections for piece in _leads(section)]


def permitted(config: Config, found: Mapping[str, tuple[str, Picture]]) -> dict[str, Picture]:
    """Of items' sources and pictures by item id, the pictures that feeds.toml lets be fetched."""
    own = {one.name: one.pictures for one in config.sources if one.pictures is not None}
    return {item: picture for item, (source, picture) in found.items() if own.get(source, config.gather.pictures)}


def illustrate(
    issue: Issue, pictures: Mapping[str, Picture], room: Darkroom, now: datetime, watch: Watch
) -> Illustrated:
    """Give each section at most one picture: that of the first of its topics' lead stories which has a fit one.

    `pictures` is by item id. No picture is printed twice. Never raises for a picture's trouble.
    """
    queues = {
        section.id: [one for one in _leads(section) if one.sources[0].item in pictures] for section in issue.sections
    }
    chosen: dict[str, Illustration] = {}
    failures: list[Failure] = []
    with watch.stage("pictures") as stage:
        for _ in range(ROUNDS):
            asked = {name: queue.pop(0) for name, queue in queues.items() if queue}
            urls = dict.fromkeys(pictures[piece.sources[0].item].url for piece in asked.values())
            if not urls:
                break
            records, troubles = _develop(list(urls), room, now)
            failures.extend(troubles)
            for name, piece in asked.items():
                picture = pictures[piece.sources[0].item]
                made = _illustration(records.get(picture.url), picture, piece)
                if made and made.full.hash not in {one.full.hash for one in chosen.values()}:
                    chosen[piece.id] = made
                    queues[name].clear()
        stage.items = len(chosen)
    return Illustrated(_with(issue, chosen), len(chosen), tuple(failures))


def develop(fetched: Fetched) -> Prepared:
    """What a child process does: see parse.picture."""
    from digest.parse.picture import prepare

    return prepare(fetched.body)


def _leads(section: Section) -> list[Piece]:
    return [topic.pieces[0] for topic in section.topics if topic.pieces][:ROUNDS]


def _illustration(record: PictureRecord | None, picture: Picture, piece: Piece) -> Illustration | None:
    if record is None or record.full is None or record.small is None:
        return None
    return Illustration(record.full, record.small, picture.alt, picture.credit, piece.sources[0].item)


def _develop(urls: Sequence[str], room: Darkroom, now: datetime) -> tuple[dict[str, PictureRecord], list[Failure]]:
    """What is known of these addresses, after asking for those that nothing recent is known of; and the troubles."""
    known = room.album.picture_records(urls)
    records = {url: PictureRecord(url, now, note="It was not there in time.") for url in urls}
    records |= {url: record for url, record in known.items() if record.full or _holds(record, now)}
    missing = [url for url in urls if url not in known or not _holds(known[url], now)]
    if missing and not room.fetch.down:
        made = {record.url: record for record in _fetched(missing, room, now)}
        # A picture that cannot be had any more is printed as it was.
        records |= {url: record for url, record in made.items() if record.full or not records[url].full}
    failures = [Failure("", url, "fetch", record.note) for url, record in records.items() if record.full is None]
    return records, failures


def _holds(record: PictureRecord, now: datetime) -> bool:
    """Whether what is known is recent. A run with an earlier `now` than the last takes it as it is."""
    return now - record.tried_at < (FRESH if record.full else RETRY)


def _fetched(urls: Sequence[str], room: Darkroom, now: datetime) -> list[PictureRecord]:
    """Fetch, prepare and keep. While no host at all can be reached, nothing is noted: it is not the pictures' fault."""
    outcomes = list(room.fetch(urls))
    refused = [PictureRecord(one.source, now, note=one.what) for one in outcomes if isinstance(one, Failure)]
    if room.fetch.down:
        return refused
    came = [one for one in outcomes if isinstance(one, Fetched)]
    made, bodies = _prepared({_hash(one.body): one for one in came}, room, now)
    records = [replace(made[_hash(one.body)], url=one.source, tried_at=now) for one in came] + refused
    room.album.keep_pictures(records, bodies)
    return records


def _prepared(
    arrived: Mapping[str, Fetched], room: Darkroom, now: datetime
) -> tuple[dict[str, PictureRecord], dict[str, bytes]]:
    """What became of each of these pictures, by the hash of its bytes, and new renditions. None is prepared twice."""
    seen = room.album.same_pictures(arrived)
    made = {name: record for name, record in seen.items() if record.full or _holds(record, now)}
    bodies: dict[str, bytes] = {}
    new = [name for name in arrived if name not in made]
    outcomes = room.engine.run(develop, [arrived[name] for name in new], PREPARE_LIMITS, _named)
    for name, outcome in zip(new, outcomes, strict=True):
        record = PictureRecord(arrived[name].source, now, name)
        if isinstance(outcome, Failure):
            made[name] = replace(record, note=outcome.what)
        else:
            made[name] = replace(record, full=outcome.full, small=outcome.small)
            bodies |= outcome.bodies
    return made, bodies


def _named(fetched: Fetched) -> Failure:
    return Failure("", fetched.source, "parse", "")


def _hash(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


def _with(issue: Issue, chosen: Mapping[str, Illustration]) -> Issue:
    if not chosen:
        return issue

    def topic(one: TopicSection) -> TopicSection:
        pieces = (replace(piece, illustration=chosen.get(piece.id)) for piece in one.pieces)
        return replace(one, pieces=tuple(pieces))

    sections = (replace(section, topics=tuple(map(topic, section.topics))) for section in issue.sections)
    return replace(issue, sections=tuple(sections))
