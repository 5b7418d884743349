"""Bonds: whether two paragraphs tell one story, by the names and the long words that they share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from digest.language.folding import plain

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{4,}")
_LONG: Final = 7  # letters: a shorter word is too common to bond
_SHARED: Final = 2  # long words; one shared name is enough


@lru_cache(maxsize=512)  # the paragraphs of one long article: each is compared with many others
def words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names (capitalised words) and the long words of a text, folded, without those of every news story."""
    names, long = set(), set()
    for word in _WORD.findall(text):
        folded = plain(word)
        if folded not in common():
            if word[0].isupper():
                names.add(folded)
            if len(word) >= _LONG:
                long.add(folded[:_LONG])
    for run in _UNSPACED.findall(text):
        long.update(run[at : at + 4] for at in range(len(run) - 3))
    return frozenset(names), frozenset(long)


def bonded(text: str, story: Iterable[str]) -> bool:
    """Whether `text` shares a name, or two long words, with the paragraphs of a story so far."""
    names, long = words(text)
    shared: set[str] = set()
    for paragraph in story:
        their_names, their_long = words(paragraph)
        shared |= long & their_long
        if len(shared) >= _SHARED or names & their_names:
            return True
    return False


@cache
def common() -> frozenset[str]:
    """The words that any two news stories share, folded."""
    text = files("digest").joinpath("data", "news_words.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
