"""Features: the words and word pairs of a text, as a learned topic counts them, and where each stands.

A word is its first six letters: endings change. Scripts without spaces give pairs and triples of characters instead.
Figures are none: a year or a toll tells next year's news nothing. Training and use read a text by this one function,
so that they can never disagree.

Measured on 5,000 dated events, trained to 2018 and tried after, mean F over the topics of 20 rows or more: six letters
.71, whole words .67; pairs add .01.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from digest.models import Span

STEM: Final = 6
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_FIRST, _LAST = "\u0e00", "\u9fff"  # of these, and of others between
# A run of an unspaced script; a word: letters with the vowel signs that Indian scripts write apart; or a mark that no
# pair reaches over.
_TOKEN: Final = re.compile(
    rf"[{_UNSPACED}]+|[^\W\d_{_UNSPACED}](?:[^\W\d_{_UNSPACED}]|[\u0900-\u0dff])*|[.!?;:()\[\]\"،؛؟\n]"
)
_RUN: Final = re.compile(f"[{_UNSPACED}]")
_CHARACTERS: Final = (2, 3)


def features(folded: str) -> Counter[str]:
    """How often each feature stands in a folded text, the first to stand there first."""
    found: Counter[str] = Counter()
    names: list[str] = []
    before = ""
    for token in _TOKEN.findall(folded):
        word = token[:STEM]
        if _FIRST <= word <= _LAST and _RUN.match(word):
            names += (token[at:end] for at, end in _pieces(token))
            before = ""
        elif word.isalpha() or len(word) > 1:
            names.append(word)
            if before:
                names.append(f"{before} {word}")
            before = word
        else:
            before = ""
    found.update(names)
    return found


def where(folded: str, names: Collection[str]) -> dict[str, tuple[Span, ...]]:
    """The half-open ranges of a folded text in which these of its features stand, in text order."""
    found: dict[str, list[Span]] = {name: [] for name in names}
    for name, start, end in _standing(folded):
        if name in found:
            found[name].append((start, end))
    return {name: tuple(spans) for name, spans in found.items()}


def _standing(folded: str) -> Iterator[tuple[str, int, int]]:
    """What `features` counts, with its range."""
    before, since = "", 0
    for run in _TOKEN.finditer(folded):
        (start, end), word = run.span(), run[0][:STEM]
        if _FIRST <= word <= _LAST and _RUN.match(word):
            yield from ((run[0][at:to], start + at, start + to) for at, to in _pieces(run[0]))
            before = ""
        elif word.isalpha() or len(word) > 1:
            yield word, start, end
            if before:
                yield f"{before} {word}", since, end
            before, since = word, start
        else:
            before = ""


def _pieces(run: str) -> Iterator[Span]:
    """The ranges of the pairs and triples of characters of a run; of a lone character its own."""
    if len(run) == 1:
        yield 0, 1
    for size in _CHARACTERS:
        yield from ((at, at + size) for at in range(len(run) - size + 1))
