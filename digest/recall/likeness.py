"""Whether a story is one that was told before: the same article, the same text, or the same event in other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from typing import Final

from digest.language.shingles import shingles, tokens
from digest.models import Bond, Placed, Story, Told
from digest.recall.words import capitals, stems

# Of 41 pairs above these, over seven weeks of two corpora, 36 were one event or its next step; without names floods of
# two continents are one, since all are told in the same words.
EVENT: Final = 0.30  # cosine of the weighted words
_NAMES: Final = 0.06  # of it, by names
_SHARED: Final = 3  # different words, names and others; one more where all are names
_LOOK: Final = 0.15  # cosine below which texts are not compared shingle by shingle
_CONTAINED: Final = 0.5  # share of the shorter text's shingles, in two sources
_CONTAINED_AT_HOME: Final = 0.75  # within one source, which writes in its own forms
_CONTAINED_IN_SERIES: Final = 0.95  # ... under one title, figures apart
_FEWEST: Final = 8  # words of a text that can be compared
_LEAD: Final = 80  # words of a text by which its event is known
_TITLE: Final = 2.0  # times that a title's word counts
_SMALL: Final = 0.1  # of the texts that have a name, those in which it is written small

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one text: how often each counts, and which are written small somewhere in it."""

    times: Mapping[str, float]
    small: frozenset[str]


class Likeness:
    """Compares stories with what was told: the words that are common in a section weigh little."""

    def __init__(self, told: Sequence[Told], stories: Sequence[Story]) -> None:
        """Weigh the words of both."""
        olds = [(one.region, one.topic, _words(one.texts[0], one.texts[1:])) for one in told]
        news = [(one.region, one.topic, _of_story(one)) for one in stories]
        self._weights = _Weights([*olds, *news])
        self._told = {one.printing: self._weights.vector(*row) for one, row in zip(told, olds, strict=True)}

    def vector(self, story: Story) -> Vector:
        """The weighted words of a story, a unit vector."""
        return self._weights.vector(story.region, story.topic, _of_story(story))

    def bond(self, old: Told, new: Story, words: Vector) -> Bond | None:
        """Why `new`, whose vector `words` is, is the story that `old` told; None when it is another."""
        cosine, shared = _cosine(self._told[old.printing], words)
        lead = new.cuts[0]
        series = _is_series(old, lead)
        if cosine >= _LOOK and (share := _contained(old, lead)) >= _needed(old, lead, series=series):
            return Bond(share, f"the same text ({share:.0%} of the shorter one)")
        if not series and cosine >= EVENT and self._tell(shared):
            best = sorted(shared, key=lambda word: (-shared[word], word))[:4]
            return Bond(cosine, f"the same event by its words ({cosine:.2f}: {', '.join(best)})")
        return None

    def _tell(self, shared: Vector) -> bool:
        """Whether the words that two texts share name somebody or some place, and say what happened."""
        names = [weight for word, weight in shared.items() if self._weights.is_name(word)]
        others = len(shared) - len(names)
        return sum(names) >= _NAMES and len(shared) >= _SHARED + (not others)


class _Weights:
    """How much each word tells: rare ones more, and those of most stories of a section next to nothing."""

    def __init__(self, documents: Sequence[tuple[str, str, _Words]]) -> None:
        self._count = len(documents)
        self._having = Counter(word for *_, words in documents for word in words.times)
        self._small = Counter(word for *_, words in documents for word in words.small)
        self._sections: dict[tuple[str, str], tuple[int, Counter[str]]] = {}
        for region, topic, words in documents:
            size, having = self._sections.get((region, topic), (0, Counter[str]()))
            having.update(words.times.keys())
            self._sections[region, topic] = size + 1, having

    def vector(self, region: str, topic: str, words: _Words) -> Vector:
        """The words of a text of that section, each with its weight: a unit vector."""
        size, having = self._sections[region, topic]
        weighted = {
            word: times * self._rare(word) * _telling(having[word], size) for word, times in words.times.items()
        }
        length = sqrt(sum(value * value for value in weighted.values())) or 1.0
        return {word: value / length for word, value in weighted.items()}

    def is_name(self, word: str) -> bool:
        """Whether a word is written with a capital nearly everywhere; in scripts without capitals each may be one."""
        return not word[0].isdigit() and self._small[word] <= self._having[word] * _SMALL

    def _rare(self, word: str) -> float:
        """Of few documents hardly anything can be said of what is rare."""
        return log((self._count + 200) / (self._having[word] + 2))


def _telling(having: int, size: int) -> float:
    """1 for a word of less than half of a section's stories, down to next to nothing for one of all."""
    return min(1.0, log((size + 8) / (having + 4)) / log(2))


def _of_story(story: Story) -> _Words:
    lead = story.cuts[0]
    texts = [passage.text for passage in lead.passages]
    return _words(lead.item.title or texts[0], texts)


def _words(title: str, texts: Iterable[str]) -> _Words:
    """The words of a title, which count twice, and of the beginning of its text."""
    body: list[tuple[str, bool]] = []
    for text in texts:
        body += capitals(text)
        if len(body) >= _LEAD:
            break
    head, lead = capitals(title), body[:_LEAD]
    times = dict.fromkeys((word for word, _ in lead), 1.0) | dict.fromkeys((word for word, _ in head), _TITLE)
    return _Words(times, frozenset(word for word, capital in (*head, *lead) if not capital))


def _cosine(one: Vector, other: Vector) -> tuple[float, Vector]:
    shared = {word: weight * other[word] for word, weight in one.items() if word in other}
    return sum(shared.values()), shared


def _needed(old: Told, lead: Placed, *, series: bool) -> float:
    if series:
        return _CONTAINED_IN_SERIES
    return _CONTAINED_AT_HOME if old.source == lead.item.publisher else _CONTAINED


def _is_series(old: Told, lead: Placed) -> bool:
    """Whether one publisher gives both one title, figures apart: "Public schedule, 3 May" is never an update."""
    if old.source != lead.item.publisher or lead.item.id in old.items:
        return False
    one, other = _rubric(old.printing.headline), _rubric(lead.item.title)
    return bool(one) and one == other


@lru_cache(maxsize=4096)
def _rubric(title: str) -> tuple[str, ...]:
    return tuple(word for word in stems(title) if not word[0].isdigit())


def _contained(old: Told, lead: Placed) -> float:
    ours, theirs = _runs(tuple(passage.text for passage in lead.passages)), _runs(old.texts)
    fewer = min(len(ours), len(theirs))
    return len(ours & theirs) / fewer if fewer >= _FEWEST - 2 else 0.0


@lru_cache(maxsize=2048)
def _runs(texts: tuple[str, ...]) -> frozenset[int]:
    return frozenset().union(*(shingles(tokens(text)) for text in texts))
