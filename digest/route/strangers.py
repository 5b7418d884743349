"""Strangers: passages that speak of nothing that the rest of their article speaks of.

A round-up, a column of briefs, a page whose last paragraph is somebody's address: there a passage without a topic of
its own does not go on with what stands above it. It is known by what it lacks: it shares no name and at most one long
word with the title and all other passages, and does not begin with "he" or "but". And it has a name of its own, so that
it is about something.

Measured on passages that would follow a topic: of those that were joined to articles of other topics (three times 600)
75 % are strangers; of those of 150 real articles 3 %, most of them addresses, notes and questions on other matters.
Sharing a country does not count as a bond: in articles of two topics two thirds share the United States or the like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from digest.language.bonds import SHARED, words
from digest.language.folding import plain
from digest.language.openings import starts_leaning
from digest.models import Item, Passage

_WORDS: Final = 8  # a shorter passage says too little to be about something
_FIRST: Final = re.compile(
    r"(?:^|[.!?…:][\"'”’»)]*\s+|[\"“«]\s*)([^\W\d_]+)"
)  # of a sentence: its capital means nothing


class Rest:
    """An article as what stands around each of its passages. `numbers` are those of the passages that say something."""

    def __init__(self, item: Item, numbers: Sequence[int]) -> None:
        self._item = item
        self._numbers = numbers

    def has_stranger(self, number: int, named: bool) -> bool:
        """Whether a passage is one; `named` says whether it names a place."""
        passage = self._item.passages[number]
        if not _tells(passage, self._item.language):
            return False
        names, long = words(passage.text)
        if any(self._names[name] > 1 for name in names) or sum(self._long[word] > 1 for word in long) >= SHARED:
            return False
        begins = frozenset(map(plain, _FIRST.findall(passage.text)))
        return bool(names) and (named or bool(names - begins))

    @cached_property
    def _names(self) -> Counter[str]:
        """In how many texts each name stands."""
        return Counter(name for text in self._texts for name in words(text)[0])

    @cached_property
    def _long(self) -> Counter[str]:
        return Counter(word for text in self._texts for word in words(text)[1])

    @property
    def _texts(self) -> list[str]:
        return [self._item.own_title, *(self._item.passages[number].text for number in self._numbers)]


def _tells(passage: Passage, language: str) -> bool:
    """Whether it says something of its own, and does not begin with "he" or "but"."""
    return (
        passage.kind != "quote" and len(passage.text.split()) >= _WORDS and not starts_leaning(passage.text, language)
    )
