"""What a build made of each story, printed or not: kept with the issue, so that `explain` can say it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class JudgedCut:
    """One article behind a judged story."""

    item: str  # id
    snapshot: str  # hash of the text that was judged
    publisher: str
    title: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One story: where it belongs, what it is worth, and what became of it."""

    region: str
    topic: str  # "" for the region's other news
    cuts: tuple[JudgedCut, ...]  # the lead first
    together: tuple[str, ...]  # why they are one story
    publishers: int  # independent ones
    score: float
    parts: tuple[str, ...]  # of the score, in words
    ruling: str  # "printed", or what was in its way: see digest.compose.choose
    why: str
    number: int  # in its section, from 1, best first; 0 where the edition does not want it
    of: int
    waits: bool  # for the next issue


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the latest build of an edition made of every story."""

    issue: str  # id
    at: datetime  # of the build
    rules: str  # the hash of what the judgements depend on
    body: bytes  # as pipeline.ledger packs them
