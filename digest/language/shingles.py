"""Shingles: runs of three words, or of four characters in scripts without spaces, by which texts are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from zlib import crc32

from digest.language.folding import plain

_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
# One character of an unspaced script, a figure with its points and commas, or a word.
_TOKEN: Final = re.compile(rf"[{_UNSPACED}]|\d+(?:[.,:]\d+)*|[^\W\d_{_UNSPACED}]+")
_CHARACTER: Final = re.compile(f"[{_UNSPACED}]")
_WORDS: Final = 3
_CHARACTERS: Final = 4


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, folded; each character of an unspaced script is one."""
    return tuple(_TOKEN.findall(plain(text)))


def shingles(words: Sequence[str]) -> frozenset[int]:
    """The shingles of a text's tokens as 32-bit numbers, the same on every machine. A shorter text is one shingle."""
    if not words:
        return frozenset()
    single = [word for word in words if len(word) == 1]
    characters = sum(_CHARACTER.match(word) is not None for word in single) if len(single) * 2 > len(words) else 0
    size = _CHARACTERS if characters * 2 > len(words) else _WORDS
    if len(words) <= size:
        return frozenset((crc32(" ".join(words).encode()),))
    runs = map(" ".join, zip(*(words[at:] for at in range(size)), strict=False))
    return frozenset([crc32(run.encode()) for run in runs])
