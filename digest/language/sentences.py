"""Sentences of a paragraph, and the way from a range of a passage back to its snapshot."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from digest.models import Passage, Span

# Titles before a name and a number before its noun ("5. madde"), which the splitter's lists lack in some languages.
_UNFINISHED = re.compile(
    r"(?:^|[\s(«“\"])(?:M(?:me|lle|gr|r|rs|s)?|Dr|Prof|Sr|Sra|Dra|St|Ste|ул|им|[ولبك]?[دأم])\.$|^\d{1,3}\.$"
)
# A time of day and its zone: "at 10:00 a.m. Tongan time", "by 11 p.m. AST".
_CLOCK = re.compile(r"\d\s?[ap]\.\s?m\.$", re.IGNORECASE)
_ZONE = re.compile(r"\(?(?:[A-Z]{2,4}T|UTC|GMT)\b|(?:[A-Z]\w+ ){1,2}(?:[Tt]ime|[Ss]tandard|[Dd]aylight)\b")
# Initials that the splitter parts: "the India-U." "S. dialogue".
# A bracket and a verb behind what looked like an end: "the company Rheinmetall Kft." "(RK) bought".
_ASIDE = re.compile(r"\([^()]{1,40}\)\s+[^\W\d_A-ZА-Я]")
_INITIAL = re.compile(r"(?:^|[\s(-])[A-Z]\.$")
_NEXT_INITIAL = re.compile(r"[A-Z]\.")
_OPENINGS = "\"'“”‘’«»„‹›([{¿¡—–- "
_STOPS = '.…”’»"'


def sentences(text: str, language: str) -> tuple[Span, ...]:
    """The sentences of `text` in order: half-open offsets, without the white space around them, never empty.

    A quotation or a bracket is never parted, so that an extract is never left with one half of a pair. Together the
    spans hold every character of `text` that is not white space. `language` is BCP 47; an unknown one is split by the
    rules of English.
    """
    from sentencex import get_sentence_boundaries

    base = language.split("-")[0].lower()
    found = get_sentence_boundaries(base if base != "und" else "en", text)
    pieces = [_trimmed(text, piece["start_index"], piece["end_index"]) for piece in found]
    return _rejoined(text, [piece for piece in pieces if piece[0] < piece[1]])


def spans_in(passage: Passage, start: int, end: int, snapshot_text: str) -> tuple[Span, ...]:
    """The spans of `snapshot_text` that the half-open range [start, end) of `passage.text` was made from.

    Joined by a space and white space folded they are that range, white space folded. () for a range of white space.
    """
    before = _inked(passage.text[:start])
    inside = _inked(passage.text[start:end])
    found: list[Span] = []
    for solid in _solid(passage.spans, snapshot_text):
        mine = solid[before : before + inside]
        if mine:
            found.append((mine[0], mine[-1] + 1))
        before = max(0, before - len(solid))
        inside -= len(mine)
    return tuple(found)


def _inked(text: str) -> int:
    """How many characters of `text` are not white space."""
    return len("".join(text.split()))


# A long passage is asked about sentence by sentence: without the cache its length would count twice.
@lru_cache(maxsize=8)
def _solid(spans: tuple[Span, ...], text: str) -> tuple[tuple[int, ...], ...]:
    """For each span, the offsets of its characters that are not white space."""
    return tuple(tuple(at for at in range(*span) if not text[at].isspace()) for span in spans)


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _rejoined(text: str, pieces: list[Span]) -> tuple[Span, ...]:
    """The pieces with those put together again that are parts of one sentence."""
    if not pieces:
        return ()
    made = [pieces[0]]
    for left, right in pairwise(pieces):
        if _goes_on(text[slice(*left)], text[slice(*right)]):
            made[-1] = (made[-1][0], right[1])
        else:
            made.append(right)
    return tuple(made)


def _goes_on(left: str, right: str) -> bool:
    """Whether a sentence that seems to end with `left` goes on in `right`."""
    if _ASIDE.match(right):
        return True
    if right.lstrip(_OPENINGS)[:1].islower():
        # After a question mark a sentence may begin in lower case ("eBay"); inside one it is mostly a quotation's.
        return left[-1:] in _STOPS
    return bool(_UNFINISHED.search(left)) or bool(
        (_CLOCK.search(left) and _ZONE.match(right)) or (_INITIAL.search(left) and _NEXT_INITIAL.match(right))
    )
