"""Echoes: how many other publishers head a story with the same words, in the same weeks, whatever they tell of it.

Two headlines speak of one subject when they share two words that stand together much more often than by chance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from digest.language.bonds import common
from digest.language.likeness import stems

# Of 2,186 headlines of 26 publishers of one week 50 were read: of the 10 with four echoes or more 9 were of the week's
# large subjects, of the 24 with none 3. What misleads are pairs of common words.
_LIFT: Final = 6  # times as often together as by chance
_COMMON: Final = 0.20  # share of all headlines: a word of more of them names no subject
_FEW: Final = 8  # headlines: where there are few, a subject may have a larger share of them
_WORDS: Final = 10  # of a headline, the most common of those that count: a rarer one is nobody else's


@dataclass(frozen=True, slots=True)
class Echo:
    """Publishers whose headlines share a subject with one, its own left out; two of the words, small letters."""

    publishers: int
    words: tuple[str, ...] = ()


Pair = tuple[str, str]


def echoes(headlines: Sequence[tuple[str, Collection[str]]]) -> list[Echo]:
    """One echo for each headline, which comes with its publishers, the one who wrote it first."""
    words = [stems(headline) for headline, _ in headlines]
    pairs = _subjects(words)
    told: dict[Pair, set[str]] = defaultdict(set)
    for (_, publishers), some in zip(headlines, pairs, strict=True):
        for pair in some:
            told[pair].update(publishers)
    return [
        _echo(some, told, frozenset(row[1]), found) for row, some, found in zip(headlines, pairs, words, strict=True)
    ]


def _subjects(words: Sequence[Mapping[str, str]]) -> list[list[Pair]]:
    """Of each headline the pairs of words that name a subject."""
    counts = Counter(stem for found in words for stem in found)
    most = max(_FEW, len(words) * _COMMON)
    telling = {stem for stem, count in counts.items() if 1 < count <= most and not stem[0].isdigit()}
    pairs = [list(combinations(_telling(found, telling, counts), 2)) for found in words]
    together = Counter(pair for some in pairs for pair in some)
    chance = len(words) / _LIFT
    named = {
        pair for pair, count in together.items() if count > 1 and count * chance >= counts[pair[0]] * counts[pair[1]]
    }
    return [[pair for pair in some if pair in named] for some in pairs]


def _telling(found: Mapping[str, str], telling: Collection[str], counts: Mapping[str, int]) -> list[str]:
    kept = [stem for stem, word in found.items() if stem in telling and word not in common()]
    return sorted(sorted(kept, key=lambda stem: (-counts[stem], stem))[:_WORDS])


def _echo(pairs: Sequence[Pair], told: Mapping[Pair, set[str]], own: frozenset[str], found: Mapping[str, str]) -> Echo:
    others = {pair: told[pair] - own for pair in pairs}
    heard = set().union(*others.values())
    if not heard:
        return Echo(0)
    best = min(pairs, key=lambda pair: (-len(others[pair]), pair))
    return Echo(len(heard), tuple(found[word] for word in best))
