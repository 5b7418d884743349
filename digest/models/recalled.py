"""What an edition remembers of its closed issues, and what became of a story that it told before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest.models.gathered import Span


@dataclass(frozen=True, slots=True)
class Printing:
    """Where a story was printed: the issue, and the piece in it."""

    issue: str  # id
    number: int  # "No. 12"
    day: datetime  # the issue's cut-off, which its date is
    piece: str  # id
    headline: str  # as printed there


@dataclass(frozen=True, slots=True)
class Told:
    """One printed piece as it is remembered."""

    region: str
    topic: str
    printing: Printing
    first: Printing  # of its story: the same where it was new then
    items: tuple[str, ...]  # ids of all that counted as told with it
    urls: tuple[str, ...]  # of its articles
    texts: tuple[str, ...]  # its headline and titles, then their passages, printed or not, the lead's first
    language: str
    source: str  # the lead's publisher
    published: datetime  # the lead's


@dataclass(frozen=True, slots=True)
class Bond:
    """Why a story is one that was told before."""

    strength: float  # in (0, 1]
    why: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """A sentence that says what was not said before: half-open offsets into the passage's text."""

    item: str
    passage: str  # key
    span: Span


@dataclass(frozen=True, slots=True)
class Development:
    """What is new in a story that was printed before. Without `new` sentences it is printed as it is."""

    first: Printing
    last: Printing  # the latest that told it
    new: tuple[Fresh, ...]  # in reading order of each cut
    why: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part of an item that is not printed: an issue told its story, and it holds nothing new."""

    item: str
    passages: tuple[str, ...]  # keys
    publisher: str
    title: str
    url: str
    last: Printing
    why: str
