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


def _stems(text: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    pairs = {run[at : at + 2] for run in _UNSPACED.findall(folded) for at in range(len(run) - 1)}
    return frozenset(word[:_STEM] for word in _WORD.findall(_UNSPACED.sub(" ", folded))) | pairs
