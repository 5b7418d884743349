"""The issue's lead: its best stories in one sentence each, spread over the sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.language.openings import has_pronoun, has_short_name, leans, points_back, stands_alone
from digest.language.subjects import terms
from digest.models import Line, Piece, Section, Sentence

LINES = 5
LENGTH = range(50, 191)  # characters: shorter says nothing, longer is not read on a cover
_SAME = 0.7  # share of the shorter line's terms in the other; above it both tell one event
# The same of lines and headlines together, with the least number of terms shared. Of all pairs of stories in five
# weekly issues of dated feeds 23 are above it: most one event, the others one subject, and a cover has no second line
# for it. Six headlines of one pattern ("Delegations met in Vienna to speak about ...") share .5 and 4.
_SAME_STORY = ((0.55, 4), (0.5, 6))


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
        if len(chosen) < LINES and not any(_same((piece, line), other) for other in chosen):
            chosen.append((piece, line))
    return tuple(line for _, line in sorted(chosen, key=lambda row: (-row[0].score, row[0].id)))


def _rounds(sections: Sequence[Section]) -> Iterator[tuple[int, Piece]]:
    for section in sections:
        for topic in section.topics:
            yield from enumerate(topic.pieces)


def _line(piece: Piece) -> Line:
    """The first printed sentence that can be read alone and is no longer than a line; else the headline."""
    head = piece.headline
    before = ""
    said = None
    for one in _lead(piece):
        back = bool(before) and has_pronoun(one.text, piece.language)  # to what the first sentence told, likely
        if _fits(one, piece.language) and not back and not has_short_name(one.text, before):
            said = one
            break
        before = f"{before} {one.text}"
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


def _same(one: tuple[Piece, Line], other: tuple[Piece, Line]) -> bool:
    """Whether two lines tell one event, by themselves or with the headlines of their pieces."""
    (piece, line), (other_piece, other_line) = one, other
    mine, theirs = terms(line.text, piece.language), terms(other_line.text, other_piece.language)
    if _share(mine, theirs) >= _SAME:
        return True
    if piece.headline.item == other_piece.headline.item:
        return False  # two parts of one article share its title, and tell of two things
    mine |= terms(piece.headline.text, piece.language)
    theirs |= terms(other_piece.headline.text, other_piece.language)
    alike, shared = _share(mine, theirs), len(mine & theirs)
    return any(alike >= least and shared >= number for least, number in _SAME_STORY)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)


def _base(language: str) -> str:
    return language.split("-")[0]
