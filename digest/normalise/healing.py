"""Healing: a sentence that a page break cut in two is put together again.

A text saved from paged print has blank lines where pages ended. Such a break is known by what stands on both sides:
the one side is no whole sentence, and the other can be its rest.

Measured on 40 articles saved as text: all four cuts are healed, and nothing is joined that was not cut. On paragraphs
of 250 articles, one in four cut at a random word: of the cuts inside a sentence 99.9 % are healed where the rest begins
in lower case, 67 % before a capital or figure, 58 % in Arabic, which has no case; of 1,709 breaks between whole
paragraphs four are joined. A cut between two sentences shows nowhere and stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.language.dates import is_dateline
from digest.language.wordlists import open_words
from digest.models import Span
from digest.normalise.pieces import Piece, ended, size

# Small words that names begin with: a paragraph may begin with them in lower case.
_NAME_BEGINS = re.compile(
    r"(?:al|el|as|ash|an|ar|at|ad|bin|ibn|abu|de|von|van|der|di|da|e|i|x)[-‑’'‘][^\W\d_]|iP|iO|eB", re.IGNORECASE
)
_LAST_WORD = re.compile(r"(?:^|[\s(“«\"])([^\W\d_]+)[\s\"'”’»]*$")
_WEB = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_RESTS = tuple(",;)]”»،؛")  # nothing begins with them
_COLONS = (":", "：", ";", "؛")
_LINKS = (",", "،", "、", "，", "-", "–", "—", "(", "/", "&")
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"))
_QUOTES = (("“", "”"), ("«", "»"), ("「", "」"))
_INCHES = re.compile(r"\d\"")
_CLOSES = re.compile(r"[^\"]*[\w.,!?]\"")

# A whole sentence, then in brackets who told it: "... were hurt. (Reuters), (BBC)". Where a list of sources was cut, a
# few letters of the last bracket are left.
_SOURCED = re.compile(r"[.!?…。！？؟۔][\"'”’»]*(?:\s*\([^()]{2,60}\)[,;.]?)*\s*(?:\([^()\s]{0,3})?[\"'”’»]*$")

_PROSE = 12  # words: headings, bylines and captions are shorter
_LONG = 16  # words. At 13 a fifth more breaks between whole paragraphs are joined, at 20 a tenth fewer cuts are healed
_STYLE = 0.2  # of a text's long paragraphs may end without a full stop where one without it is telling; one always may
_SOURCES = 300  # characters: of what sources a paragraph may name behind its end
_WINDOW = 2_000  # characters on both sides of a break that it is judged by


@dataclass(slots=True)
class _Run:
    """Pieces found to be one so far, and the end of their text."""

    parts: list[Piece]
    tail: str
    whole: bool  # the tail is all of it

    def add(self, piece: Piece) -> None:
        self.parts.append(piece)
        text = f"{self.tail} {piece.text}"
        self.whole = self.whole and len(text) <= _WINDOW
        self.tail = text[-_WINDOW:]

    def piece(self) -> Piece:
        if len(self.parts) == 1:
            return self.parts[0]
        spans: list[Span] = [span for part in self.parts for span in part.spans]
        return Piece(self.parts[0].kind, " ".join(part.text for part in self.parts), tuple(spans))


def heal(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with those joined that a break cut in two. Linear in time; a second call may find more."""
    stops = _uses_stops(pieces)
    runs: list[_Run] = []
    for piece in pieces:
        if runs and _goes_on(runs[-1], piece, stops=stops):
            runs[-1].add(piece)
        else:
            runs.append(_Run([piece], piece.text[-_WINDOW:], len(piece.text) <= _WINDOW))
    return [run.piece() for run in runs]


def prose(text: str) -> bool:
    """Whether it reads like a sentence's end or a paragraph rather than like a heading or a byline."""
    return ended(text) or size(text) >= _PROSE


def _goes_on(run: _Run, piece: Piece, *, stops: bool) -> bool:
    """Whether `piece` is the rest of the sentence that `run` breaks off in."""
    if piece.kind != "paragraph" or run.parts[-1].kind != "paragraph":
        return False
    left, right = run.tail, piece.text[:_WINDOW]
    if ended(left):
        return run.whole and _quotation_goes_on(left, right)
    if left.endswith(_COLONS) or (run.whole and is_dateline(left)) or is_dateline(piece.text):
        return False
    if right.startswith(_RESTS) or (right[0].islower() and not _NAME_BEGINS.match(right)):
        return True
    if not prose(piece.text) or _SOURCED.search(left[-_SOURCES:]):
        return False
    if left.endswith(_LINKS) or _ends_openly(left) or (run.whole and _is_open(left)):
        return size(left) > 1
    return stops and size(left) >= _LONG and not _WEB.search(left)


def _ends_openly(text: str) -> bool:
    found = _LAST_WORD.search(text)
    return found is not None and found[1].casefold() in open_words() and not found[1].isupper()


def _is_open(text: str) -> bool:
    """Whether a quotation or bracket is open at the end of `text`."""
    return any(text.count(begin) > text.count(end) for begin, end in _PAIRS) or _odd(text)


def _odd(text: str) -> bool:
    return text.count('"') % 2 == 1 and not _INCHES.search(text)


def _quotation_goes_on(left: str, right: str) -> bool:
    """Whether a quotation that is open in `left` is closed in `right` without being opened there again.

    Speakers of several paragraphs open each of them with a mark: that is no cut.
    """
    for begin, end in _QUOTES:
        if left.count(begin) > left.count(end):
            closed, opened = right.find(end), right.find(begin)
            return closed >= 0 and (opened < 0 or closed < opened)
    return _odd(left) and _odd(right) and _CLOSES.match(right) is not None


def _uses_stops(pieces: Sequence[Piece]) -> bool:
    """Whether the text's paragraphs end with full stops as a rule, so that one without is telling."""
    long = [piece.text for piece in pieces if piece.kind == "paragraph" and size(piece.text) >= _PROSE]
    return sum(not ended(text) for text in long) <= max(1, _STYLE * len(long))
