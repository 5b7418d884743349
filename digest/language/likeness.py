"""Whether two texts speak of the same thing, by the words they share, in any language."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]{4,}|\d{2,}")
_STEM = 5  # letters of a word that count: endings change
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_FEW = 3  # words: of fewer nothing can be said


def shared(words: str, within: str) -> float:
    """The share of the words of `words` that `within` has too, in [0, 1]; 1.0 where `words` has hardly any.

    Small words do not count; a word is its first five letters, and in scripts without spaces two characters.
    """
    wanted = _stems(words)
    return len(wanted & _stems(within)) / len(wanted) if len(wanted) >= _FEW else 1.0


def alike(one: str, other: str) -> float:
    """The share of the words of whichever has fewer that both have, in [0, 1]; 0.0 where one has hardly any."""
    fewer, more = sorted((_stems(one), _stems(other)), key=len)
    return len(fewer & more) / len(fewer) if len(fewer) >= _FEW else 0.0


def stems(text: str) -> dict[str, str]:
    """The words of a text that count, by their first letters, as the text first prints them, small letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    found: dict[str, str] = {}
    for run in _UNSPACED.findall(folded):
        for at in range(len(run) - 1):
            found.setdefault(run[at : at + 2], run[at : at + 2])
    for word in _WORD.findall(_UNSPACED.sub(" ", folded)):
        found.setdefault(word[:_STEM], word)
    return found


def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))
