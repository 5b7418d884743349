"""What a summary is made of: the sentences of a story's articles, and how much may be printed of each."""

from __future__ import annotations

from dataclasses import dataclass

from digest.models.gathered import PassageKind
from digest.models.page import Sentence


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of an article, and where it stands in the story."""

    sentence: Sentence
    source: int  # index into the story's cuts, the lead's 0
    passage: str  # key
    kind: PassageKind
    place: int  # 0-based among the sentences of its cut, in reading order
    opens: bool  # the first of its whole article, which leans on nothing


@dataclass(frozen=True, slots=True)
class Telling:
    """A story as a summariser sees it. `said` is sorted by (source, place)."""

    headline: str  # printed above, so it need not be said again
    languages: tuple[str, ...]  # BCP 47, by source
    said: tuple[Said, ...]
    rooms: tuple[int | None, ...]  # words that may be printed of each source; None: any number
    words: int  # that the other sources may add to the lead's; without a lead, that all have together
    lead: bool = True  # the first source leads; else all are equal
