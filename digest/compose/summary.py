"""Summaries without a model: the sources' own sentences, chosen so that they can be read without the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from digest.language.openings import is_whole, leans, points_back, short_names
from digest.language.terms import terms
from digest.models import Said, Telling

# Published comparisons: every choice beats a random one, centroid and LexRank with position beat either alone
# (ROUGE-1 on Timeline17: random .143, lead .165, LexRank .162, with position .174, centroid .174).
_POSITION = 1.0  # how much more the first sentence of an article weighs than one far down; it falls like 1, 1/2, 1/3
_HEADLINE = 0.5  # what a headline's word weighs beside the most frequent one
_TOLD = 0.5  # what is left of a word's weight with each sentence that has it: the next should say something else
_SAME = 0.6  # share of the shorter sentence's terms in the other; above it both say the same
_NEW = 0.75  # of another source's sentence: more of its terms than this have been told, so it adds nothing
_FLOOR = 0.2  # of the best sentence's score: below it are captions and asides, which only fill
_RUN = 3  # sentences that come along at most, for one that leans on those before it
_ADDED = 2  # sentences of each other source
_FEWEST, _MOST = 5, 60  # words of a sentence worth choosing: fewer say nothing, more are lists
_FULL_NAME = re.compile(r"(?<![^\W\d_])[^\W\d_a-z][\w.’'-]* (?=([^\W\d_a-z][^\W\d_]+))")  # words with capitals
_SPOKEN = frozenset({"paragraph", "item"})  # a quotation set apart has its speaker elsewhere, a heading is no sentence


class Beginning:
    """The beginning of the lead article: whole sentences as far as its room reaches."""

    def summarise(self, telling: Telling) -> tuple[Said, ...]:
        """The first sentences of the first source; () when not even one fits."""
        room = telling.rooms[0]
        kept: list[Said] = []
        for said in telling.said:
            left = None if room is None else room - sum(map(_length, (*kept, said)))
            if said.source or (left is not None and left < 0):
                break
            kept.append(said)
        return tuple(kept)


class Central:
    """The sentences that share most with all others of the story, early ones first, none that says what another did.

    A sentence that leans on the one before ("He said", "However", "The minister also") is left out, or the one before
    comes along. Where the first source is the lead its own sentences come first, and each other source adds at most
    two that tell something new, in the lead's language.
    """

    def summarise(self, telling: Telling) -> tuple[Said, ...]:
        """The chosen sentences, in the order of their sources; () where none can be read alone."""
        pool = _Pool.of(telling)
        if telling.lead:
            pool.fill([said for said in telling.said if said.source == 0], telling.rooms[0])
            others = [said for said in telling.said if said.source and pool.adds(said)]
            if pool.chosen:
                pool.fill(others, sum(map(_length, pool.chosen)) + telling.words, most=_ADDED)
        else:
            pool.fill(telling.said, telling.words)
        told = pool.headlines
        return tuple(sorted((s for s in pool.chosen if s not in told), key=lambda said: (said.source, said.place)))


@dataclass(slots=True)
class _Pool:
    """The choice while it is made."""

    telling: Telling
    terms: Mapping[Said, frozenset[str]]
    at: Mapping[tuple[int, int], Said]  # (source, place)
    weight: dict[str, float]
    headline: frozenset[str]
    headlines: frozenset[Said]  # sentences that stand above as the headline: told, and no words of the summary
    named: Mapping[tuple[int, str], int]  # (source, last word of a full name) -> the place where it is first told
    chosen: list[Said] = field(default_factory=list)
    best: float = 0.0  # score of the best choice so far

    @classmethod
    def of(cls, telling: Telling) -> _Pool:
        found = {said: terms(said.sentence.text, telling.languages[said.source]) for said in telling.said}
        headline = terms(telling.headline, telling.languages[0])
        met = Counter(term for each in found.values() for term in each)
        most = max(met.values(), default=1)
        weight = {term: number / most + (_HEADLINE if term in headline else 0) for term, number in met.items()}
        at = {(said.source, said.place): said for said in telling.said}
        above = frozenset(said for said in found if bare(said.sentence.text) == bare(telling.headline))
        chosen = sorted(above, key=lambda said: said.place)
        return cls(telling, found, at, weight, headline, above, _full_names(telling.said), chosen)

    def fill(self, given: Sequence[Said], room: int | None, most: int | None = None) -> None:
        """Choose of `given` while words are left: `room` in all, each source's own room, `most` of each source."""
        open_ones = [said for said in given if self._worth(said)]
        while open_ones:
            runs = [run for said in open_ones if (run := self._run(said)) and self._fits(run, room, most)]
            if not runs:
                return
            best = max(runs, key=lambda run: (self._score(run), -run[-1].source, -run[-1].place))
            self.best = max(self.best, self._score(best))
            if self._score(best) < _FLOOR * self.best:
                return
            self._take(best)
            open_ones = [said for said in open_ones if said not in self.chosen]

    def adds(self, said: Said) -> bool:
        """Whether another source's sentence tells something that was not told, of what the story is about."""
        mine = self.terms[said]
        told = frozenset[str]().union(self.headline, *(self.terms[one] for one in self.chosen))
        own, lead = self.telling.languages[said.source], self.telling.languages[0]
        same_tongue = own.split("-")[0] == lead.split("-")[0]
        return bool(same_tongue and mine & told) and len(mine & told) / len(mine) <= _NEW

    def _worth(self, said: Said) -> bool:
        words = _length(said)
        long_enough = words >= _FEWEST or len(self.terms[said]) >= 2 * _FEWEST  # in scripts without spaces
        return said.kind in _SPOKEN and long_enough and words <= _MOST and said not in self.chosen

    def _run(self, said: Said) -> tuple[Said, ...]:
        """The sentence with those before it that it cannot be read without; () when that cannot be had."""
        run: tuple[Said, ...] = (said,)
        while not self._stands(run[0]):
            before = self.at.get((said.source, run[0].place - 1))
            if before is None or len(run) == _RUN:
                return ()
            if before in self.chosen:
                break
            run = (before, *run)
        if not all(is_whole(one.sentence.text) and one.kind in _SPOKEN for one in run):
            return ()
        return () if any(map(self._repeats, run)) else run

    def _stands(self, said: Said) -> bool:
        language = self.telling.languages[said.source]
        if leans(said.sentence.text, language):
            return False
        if said.opens:
            return True
        known = self._before(said)
        if any(
            self._met(name, said) and not terms(name, language) <= known for name in short_names(said.sentence.text)
        ):
            return False
        return all(terms(noun, language) <= known for noun in points_back(said.sentence.text, language))

    def _met(self, name: str, said: Said) -> bool:
        """Whether a name of one word was told in full before: then the sentence leans on where that was."""
        return self.named.get((said.source, name), said.place) < said.place

    def _before(self, said: Said) -> frozenset[str]:
        """The terms that a reader has met when the sentence comes, of its own article."""
        earlier = (self.terms[one] for one in self.chosen if one.source == said.source and one.place < said.place)
        return frozenset[str]().union(self.headline if said.source == 0 else (), *earlier)

    def _repeats(self, said: Said) -> bool:
        mine = self.terms[said]
        if mine <= self.headline:
            return True
        return any(_shared(mine, self.terms[one]) >= _SAME for one in self.chosen)

    def _fits(self, run: tuple[Said, ...], room: int | None, most: int | None) -> bool:
        mine = [one for one in self.chosen if one.source == run[0].source and one not in self.headlines]
        if most is not None and len(mine) + len(run) > most:
            return False
        cost, own = sum(map(_length, run)), self.telling.rooms[run[0].source]
        if own is not None and sum(map(_length, mine)) + cost > own:
            return False
        return room is None or sum(_length(one) for one in self.chosen if one not in self.headlines) + cost <= room

    def _score(self, run: tuple[Said, ...]) -> float:
        return sum(map(self._worthiness, run)) / len(run)

    def _worthiness(self, said: Said) -> float:
        """The cosine of the sentence and the story's words, more for one near the beginning."""
        mine = self.terms[said]
        shared = sum(self.weight[term] for term in sorted(mine)) / sqrt(len(mine) or 1)
        return shared * (1 + _POSITION / (1 + said.place))

    def _take(self, run: tuple[Said, ...]) -> None:
        self.chosen.extend(run)
        for term in {term for said in run for term in self.terms[said]}:
            self.weight[term] *= _TOLD


def _full_names(said: Sequence[Said]) -> dict[tuple[int, str], int]:
    """The last word of each name of two words or more, and where it is first told, by source."""
    named: dict[tuple[int, str], int] = {}
    for one in said:
        for found in _FULL_NAME.finditer(one.sentence.text):
            named.setdefault((one.source, found[1]), one.place)
    return named


def words(sentences: Iterable[Said]) -> int:
    """How many words sentences have together."""
    return sum(map(_length, sentences))


def bare(text: str) -> str:
    """A sentence as it is compared with a headline, which has no full stop."""
    return text.rstrip(" .。।۔")


def _length(said: Said) -> int:
    return len(said.sentence.text.split())


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)
