"""Terms: the words that tell a text from others, cut to their stems, and vectors of them (TF-IDF, hashed).

A term is the first letters of a word, a figure, a short word in capitals, or two neighbouring characters of a script
without spaces. Words that any two texts share are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from math import log
from typing import TYPE_CHECKING, Final
from zlib import crc32

from digest.language.folding import plain

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_RUN: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")  # without spaces
_STEM: Final = 5  # letters: on 126 labelled pairs of news AP is .97, with 6 letters and with whole words .96
_SMALL: Final = 4  # letters: a shorter word counts in capitals only
_PROCLITICS: Final = ("وال", "بال", "كال", "فال", "لل", "ال")  # what Arabic writes as one word with the next

DIMENSIONS: Final = 768  # into which terms are hashed: with 512 the AP falls by .006, with 2,048 it rises by .001
# Texts that are taken to have been counted before: in a batch of 20 a word of three texts is not yet a common one.
_BEFORE: Final = 200
_WEIGHT: Final = 64  # steps of one unit of log: weights are whole numbers, so that sums are the same on every machine
_FEWEST: Final = 3  # terms: anybody may write a text with fewer
_MEMORY: Final = 8_000  # texts after which what was counted before counts half
_AT_ONCE: Final = 2_000  # texts: 12 MB of sums


@lru_cache(maxsize=16_384)  # they are counted first, over all texts, and weighed later
def terms(text: str) -> tuple[int, ...]:
    """The terms of a text as 32-bit numbers, each once, sorted."""
    return tuple(sorted(set(chain.from_iterable(map(_numbers, _WORD.findall(text))))))


def spelt(text: str) -> dict[int, str]:
    """Each term of a text with the first word, as it is printed there, that stands for it."""
    found: dict[int, str] = {}
    for word in _WORD.findall(text):
        for term in _terms(word):
            found.setdefault(_number(term), term if _RUN.search(term) else word)
    return found


@lru_cache(maxsize=4_096)
def names(text: str) -> tuple[int, ...]:
    """The terms of the words that a text writes with a capital wherever they stand, sorted: names, mostly."""
    small: set[int] = set()
    great: set[int] = set()
    for word in _WORD.findall(text):
        (great if word[0].isupper() else small).update(_numbers(word))
    return tuple(sorted(great - small))


@lru_cache(maxsize=200_000)
def _numbers(word: str) -> tuple[int, ...]:
    return tuple(map(_number, _terms(word)))


def _number(term: str) -> int:
    return crc32(term.encode())


def _terms(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        figure = word.replace(",", "").replace(".", "")
        return (figure,) if len(figure) > 1 else ()
    folded = plain(word)
    if _RUN.search(folded):
        return tuple(run[at : at + 2] for run in _RUN.findall(folded) for at in range(len(run) - 1))
    short = len(folded) < _SMALL and not (len(word) > 1 and word.isupper())
    return () if short or folded in _common() else (_stem(folded),)


def _stem(folded: str) -> str:
    for proclitic in _PROCLITICS:
        if folded.startswith(proclitic) and len(folded) - len(proclitic) >= _SMALL - 1:
            folded = folded[len(proclitic) :]
            break
    return folded[:_STEM]


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = files("digest").joinpath("data", "common_words.txt").read_text("utf-8").splitlines()
    return frozenset(plain(word) for line in lines if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True)
class Terms:
    """An encoder for every language: vectors in which the terms of few texts weigh most."""

    texts: int = 0  # that were counted
    counts: Mapping[int, int] = field(default_factory=dict)  # texts by term
    languages: frozenset[str] = frozenset()  # as of Encoder: all

    def counted(self, texts: Iterable[str]) -> Terms:
        """With these texts counted too; of more than 8,000 those before count half, so that yesterday's news is rare
        again some day.
        """
        counts, number = Counter(self.counts), self.texts
        for text in texts:
            if number >= _MEMORY:
                counts = Counter({term: count // 2 for term, count in counts.items() if count > 1})
                number //= 2
            counts.update(terms(text))
            number += 1
        return Terms(number, counts)

    def weight(self, term: int) -> int:
        """How much a term says: a whole number > 0, more where fewer of the counted texts have it."""
        return 1 + round(_WEIGHT * log((self.texts + _BEFORE + 1) / (self.counts.get(term, 0) + 1)))

    def encode(self, texts: Sequence[str]) -> NDArray[float32]:
        """As of Encoder: shape (n, 768)."""
        import numpy as np

        parts = [self._encoded(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, DIMENSIONS), np.float32)

    def _encoded(self, texts: Sequence[str]) -> NDArray[float32]:
        """Sums of whole numbers until the last step: the same bytes whatever adds them up."""
        import numpy as np

        found = [some if len(some) >= _FEWEST else () for some in map(terms, texts)]
        every, place = np.unique(np.fromiter(chain.from_iterable(found), np.int64), return_inverse=True)
        signed = np.fromiter((self.weight(int(term)) * (1 if term & 1 else -1) for term in every), np.float64)
        rows = np.repeat(np.arange(len(texts)), [len(some) for some in found])
        cells = rows * DIMENSIONS + (every[place] >> 1) % DIMENSIONS
        sums = np.bincount(cells, signed[place], len(texts) * DIMENSIONS).reshape(len(texts), DIMENSIONS)
        length = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
        made: NDArray[float32] = (sums / np.maximum(length, 1)).astype(np.float32)
        return made
