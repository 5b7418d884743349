"""Judging: whether a rule holds of a text in which its words were found, by which of them, and how strongly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2
from typing import Literal, TypeAlias

from digest.language.spellings import Spelling
from digest.models import Match, Span

Hits: TypeAlias = Mapping[str, Sequence[Match]]
"""What was found, by `Term.key`, each in text order."""

Order: TypeAlias = Callable[[Match], Span | None]
"""For NEAR: the numbers of a match's first and last word in the text; None where it is not known."""

_Used: TypeAlias = tuple["Term", Match]
_Chains: TypeAlias = dict[Span, tuple[_Used, ...]]  # by the first and last word, the matches that make it


def no_order(_match: Match) -> None:
    """The order of words where no rule asks for it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a rule looks for. Terms with the same `key` find the same."""

    text: str  # as the rule spells it, without quotes
    key: str
    spellings: tuple[Spelling, ...]
    weight: float  # what one hit adds to a score

    def holds(self, hits: Hits, _order: Order) -> bool:
        """Whether it was found."""
        return self.key in hits

    def terms(self) -> Iterator[Term]:
        """Itself."""
        yield self

    def used(self, hits: Hits, _order: Order) -> Iterator[_Used]:
        """Its matches."""
        for match in hits.get(self.key, ()):
            yield self, match

    def chains(self, hits: Hits, order: Order) -> _Chains:
        """Its matches by where they stand among the words."""
        made: _Chains = {}
        for match in hits.get(self.key, ()):
            if place := order(match):
                made[place] = ((self, match),)
        return made


@dataclass(frozen=True, slots=True)
class Everything:
    """`*`: holds everywhere, finds nothing."""

    def holds(self, _hits: Hits, _order: Order) -> bool:
        """Always."""
        return True

    def terms(self) -> Iterator[Term]:
        """None."""
        return iter(())

    def used(self, _hits: Hits, _order: Order) -> Iterator[_Used]:
        """None."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where `part` does not."""

    part: Node

    def holds(self, hits: Hits, order: Order) -> bool:
        """Whether the part does not."""
        return not self.part.holds(hits, order)

    def terms(self) -> Iterator[Term]:
        """Those of what is not wanted."""
        return self.part.terms()

    def used(self, _hits: Hits, _order: Order) -> Iterator[_Used]:
        """None: what is not wanted proves nothing."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Join:
    """AND or OR of two parts or more. `keys` are those of the parts that are terms, `rest` are the other parts."""

    word: Literal["AND", "OR"]
    parts: tuple[Node, ...]
    keys: frozenset[str]
    rest: tuple[Node, ...]

    @classmethod
    def of(cls, word: Literal["AND", "OR"], parts: Sequence[Node]) -> Join:
        """Join parts."""
        keys = frozenset(part.key for part in parts if isinstance(part, Term))
        return cls(word, tuple(parts), keys, tuple(part for part in parts if not isinstance(part, Term)))

    def holds(self, hits: Hits, order: Order) -> bool:
        """Whether all parts hold, or one. A long list of terms costs no more than what was found."""
        if self.word == "AND":
            return self.keys <= hits.keys() and all(part.holds(hits, order) for part in self.rest)
        if not self.keys.isdisjoint(hits):
            return True
        return any(part.holds(hits, order) for part in self.rest)

    def terms(self) -> Iterator[Term]:
        """Those of all parts."""
        for part in self.parts:
            yield from part.terms()

    def used(self, hits: Hits, order: Order) -> Iterator[_Used]:
        """Those of the parts that hold."""
        return _used(self.parts, hits, order)

    def chains(self, hits: Hits, order: Order) -> _Chains:
        """Those of all parts of an OR."""
        made: _Chains = {}
        for part in self.parts:
            if isinstance(part, Term | Join | Near):
                made |= part.chains(hits, order)
        return made


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`2 OF (a, b, c)`: so many of the parts hold."""

    count: int
    parts: tuple[Node, ...]

    def holds(self, hits: Hits, order: Order) -> bool:
        """Whether enough of them do."""
        return sum(part.holds(hits, order) for part in self.parts) >= self.count

    def terms(self) -> Iterator[Term]:
        """Those of all parts."""
        for part in self.parts:
            yield from part.terms()

    def used(self, hits: Hits, order: Order) -> Iterator[_Used]:
        """Those of the parts that hold."""
        return _used(self.parts, hits, order)


@dataclass(frozen=True, slots=True)
class Near:
    """`a NEAR/5 b`: both stand in the text with at most so many words between them, in either order."""

    most: int
    left: Term | Join | Near
    right: Term | Join | Near

    def holds(self, hits: Hits, order: Order) -> bool:
        """Whether there is such a pair."""
        return self.left.holds(hits, order) and self.right.holds(hits, order) and bool(self.chains(hits, order))

    def terms(self) -> Iterator[Term]:
        """Those of both."""
        yield from self.left.terms()
        yield from self.right.terms()

    def used(self, hits: Hits, order: Order) -> Iterator[_Used]:
        """Those that stand near each other."""
        for pair in self.chains(hits, order).values():
            yield from pair

    def chains(self, hits: Hits, order: Order) -> _Chains:
        """Every pair that stands near enough, from its first word to its last. Few by nature: `most` is small."""
        right = self.right.chains(hits, order)
        places, made = sorted(right), _Chains()
        longest = max((last - first for first, last in places), default=0)
        for (first, last), pair in self.left.chains(hits, order).items():
            at = bisect_left(places, (first - self.most - 1 - longest,))
            while at < len(places) and places[at][0] <= last + self.most + 1:
                begin, end = places[at]
                between = begin - last if begin > last else first - end
                if 0 < between <= self.most + 1:
                    made[min(first, begin), max(last, end)] = (*pair, *right[begin, end])
                at += 1
        return made


Node: TypeAlias = Term | Everything | Not | Join | AtLeast | Near


def _used(parts: Sequence[Node], hits: Hits, order: Order) -> Iterator[_Used]:
    for part in parts:
        if part.holds(hits, order):
            yield from part.used(hits, order)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule found. `groups` are 0-based indices into `Rule.groups`, ascending; `score` is 0 unless it holds."""

    holds: bool
    matches: tuple[Match, ...]  # of the parts that hold, in text order
    groups: tuple[int, ...]
    score: float


@dataclass(frozen=True)
class Rule:
    """A rule, read and checked. `groups` are the parts that a top-level AND or NEAR joins, those under a NOT left out.

    A rule that is an OR of such has the groups of its branches.
    """

    text: str
    root: Node
    groups: tuple[Node, ...]

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Every term, each once, in the order in which the rule names them."""
        named: dict[str, Term] = {}
        for term in self.root.terms():
            named.setdefault(term.key, term)
        return tuple(named.values())

    @cached_property
    def counts_words(self) -> bool:
        """Whether it asks how near words stand, and so needs their order."""
        return _counts_words(self.root)

    def holds(self, hits: Hits, order: Order = no_order) -> bool:
        """Whether it holds: `evaluate`, without the reasons and faster."""
        return self.root.holds(hits, order)

    def evaluate(self, hits: Hits, order: Order = no_order) -> Verdict:
        """Judge a text by what was found in it. The score grows with different words, slowly with repeated ones."""
        holds = self.root.holds(hits, order)
        groups = tuple(i for i, group in enumerate(self.groups) if group.holds(hits, order))
        roots = (self.root,) if holds else tuple(self.groups[i] for i in groups)
        found: dict[str, tuple[Term, dict[Span, Match]]] = {}
        for root in roots:
            for term, match in root.used(hits, order):
                found.setdefault(term.key, (term, {}))[1][match.start, match.end] = match
        matches = sorted((match for _, made in found.values() for match in made.values()), key=_in_text)
        score = sum(term.weight * log2(1 + len(made)) for term, made in found.values()) if holds else 0.0
        return Verdict(holds, tuple(matches), groups, score)


def _counts_words(node: Node) -> bool:
    match node:
        case Near():
            return True
        case Not():
            return _counts_words(node.part)
        case Join() | AtLeast():
            return any(map(_counts_words, node.parts))
        case _:
            return False


def has_star(node: Node) -> bool:
    """Whether `*` stands outside every NOT: then holding everywhere is what was asked for."""
    return isinstance(node, Everything) or (isinstance(node, Join | AtLeast) and any(map(has_star, node.parts)))


def groups(root: Node) -> tuple[Node, ...]:
    """The groups of a rule's root, see `Rule`."""
    branches = root.parts if isinstance(root, Join) and root.word == "OR" else (root,)
    if not any(isinstance(branch, Join | Near) for branch in branches):
        return (root,)
    parts = [part for branch in branches for part in _wanted(branch)]
    if len(parts) == 1 and parts[0] is not root:
        return groups(parts[0])
    return tuple(dict.fromkeys(side for part in parts for side in _sides(part)))


def _wanted(branch: Node) -> Iterator[Node]:
    """What a branch joins with AND, those under a NOT left out."""
    parts = branch.parts if isinstance(branch, Join) and branch.word == "AND" else (branch,)
    return (part for part in parts if not isinstance(part, Not))


def _sides(part: Node) -> Iterator[Node]:
    """Both sides of a NEAR, and all of what hangs on them; anything else as it is."""
    if isinstance(part, Near):
        yield from _sides(part.left)
        yield from _sides(part.right)
    else:
        yield part


def _in_text(match: Match) -> tuple[int, int, str]:
    return match.start, match.end, match.term
