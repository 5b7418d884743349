"""Summaries without a model: the sources' own sentences, chosen so that they can be read without the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from digest.language.openings import is_spoken, is_whole, leans, points_back, short_names
from digest.language.subjects import terms
from digest.models import Said, Telling

# Published comparisons: every choice beats a random one, centroid and LexRank with position beat either alone
# (ROUGE-1 on Timeline17: random .143, lead .165, LexRank .162, with position .174, centroid .174).
_POSITION = 1.0  # how much more the first sentence of an article weighs than one far down; it falls like 1, 1/2, 1/3
_HEADLINE = 0.5  # what a headline's word weighs beside the most frequent one
_LONE = 0.8  # of a sentence: a word that only one has is hardly what the story is about
_TOLD = 0.5  # what is left of a word's weight with each sentence that has it: the next should say something else
_SAME = 0.6  # share of the shorter sentence's terms in the other; above it both say the same
_NEW = 0.75  # of another source's sentence: more of its terms than this have been told, so it adds nothing
_FLOOR = 0.3  # of what the most central sentence shares: below it are captions and asides, which only fill
_LINE, _TOP = 12, 3  # words of a line by itself that is a picture's caption, below the first sentences
_READ = 100  # sentences of one article: what a news article tells farther down is not what it is about
_RUN = 3  # sentences that come along at most, for one that leans on those before it
_ADDED = 2  # sentences of each other source
_LEAST = 20  # characters of a sentence that comes along: "Good evening." says nothing
_FEWEST, _MOST = 6, 60  # words of a sentence worth choosing: fewer say nothing, more are lists
_FULL_NAME = re.compile(r"(?<![^\W\d_])[^\W\d_a-z][\w.’'-]* (?=([^\W\d_a-z][\w’'-]+))")  # words with capitals
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
        pool = _Pool(telling)
        if telling.lead:
            pool.fill([view for view in pool.views if view.source == 0], telling.rooms[0])
            others = [view for view in pool.views if view.source and pool.adds(view)]
            if pool.chosen:
                pool.fill(others, sum(view.length for view in pool.chosen) + telling.words, most=_ADDED)
        else:
            pool.fill(pool.views, telling.words)
        told = sorted((view for view in pool.chosen if not view.above), key=lambda view: (view.source, view.place))
        return tuple(view.said for view in told)


@dataclass(eq=False, slots=True)
class _View:
    """A sentence and what is known of it, each thing found once."""

    said: Said
    source: int
    place: int
    text: str
    terms: frozenset[str]
    length: int  # words
    above: bool  # it is the headline: told, and none of the summary's words
    printable: bool
    leans: bool
    back: tuple[frozenset[str], ...]  # of each noun that points back its terms
    names: tuple[tuple[str, frozenset[str]], ...]  # names of one word at its beginning

    @classmethod
    def of(cls, said: Said, headline: str, language: str) -> _View:
        text = said.sentence.text
        whole = said.kind in _SPOKEN and len(text) >= _LEAST and is_whole(text) and not is_spoken(text, language)
        lean = not whole or leans(text, language)
        return cls(
            said=said,
            source=said.source,
            place=said.place,
            text=text,
            terms=terms(text, language),
            length=len(text.split()),
            above=bare(text) == bare(headline),
            printable=whole,
            leans=lean,
            back=() if lean else tuple(terms(noun, language) for noun in points_back(text, language)),
            names=() if lean else tuple((name, terms(name, language)) for name in short_names(text)),
        )


class _Pool:
    """The choice while it is made."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        read = [said for said in telling.said if said.place < _READ]
        self.views = [_View.of(said, telling.headline, telling.languages[said.source]) for said in read]
        self.at = {(view.source, view.place): view for view in self.views}
        self.headline = terms(telling.headline, telling.languages[0])
        self.named = _full_names(self.views)
        met = Counter(term for view in self.views for term in view.terms)
        most = max(met.values(), default=1)
        self.weight = {
            term: (number - _LONE) / most + (_HEADLINE if term in self.headline else 0) for term, number in met.items()
        }
        self.chosen = [view for view in self.views if view.above]
        self.shares = {view: self._shared_with_all(view) for view in self.views}
        self.best = max((self.shares[view] for view in self.views if view.printable), default=0.0)

    def fill(self, given: Sequence[_View], room: int | None, most: int | None = None) -> None:
        """Choose of `given` while words are left: `room` in all, each source's own room, `most` of each source."""
        left = [view for view in given if self._worth(view)]
        while left:
            runs = [run for view in left if (run := self._run(view)) and self._fits(run, room, most)]
            scored = [(self._score(run), -run[-1].source, -run[-1].place, run) for run in runs]
            *_, best = max(scored, key=lambda row: row[:3], default=(0.0, 0, 0, ()))
            if not best:
                return
            self.chosen.extend(best)
            for term in {term for view in best for term in view.terms}:
                self.weight[term] *= _TOLD
            left = [view for view in left if view not in self.chosen]

    def adds(self, view: _View) -> bool:
        """Whether another source's sentence tells something that was not told, of what the story is about."""
        told = frozenset[str]().union(self.headline, *(one.terms for one in self.chosen))
        own, lead = self.telling.languages[view.source], self.telling.languages[0]
        shared = len(view.terms & told)
        return own.split("-")[0] == lead.split("-")[0] and 0 < shared <= _NEW * len(view.terms)

    def _worth(self, view: _View) -> bool:
        long_enough = view.length >= _FEWEST or len(view.terms) >= 2 * _FEWEST  # in scripts without spaces
        central = self.shares[view] >= _FLOOR * self.best
        if view.length < _LINE and view.place >= _TOP and len(view.terms) < _LINE and self._fills_its_passage(view):
            return False
        return central and view.printable and long_enough and view.length <= _MOST and not view.above

    def _fills_its_passage(self, view: _View) -> bool:
        beside = (self.at.get((view.source, view.place + step)) for step in (-1, 1))
        return all(one is None or one.said.passage != view.said.passage for one in beside)

    def _run(self, view: _View) -> tuple[_View, ...]:
        """The sentence with those before it that it cannot be read without; () when that cannot be had."""
        run: tuple[_View, ...] = (view,)
        while (needed := self._needed(run[0])) is not None:
            before = self.at.get((view.source, run[0].place - 1))
            if before is None or len(run) == _RUN or (needed and not needed & before.terms):
                return ()
            if before in self.chosen:
                break
            if not before.printable:
                return ()
            run = (before, *run)
        return () if any(map(self._repeats, run)) else run

    def _needed(self, view: _View) -> frozenset[str] | None:
        """None when a sentence stands; else of which terms the sentence before must have one, empty for any."""
        if view.leans:
            return frozenset()
        if view.said.opens:
            return None
        if view.said.kind == "item" and self._goes_on(view):
            return frozenset()  # an entry of a list is a whole: what follows in it is about its beginning
        if not view.back and not view.names:
            return None
        known = self._before(view)
        for name, found in view.names:
            if self._met(name, view) and not found <= known:
                return found
        return next((noun for noun in view.back if not noun & known), None)

    def _goes_on(self, view: _View) -> bool:
        """Whether it is not the first sentence of its passage."""
        before = self.at.get((view.source, view.place - 1))
        return before is not None and before.said.passage == view.said.passage

    def _met(self, name: str, view: _View) -> bool:
        """Whether a name of one word was told in full before: then the sentence leans on where that was."""
        return self.named.get((view.source, name), view.place) < view.place

    def _before(self, view: _View) -> frozenset[str]:
        """The terms that a reader has met when the sentence comes, of its own article."""
        earlier = (one.terms for one in self.chosen if one.source == view.source and one.place < view.place)
        return frozenset[str]().union(self.headline if view.source == 0 else (), *earlier)

    def _repeats(self, view: _View) -> bool:
        return view.terms <= self.headline or any(_shared(view.terms, one.terms) >= _SAME for one in self.chosen)

    def _fits(self, run: tuple[_View, ...], room: int | None, most: int | None) -> bool:
        told = [one for one in self.chosen if not one.above]
        mine = [one for one in told if one.source == run[0].source]
        if most is not None and len(mine) + len(run) > most:
            return False
        cost, own = sum(one.length for one in run), self.telling.rooms[run[0].source]
        if own is not None and sum(one.length for one in mine) + cost > own:
            return False
        return room is None or sum(one.length for one in told) + cost <= room

    def _score(self, run: tuple[_View, ...]) -> float:
        return sum(map(self._worthiness, run)) / len(run)

    def _worthiness(self, view: _View) -> float:
        """What it shares with all that is not told yet, more for a sentence near the beginning."""
        return self._shared_with_all(view) * (1 + _POSITION / (1 + view.place))

    def _shared_with_all(self, view: _View) -> float:
        """The cosine of the sentence and the story's words."""
        return sum(self.weight[term] for term in sorted(view.terms)) / sqrt(len(view.terms) or 1)


def _full_names(views: Sequence[_View]) -> dict[tuple[int, str], int]:
    """The last word of each name of two words or more, and where it is first told, by source."""
    named: dict[tuple[int, str], int] = {}
    for view in views:
        for found in _FULL_NAME.finditer(view.text):
            named.setdefault((view.source, found[1]), view.place)
    return named


def bare(text: str) -> str:
    """A sentence as it is compared with a headline, which has no full stop."""
    return text.rstrip(" .。।۔")


def _length(said: Said) -> int:
    return len(said.sentence.text.split())


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)
