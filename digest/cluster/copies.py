"""Copies: which cuts are the same article.

Two are when they have the same address, or the same text with the edits of a desk: cut, credited, reordered, framed.
What merely shares a boilerplate, a form or the title of a series is not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final

from digest.cluster.cuts import Cut
from digest.cluster.verdicts import NOTHING, Verdicts

# Shares of shingles, first of both texts together, then of the shorter in the longer. On 350 real articles and edited
# copies of half of them (cut, credited, reordered, thinned, other signs, wrapped, framed) F is 1.00, in English and in
# Arabic; on a ministry's press releases, all written to one form, precision is .86 when their dates are unknown.
_ALIKE: Final = 0.3
_CONTAINED: Final = 0.5
_CONTAINED_AT_HOME: Final = 0.75  # within one source: it writes in its own forms; and of texts of few words
_CONTAINED_IN_SERIES: Final = 0.9  # ... and under one title, figures apart, as in "Schedule, 3 May"
_CONTAINED_IN_LEAD: Final = 0.25  # of a cut that joins a story through another cut than its lead
_TITLED: Final = 0.5  # share of the shorter's long words, of texts under one title
_FIGURES: Final = 1 / 3  # of the fewer figures: with less in common they are a form filled in twice
_TITLE_WORDS: Final = 4  # a shorter title is a rubric
_OPENING: Final = 12  # words with which two untitled texts begin
_FEW: Final = 30  # words: two teasers of one event share a phrase
_FEWEST: Final = 8  # words: anybody may write a shorter sentence
_DAYS: Final = timedelta(days=4)  # between two papers' use of one text or title
_SHARED: Final = 3  # shingles, for a pair to be looked at


@dataclass(frozen=True, slots=True)
class Bond:
    """Why two cuts are the same article, and how much."""

    alike: float  # in (0, 1]
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Copies of one article, the fullest first, and why they are that."""

    cuts: tuple[Cut, ...]
    why: tuple[str, ...] = ()


# -- which pairs to look at ----------------------------------------------------------------------------------------


def _candidates(cuts: Sequence[Cut]) -> list[tuple[Cut, Cut]]:
    """Pairs that may be the same, the fuller first: of one address, one title, or with some shingles in common.

    Those that share a feature are paired with their neighbours only, so that the work grows with the text and not
    with its square: what is the same shares many features, and is found through one or the other.
    """
    found = _neighbours(cuts, lambda cut: [cut.address] if cut.address else [], 1)
    found |= _neighbours(cuts, lambda cut: [cut.title[:_TITLE_WORDS]] if len(cut.title) >= _TITLE_WORDS else [], 1)
    found |= _neighbours(cuts, lambda cut: cut.runs, _SHARED)
    return [(cuts[a], cuts[b]) for a, b in sorted(found)]


def _neighbours(
    cuts: Sequence[Cut], features: Callable[[Cut], Iterable[Hashable]], enough: int
) -> set[tuple[int, int]]:
    """Pairs of numbers of cuts that are neighbours in `enough` features, or in all that the second one has."""
    having: dict[Hashable, list[int]] = defaultdict(list)
    for number, cut in enumerate(cuts):
        for feature in features(cut):
            having[feature].append(number)
    shared = [numbers for numbers in having.values() if len(numbers) > 1]
    having.clear()  # most features are one cut's alone
    # A pair is counted under one number: as tuples the pairs of 20,000 articles take 100 MB more.
    size = len(cuts)
    counted = Counter(one * size + other for numbers in shared for one, other in pairwise(numbers))
    sizes: dict[int, int] = {}
    found: set[tuple[int, int]] = set()
    for pair, count in counted.items():
        other = pair % size
        if count < enough and other not in sizes:
            sizes[other] = len(frozenset(features(cuts[other])))
        if count >= enough or count >= sizes[other]:
            found.add((pair // size, other))
    return found


# -- whether a pair is the same ------------------------------------------------------------------------------------


def _bond(one: Cut, other: Cut) -> Bond | None:
    if one.address and one.address == other.address:
        return Bond(1.0, "the same address")
    if min(len(one.words), len(other.words)) < _FEWEST:
        return None
    both = len(one.shingles & other.shingles)
    contained = both / min(len(one.runs), len(other.runs))
    if one.bare and other.bare and contained < _CONTAINED_IN_SERIES:
        return None  # two headlines share a name and a verb soon
    alike = both / (len(one.runs) + len(other.runs) - both)
    if one.placed.item.source == other.placed.item.source:
        needed = _CONTAINED_IN_SERIES if one.series == other.series else _CONTAINED_AT_HOME
        same = contained >= needed
    else:
        few = min(len(one.words), len(other.words)) < _FEW
        same = contained >= (_CONTAINED_AT_HOME if few else _CONTAINED) and (
            alike >= _ALIKE or _near_titles(one, other)
        )
        same = same and (contained >= _CONTAINED_IN_SERIES or _near_in_time(one, other))
    if same and _figures_agree(one, other):
        return Bond(contained, f"the same text ({contained:.0%} of the shorter one)")
    if _same_title(one, other):
        return Bond(max(contained, _TITLED), "the same title, and texts that share their words")
    return None


def _near_in_time(one: Cut, other: Cut) -> bool:
    """Whether both were published within some days of each other, as far as their publishers say."""
    items = one.placed.item, other.placed.item
    dated = all(item.dated_by == "publisher" for item in items)
    return not dated or abs(items[0].published - items[1].published) <= _DAYS


def _near_titles(one: Cut, other: Cut) -> bool:
    """Whether half of the shorter title's words stand in the other: a round-up holds texts, but not their titles.

    Of texts without a title, whether they begin with the same words.
    """
    if not one.title or not other.title:
        return one.words[:_OPENING] == other.words[:_OPENING]
    fewer, more = sorted((frozenset(one.title), frozenset(other.title)), key=len)
    return len(fewer & more) * 2 >= len(fewer)


def _figures_agree(one: Cut, other: Cut) -> bool:
    fewer, more = sorted((one.figures, other.figures), key=len)
    return len(fewer) < 2 or len(fewer & more) >= len(fewer) * _FIGURES


def _same_title(one: Cut, other: Cut) -> bool:
    """Whether two sources use one title, of some length and within some days, for texts that share their words.

    A name of the paper may follow: "... - The Wire".
    """
    shorter, longer = sorted((one.title, other.title), key=len)
    items = one.placed.item, other.placed.item
    if items[0].source == items[1].source or len(shorter) < _TITLE_WORDS or longer[: len(shorter)] != shorter:
        return False
    if len(longer) - len(shorter) > _TITLE_WORDS or not _near_in_time(one, other):
        return False
    fewer, more = sorted((one.long_words, other.long_words), key=len)
    return bool(fewer) and len(fewer & more) >= len(fewer) * _TITLED


# -- groups --------------------------------------------------------------------------------------------------------


def copies(
    cuts: Sequence[Cut],
    known: Iterable[tuple[Cut, Cut]] = (),
    fresh: Sequence[Cut] | None = None,
    editor: Verdicts = NOTHING,
) -> list[Group]:
    """The groups of copies among cuts that come the fullest first, each cut in exactly one.

    Looked at are `fresh`, or all, among each other, and the pairs `known`, which were found in another way. No group
    holds two cuts that the editor wants apart.
    """
    bonds: dict[Cut, dict[Cut, Bond]] = defaultdict(dict)
    for one, other in (*_candidates(cuts if fresh is None else fresh), *known):
        if other not in bonds[one] and (bond := _bond(one, other)):
            bonds[other][one] = bonds[one][other] = bond
    groups: list[tuple[list[Cut], list[str]]] = []
    home: dict[Cut, int] = {}
    for cut in cuts:
        joined = _joined(cut, groups, home, bonds[cut], editor) if cut in bonds else None
        if joined is None:
            home[cut] = len(groups)
            groups.append(([cut], []))
        else:
            home[cut], why = joined
            groups[home[cut]][0].append(cut)
            groups[home[cut]][1].append(why)
    return [Group(tuple(some), tuple(dict.fromkeys(whys))) for some, whys in groups]


def _joined(
    cut: Cut,
    groups: Sequence[tuple[list[Cut], list[str]]],
    home: Mapping[Cut, int],
    bonds: Mapping[Cut, Bond],
    editor: Verdicts,
) -> tuple[int, str] | None:
    """The group that a cut joins, and why: the one to which its strongest bond leads, the fullest of equals."""
    for other, bond in sorted(bonds.items(), key=lambda row: (-row[1].alike, row[0].order)):
        if other in home:
            group = groups[home[other]][0]
            near = other is group[0] or bond.alike == 1.0 or _contained(cut, group[0]) >= _CONTAINED_IN_LEAD
            if near and not any(editor.apart(cut.placed.item.id, one.placed.item.id) for one in group):
                return home[other], bond.why
    return None


def _contained(cut: Cut, lead: Cut) -> float:
    return len(cut.shingles & lead.shingles) / max(1, len(cut.runs))
