"""What sources changed in articles after an issue printed them: titles, and sentences that no longer stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from digest.language.sentences import sentences
from digest.language.shingles import tokens
from digest.models import Issue, Piece
from digest.pipeline.comparing import placed

if TYPE_CHECKING:
    from digest.store import CurrentText

_ALIKE: Final = 0.5  # of two sentences' words in order: below it the new one is not the old one reworded


@dataclass(frozen=True, slots=True)
class Changed:
    """One printed sentence, and what stands in its place now; "" where nothing does."""

    printed: str
    now: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A printed piece whose source says something else now."""

    issue: str  # id
    number: int
    piece: str  # id
    headline: str
    publisher: str
    url: str
    item: str
    title: str  # the new one; "" where it is the same
    changed: tuple[Changed, ...]  # in print order


def items_of(issue: Issue) -> list[str]:
    """The items whose words an issue prints, sorted."""
    found = {one.item for _, piece in placed(issue) for part in piece.paragraphs for one in part.sentences}
    return sorted(found | {piece.headline.item for _, piece in placed(issue)})


def corrections(issue: Issue, now: Mapping[str, CurrentText]) -> tuple[Correction, ...]:
    """The pieces whose printed words their sources have changed; an article that only grew is none of them.

    `now` is what the sources say, by item; sources that are not there are not known to have changed.
    """
    return tuple(found for _, piece in placed(issue) if (found := _correction(issue, piece, now)))


def _correction(issue: Issue, piece: Piece, now: Mapping[str, CurrentText]) -> Correction | None:
    lead = piece.sources[0]
    changed = tuple(_changed(piece, now))
    current = now.get(piece.headline.item)
    printed = piece.headline.from_title or (piece.headline.text if piece.headline.origin == "title" else "")
    title = current.title if current and printed and tokens(current.title) != tokens(printed) else ""
    if not changed and not title:
        return None
    where = (issue.id, issue.number, piece.id, piece.headline.text)
    return Correction(*where, lead.publisher, lead.url, lead.item, title, changed)


def _changed(piece: Piece, now: Mapping[str, CurrentText]) -> Iterator[Changed]:
    """The printed sentences that their texts no longer hold, word for word; signs and white space do not matter."""
    for part in piece.paragraphs:
        for one in part.sentences:
            current = now.get(one.item)
            if current is None or current.snapshot == one.snapshot:
                continue
            cut_off = one.text.endswith(("…", "..."))  # by its feed, and whole on its page
            if not cut_off and not _holds(current.text, one.text):
                yield Changed(one.text, _nearest(one.text, _sentences(current.text, part.language)))


def _holds(text: str, sentence: str) -> bool:
    return f" {' '.join(tokens(sentence))} " in f" {' '.join(tokens(text))} "


def _sentences(text: str, language: str) -> list[str]:
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", text))
    return [block[slice(*span)] for block in blocks if block for span in sentences(block, language)]


def _nearest(sentence: str, those: Iterable[str]) -> str:
    """The one of `those` that is most like it, the first of equals; "" where none is."""
    words = tokens(sentence)
    scored: Sequence[tuple[float, str]] = [(_alike(words, tokens(one)), one) for one in those]
    best = max(scored, key=lambda row: row[0], default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else ""


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
