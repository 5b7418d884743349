"""The ledger of a build: what it made of every story, as plain data that is kept until the next one. Pure."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import astuple
from hashlib import blake2b

from digest.compose.choose import WAITING, Verdict, choose
from digest.config import rules_hash
from digest.config.schema import Config, EditionTable
from digest.language.counted import counted
from digest.models import Judged, JudgedCut, Scored, Story
from digest.pipeline.choosing import Considered

_LEVEL = 1  # of compression: 20,000 stories are 10 MB of much the same words, and 1 MB then


def judge(considered: Considered, edition: EditionTable) -> tuple[Judged, ...]:
    """What becomes of every story that could be printed, best first."""
    verdicts = choose(considered.scored, edition).verdicts
    return tuple(_judged(one, verdict) for one, verdict in zip(considered.scored, verdicts, strict=True))


def _judged(one: Scored, verdict: Verdict) -> Judged:
    story = one.story
    return Judged(
        region=story.region,
        topic=story.topic,
        cuts=tuple(JudgedCut(c.item.id, c.item.snapshot, c.item.publisher, c.item.title) for c in story.cuts),
        together=story.why,
        publishers=len(story.publishers),
        score=one.score,
        parts=one.why,
        ruling=verdict.ruling,
        why="; ".join(part for part in (verdict.why, _development(story)) if part),
        number=verdict.number,
        of=verdict.of,
        waits=verdict.ruling in WAITING,
    )


def _development(story: Story) -> str:
    """What it is an update of, and what is new; "" for a new story."""
    if story.development is None:
        return ""
    found = story.development
    new = counted(len(found.new), "new sentence") if found.new else "its title has the news, or you asked for it"
    return f"an update of “{found.last.headline}” in No. {found.last.number} ({found.why}): {new}"


def about(judged: Iterable[Judged], item: str) -> tuple[Judged, ...]:
    """The stories that an item is behind."""
    return tuple(one for one in judged if any(cut.item == item for cut in one.cuts))


def pack(judged: Iterable[Judged]) -> bytes:
    """The judgements as bytes."""
    rows = [astuple(one) for one in judged]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def unpack(body: bytes, item: str) -> tuple[Judged, ...]:
    """The judgements of `pack` that are about an item."""
    rows = json.loads(zlib.decompress(body))
    mine = (row for row in rows if any(cut[0] == item for cut in row[2]))
    return tuple(_read(*row) for row in mine)


def _read(region: str, topic: str, cuts: list[list[str]], together: list[str], publishers: int, score: float,
          parts: list[str], *rest: object) -> Judged:  # fmt: skip
    made = tuple(JudgedCut(*cut) for cut in cuts)
    return Judged(region, topic, made, tuple(together), publishers, score, tuple(parts), *rest)  # type: ignore[arg-type]


def rules_of(config: Config, edition: EditionTable, program: str) -> str:
    """A hash of all that a judgement depends on beside the items and the moment."""
    parts = (
        rules_hash(config),
        edition.model_dump_json(),
        [(one.name, one.weight, one.max_age, bool(one.files)) for one in config.sources],
        program,
    )
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()
