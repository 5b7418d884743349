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
from digest.recall.words import capitals, stems, written

# Of 75 follow-ups read by hand, of seven weeks and ten days of news, 64 were of one event or its next step; the others
# of its kind: the next cup final, another raid. Without names floods of two continents are one: all are told in the
# same words.
EVENT: Final = 0.30  # cosine of the weighted words
_NAMES: Final = 0.06  # of it, by names
_SHARED: Final = 3  # different words, names and others; one more where all are names
_HEADED: Final = 0.75  # share of the shorter headline's words
_HEADLINE: Final = 4  # words of a headline that says what happened
_NAMED: Final = 4  # words that a reason names
_GLANCE: Final = 0.05  # cosine below which headlines are not compared: a teaser may hold links to other stories
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


Place = tuple[str, str]  # region, topic


class Likeness:
    """Compares stories with what was told: the words that are common in a section weigh little."""

    def __init__(self, told: Sequence[Told], stories: Sequence[Story]) -> None:
        """Weigh the words of both, and note which piece of a section has which word."""
        olds = [((one.region, one.topic), _words(one.texts[0], one.texts[1:])) for one in told]
        self._words = {id(one): _of_story(one) for one in stories}
        news = [((one.region, one.topic), self._words[id(one)]) for one in stories]
        self._weights = _Weights([*olds, *news])
        self._told = [(one, self._weights.vector(*row)) for one, row in zip(told, olds, strict=True)]
        self._having: dict[Place, dict[str, list[tuple[int, float]]]] = {}  # which of these have a word, and its weight
        for number, (one, vector) in enumerate(self._told):
            having = self._having.setdefault((one.region, one.topic), {})
            for word, weight in vector.items():
                having.setdefault(word, []).append((number, weight))

    def bonds(self, new: Story) -> list[tuple[Told, Bond]]:
        """The pieces of its section that told the story, each with why, in the order in which they were told."""
        place = new.region, new.topic
        having = self._having.get(place)
        if having is None:
            return []
        words = self._weights.vector(place, self._words[id(new)])
        cosines: dict[int, float] = {}
        for word, weight in words.items():
            for number, other in having.get(word, ()):
                cosines[number] = cosines.get(number, 0.0) + weight * other
        found: list[tuple[Told, Bond]] = []
        for number in sorted(number for number, cosine in cosines.items() if cosine >= _GLANCE):
            old, vector = self._told[number]
            shared = {word: weight * words[word] for word, weight in vector.items() if word in words}
            if bond := self._bond(old, new, cosines[number], shared):
                found.append((old, bond))
        return found

    def _bond(self, old: Told, new: Story, cosine: float, shared: Vector) -> Bond | None:
        lead = new.cuts[0]
        series = _is_series(old, lead)
        if not _is_furniture(old, lead):
            if cosine >= _LOOK and (share := _contained(old, lead)) >= _needed(old, lead, series=series):
                return Bond(share, f"the same text ({share:.0%} of the shorter one)")
            if not series and cosine >= EVENT and self._tell(shared):
                return Bond(cosine, f"the same event by its words, {_best(shared, lead)} ({cosine:.2f})")
        if not series and (share := self._headed(old.printing.headline, lead.item.title)) >= _HEADED:
            return Bond(share, f"nearly the same headline ({share:.0%} of the shorter one)")
        return None

    def _headed(self, one: str, other: str) -> float:
        """The share of the words of the shorter headline that the other has; 0 where it lacks a name or a figure."""
        fewer, more = sorted((frozenset(stems(one)), frozenset(stems(other))), key=len)
        if len(fewer) < _HEADLINE or any(word[0].isdigit() or self._weights.is_name(word) for word in fewer - more):
            return 0.0
        return len(fewer & more) / len(fewer)

    def _tell(self, shared: Vector) -> bool:
        """Whether the words that two texts share name somebody or some place, and say what happened."""
        names = [weight for word, weight in shared.items() if self._weights.is_name(word)]
        others = len(shared) - len(names)
        return sum(names) >= _NAMES and len(shared) >= _SHARED + (not others)


class _Weights:
    """How much each word tells: rare ones more, and those of most stories of a section next to nothing."""

    def __init__(self, documents: Sequence[tuple[Place, _Words]]) -> None:
        self._count = len(documents)
        self._having = Counter(word for _, words in documents for word in words.times)
        self._small = Counter(word for _, words in documents for word in words.small)
        self._known: dict[tuple[Place, str], float] = {}
        self._sections: dict[Place, tuple[int, Counter[str]]] = {}
        for place, words in documents:
            size, having = self._sections.get(place, (0, Counter[str]()))
            having.update(words.times.keys())
            self._sections[place] = size + 1, having

    def vector(self, place: Place, words: _Words) -> Vector:
        """The words of a text of that section, each with its weight: a unit vector."""
        weighted = {word: times * self._weight(place, word) for word, times in words.times.items()}
        length = sqrt(sum(value * value for value in weighted.values())) or 1.0
        return {word: value / length for word, value in weighted.items()}

    def is_name(self, word: str) -> bool:
        """Whether a word is written with a capital nearly everywhere; in scripts without capitals each may be one."""
        return not word[0].isdigit() and self._small[word] <= self._having[word] * _SMALL

    def _weight(self, place: Place, word: str) -> float:
        """Its rarity among all texts, of few of which hardly anything can be said, times what it tells in its section:
        1 for a word of less than half of the section's stories, down to next to nothing for one of all of them.
        """
        found = self._known.get((place, word))
        if found is None:
            size, having = self._sections[place]
            rare = log((self._count + 200) / (self._having[word] + 2))
            found = rare * min(1.0, log((size + 8) / (having[word] + 4)) / log(2))
            self._known[place, word] = found
        return found


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


def _best(shared: Vector, lead: Placed) -> str:
    """The words that weighed most, as the new story has them."""
    texts = (lead.item.title, *(passage.text for passage in lead.passages))
    best = sorted(shared, key=lambda word: (-shared[word], word))[:_NAMED]
    return ", ".join(f"“{written(word, texts)}”" for word in best)


def _is_furniture(old: Told, lead: Placed) -> bool:
    """Whether what one publisher's two texts share has nothing to do with either headline: it is the paper's own, as
    "Follow our live blog" or "Cartoon of the day".
    """
    if old.source != lead.item.publisher or lead.item.id in old.items or not lead.item.title:
        return False
    heads = frozenset((*stems(old.printing.headline), *stems(lead.item.title)))
    ours = frozenset(stem for passage in lead.passages for stem in stems(passage.text))
    theirs = frozenset(stem for text in old.texts if text != old.printing.headline for stem in stems(text))
    return not heads & ours & theirs


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
