"""Pieces: what becomes a passage, while it is still being decided which blocks are one, and which are none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from digest.models import Passage, Snapshot, Span
from digest.normalise.blocks import Block, Kind
from digest.normalise.visible import fold

_PART = "\n\n"
_WINDOW = 2_000  # characters: what a piece is judged by lies within them
_ENDED = re.compile(r"(?:[.!?…。！？．؟۔।॥][\"'”’»›」』）)\]*\s]*|\.{3})$")
_UNSPACED = 2  # characters that make as much of a text as a word does where words are parted by spaces
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One future passage: white space folded, with its spans of the snapshot."""

    kind: Kind
    text: str
    spans: tuple[Span, ...]

    @property
    def key(self) -> str:
        """Eight bytes of blake2b over the text's letters and digits, NFKC, case-folded; hex."""
        return blake2b(bare(self.text).encode(), digest_size=8).hexdigest()

    def passage(self) -> Passage:
        """The piece as it goes into the item."""
        return Passage(self.key, "paragraph" if self.kind == "caption" else self.kind, self.text, self.spans)


def laid_out(title: str, blocks: Sequence[Block]) -> tuple[Snapshot, list[Piece]]:
    """The snapshot, title and blocks parted by blank lines, and a piece for each block, without its list mark."""
    parts = [title, *(block.text for block in blocks)] if title else [block.text for block in blocks]
    text = _PART.join(parts)
    at = len(title) + len(_PART) if title else 0
    pieces: list[Piece] = []
    for block in blocks:
        pieces.append(Piece(block.kind, fold(block.text[block.lead :]), ((at + block.lead, at + len(block.text)),)))
        at += len(block.text) + len(_PART)
    return Snapshot(blake2b(text.encode(), digest_size=16).hexdigest(), text), pieces


def bare(text: str) -> str:
    """The letters and digits of `text`, NFKC, case-folded: the same words whatever their spacing and points."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def says_something(text: str) -> bool:
    """Whether there is a letter or digit in `text`."""
    return _LETTER.search(text) is not None


def ended(text: str) -> bool:
    """Whether `text` ends with a sentence's mark, perhaps inside quotation marks or brackets."""
    return _ENDED.search(text[-40:]) is not None


def size(text: str) -> int:
    """The length of the beginning of `text` in words, or in what makes as much where words are not parted by spaces."""
    head = text[:_WINDOW]
    words = len(head.split())
    if head.isascii():
        return words
    unspaced = sum(1 for char in head if char >= "\u0e00" and unicodedata.category(char) == "Lo")
    return max(words, unspaced // _UNSPACED)
