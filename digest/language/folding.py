"""Folding: one plain form of a text to look words up in, and the way back to the text as it was printed.

Folding is NFKD and case-folding, character by character, with accents, points and invisible characters dropped and
one form for every sort of quote, hyphen and space. Turkiye is Türkiye, "anti Daesh" is anti-Daesh, الاردن is الأردن.
Vowel and voicing signs that change the word (Thai, Devanagari, kana) stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import category, combining, decomposition, normalize

from digest.models import Span

_APOSTROPHES: Final = "'’‘‛ʼʻʹ′`´＇"
_QUOTES: Final = '"“”„‟«»″＂「」『』'
_HYPHENS: Final = "-‐‑‒–−־﹣－\u200c"  # the zero-width non-joiner parts a Persian word from its ending

# Letters that NFKD leaves whole although readers and keyboards take them for the plain one.
_LETTERS: Final = {
    "ł": "l", "ø": "o", "ð": "d", "đ": "d", "ı": "i", "ə": "e", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th",
    "ґ": "г",
    # Arabic, Persian and Urdu keyboards write these three letters with different code points.
    "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ة": "ه", "ۃ": "ه", "ٱ": "ا",
}  # fmt: skip


def _drops(char: str) -> bool:
    """Whether a character of a decomposed text carries nothing that tells words apart."""
    kind = category(char)
    if kind == "Mn":
        order = combining(char)
        return order >= 200 or 1 <= order <= 7 or 10 <= order <= 36 or "\ufe00" <= char <= "\ufe0f"
    return (kind == "Cf" and char not in _HYPHENS) or char == "ـ"


def _raised(char: str) -> bool:
    """Whether it is a footnote figure or a trade mark: it hangs on a word and is no part of it."""
    return decomposition(char).startswith("<super>") and category(char) in {"No", "So"}


def _fold_char(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in _QUOTES:
        return '"'
    if char in _HYPHENS or char.isspace():
        return " "
    if _raised(char):
        return ""
    plain = normalize("NFKD", normalize("NFKD", char).casefold())
    return "".join(_LETTERS.get(c, c) for c in plain if not _drops(c))


def _hangs(char: str) -> bool:
    """Whether it is an accent that folding drops."""
    return category(char) == "Mn" and not _TABLE[char]


class _Table(dict[str, str]):
    """Folded forms, worked out once per character."""

    def __missing__(self, char: str) -> str:
        made = self[char] = _fold_char(char)
        return made


_TABLE: Final = _Table()
_ASCII: Final = {code: _fold_char(chr(code)) for code in range(128)}
_LAST_LETTER: Final = "\u02ff"  # no mark stands before it
_RUN: Final = re.compile("  +")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the offset in `source` of the character that it came from."""

    source: str
    text: str
    starts: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The half-open range of `source` that made the non-empty range [start, end) of `text`.

        Accents on the last character are inside, so that a cut never parts them.
        """
        stop = self.starts[end - 1] + 1
        while self.source[stop : stop + 1] > _LAST_LETTER and _hangs(self.source[stop]):
            stop += 1
        return self.starts[start], stop


def fold(text: str) -> Folded:
    """Fold `text`, in time and space linear in its length."""
    starts: Sequence[int] = range(len(text))
    if text.isascii():  # each character stays one
        joined = text.translate(_ASCII)
    else:
        parts = list(map(_TABLE.__getitem__, text))
        joined = "".join(parts)
        if len(joined) != len(text) or "" in parts:
            starts = [at for at, part in enumerate(parts) for _ in part]
    if "  " in joined:
        joined, starts = _close_gaps(joined, starts)
    return Folded(text, joined, starts)


def plain(text: str) -> str:
    """The folded form of a word or phrase, without white space around it."""
    return fold(text).text.strip()


def _close_gaps(text: str, starts: Sequence[int]) -> tuple[str, list[int]]:
    """One space for a run of spaces and hyphens: it stands where the first of them stood."""
    kept: list[int] = []
    pieces: list[str] = []
    at = 0
    for run in _RUN.finditer(text):
        pieces.append(text[at : run.start() + 1])
        kept.extend(starts[at : run.start() + 1])
        at = run.end()
    pieces.append(text[at:])
    kept.extend(starts[at:])
    return "".join(pieces), kept
