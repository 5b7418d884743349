"""What build makes on the way to a plan: judgements, each with its why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from digest.models.gathered import Item, Passage
from digest.models.recalled import Development


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a rule's word stands in the text. `word` is as printed there, `term` as the rule spells it."""

    word: str
    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a passage is, or is not, in a place: which rule, which words, how strong, and what became of it."""

    passage: str  # key
    kind: Literal["topic", "region"]
    target: str  # the topic's or region's name
    verdict: Literal["won", "lost", "carried", "inherited", "pinned", "excluded"]
    score: float  # >= 0; comparable within one passage and kind only
    rule: str  # the rule's text, or the countries that the gazetteer gives: "FR", "DE: Berlin; FR: Paris, French"
    matches: tuple[Match, ...]
    note: str = ""  # one plain clause, e.g. "follows paragraph 1, the rule's group 2 still holds"


@dataclass(frozen=True, slots=True)
class Placed:
    """The passages of one item that belong to one section, with the evidence for them and for the losers."""

    item: Item
    passages: tuple[Passage, ...]  # reading order; never empty
    region: str
    topic: str  # "" for the region's other news
    title_fits: bool  # the title itself routes to this section
    evidence: tuple[Evidence, ...]
    first_seen: datetime
    note: str = ""
    pinned: bool = False  # the editor asked for it: printed whatever its worth


@dataclass(frozen=True, slots=True)
class Routed:
    """All that routing decided of one item: each passage is in exactly one of `placed` and `unmatched`."""

    placed: tuple[Placed, ...]
    unmatched: tuple[Passage, ...]
    evidence: tuple[Evidence, ...]  # of every passage, winners and losers


@dataclass(frozen=True, slots=True)
class Story:
    """One event: cuts of one or more items, the lead first, never empty, all in one section."""

    region: str
    topic: str
    cuts: tuple[Placed, ...]
    publishers: tuple[str, ...]  # independent ones, the lead's first: families, or the agency whose text they print
    why: tuple[str, ...] = ()  # why the cuts are one story
    also_in: tuple[str, ...] = ()  # families that print a text of one of `publishers`, and nothing of their own
    development: Development | None = None  # what is new, where an issue told it before


@dataclass(frozen=True, slots=True)
class Ruling:
    """An editor's word on two items: they tell one story, or two."""

    one: str  # item id, less than `other`
    other: str
    verdict: Literal["together", "apart"]
    at: datetime


@dataclass(frozen=True, slots=True)
class Scored:
    """A story and its worth, with the parts of the score in words."""

    story: Story
    score: float  # in [0, 1]
    why: tuple[str, ...]
    alone: float = 0.0  # in [0, 1]: its worth if it did not matter how many tell it
    by_hand: bool = False  # somebody put it there, in a folder of files: it needs no worth to be printed
