"""The issue's lead: its best stories in one sentence each, spread over the sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.language.openings import leans, points_back, stands_alone
from digest.language.subjects import terms
from digest.models import Line, Piece, Section, Sentence

LINES = 5
LENGTH = range(50, 191)  # characters: shorter says nothing, longer is not read on a cover
_SAME = 0.7  # share of the shorter line's terms in the other; above it both tell one event


def lines(sections: Sequence[Section], language: str) -> tuple[Line, ...]:
    """At most five lines: the best story of each topic first, then the second best, best score first within a round.

    Only stories in the issue's language, unless there is none: a cover is read by everybody. A story that two
    sections tell has one line.
    """
    ranked = sorted(_rounds(sections), key=lambda found: (found[0], -found[1].score, found[1].id))
    native = [piece for _, piece in ranked if _base(piece.language) == _base(language)]
    chosen: list[tuple[Piece, Line]] = []
    found = native or [piece for _, piece in ranked]
    for piece in sorted(found, key=_leans):  # stable: what cannot be read alone is the last resort
        line = _line(piece)
        if chosen and _leans(piece):
            continue
        if len(chosen) < LINES and not any(_same(line, other, piece.language) for _, other in chosen):
            chosen.append((piece, line))
    return tuple(line for _, line in sorted(chosen, key=lambda row: (-row[0].score, row[0].id)))


def _rounds(sections: Sequence[Section]) -> Iterator[tuple[int, Piece]]:
    for section in sections:
        for topic in section.topics:
            yield from enumerate(topic.pieces)


def _line(piece: Piece) -> Line:
    """The first printed sentence that can be read alone and is no longer than a line; else the headline."""
    head = piece.headline
    said = next((one for one in _lead(piece) if _fits(one, piece.language)), None)
    if said is not None and (head.origin == "title" or _points(head.text, piece.language)):
        return Line(said.text, piece.id, said.item, said.snapshot, said.spans)
    return Line(head.text, piece.id, head.item, head.snapshot, head.spans)


def _leans(piece: Piece) -> bool:
    return piece.headline.origin == "sentence" and _points(_line(piece).text, piece.language)


def _points(text: str, language: str) -> bool:
    """Whether a headline, which has no full stop, needs what stands before it in its article."""
    return leans(text, language) or bool(points_back(text, language))


def _lead(piece: Piece) -> Iterator[Sentence]:
    """The first sentence, whatever it is like, and those behind it in its paragraph: a lead is at the beginning."""
    first = next((part for part in piece.paragraphs if part.kind == "paragraph" and part.source == 0), None)
    if first is not None:
        yield from first.sentences


def _fits(sentence: Sentence, language: str) -> bool:
    return len(sentence.text) in LENGTH and stands_alone(sentence.text, language)


def _same(line: Line, other: Line, language: str) -> bool:
    mine, theirs = terms(line.text, language), terms(other.text, language)
    return len(mine & theirs) / (min(len(mine), len(theirs)) or 1) >= _SAME


def _base(language: str) -> str:
    return language.split("-")[0]
