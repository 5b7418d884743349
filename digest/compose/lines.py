"""The issue's lead: its best stories in one sentence each, spread over the sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.language.openings import stands_alone
from digest.models import Line, Piece, Section

LINES = 5
LENGTH = range(50, 191)  # characters: shorter says nothing, longer is not read on a cover


def lines(sections: Sequence[Section], language: str) -> tuple[Line, ...]:
    """At most five lines: the best story of each topic first, then the second best, best score first within a round.

    Only stories in the issue's language, unless there is none: a cover is read by everybody.
    """
    ranked = sorted(_rounds(sections), key=lambda found: (found[0], -found[1].score, found[1].id))
    native = [piece for _, piece in ranked if piece.language.split("-")[0] == language.split("-")[0]]
    chosen = (native or [piece for _, piece in ranked])[:LINES]
    return tuple(Line(_text(piece), piece.id) for piece in sorted(chosen, key=lambda piece: (-piece.score, piece.id)))


def _rounds(sections: Sequence[Section]) -> Iterator[tuple[int, Piece]]:
    for section in sections:
        for topic in section.topics:
            yield from enumerate(topic.pieces)


def _text(piece: Piece) -> str:
    """The first sentence where it can be read alone, else the headline."""
    first = next((p.sentences[0].text for p in piece.paragraphs if p.kind == "paragraph"), "")
    if piece.headline.origin == "title" and len(first) in LENGTH and stands_alone(first, piece.language):
        return first
    return piece.headline.text
