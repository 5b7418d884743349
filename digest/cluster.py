"""Cluster: one story for the cuts of a section that are the same article; a room, pure.

Two cuts are the same article when they have the same address, or the same text with the edits of a desk: cut, credited,
reordered, framed. What merely shares a boilerplate, a form or the title of a series is not. Events told in different
words are not grouped here.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from sys import intern
from typing import Final
from urllib.parse import urlsplit

from digest.language.shingles import shingles, tokens
from digest.models import Placed, Story

# Shares of shingles, first of both texts together, then of the shorter in the longer. On 350 real articles and edited
# copies of half of them (cut, credited, reordered, thinned, other signs, wrapped, framed) F is 1.00, in English and in
# Arabic; on a ministry's press releases, all written to one form, precision is .86 when their dates are unknown.
_ALIKE: Final = 0.3
_CONTAINED: Final = 0.5
_CONTAINED_AT_HOME: Final = 0.75  # within one source: it writes in its own forms
_CONTAINED_IN_SERIES: Final = 0.9  # ... and under one title, figures apart, as in "Schedule, 3 May"
_CONTAINED_IN_LEAD: Final = 0.25  # of a cut that joins a story through another cut than its lead
_TITLED: Final = 0.5  # share of the shorter's long words, of texts under one title
_FIGURES: Final = 1 / 3  # of the fewer figures: with less in common they are a form filled in twice
_TITLE_WORDS: Final = 4  # a shorter title is a rubric
_FEWEST: Final = 8  # words: anybody may write a shorter sentence
_LONG: Final = 4  # letters
_DAYS: Final = timedelta(days=4)  # between two papers' use of one text or title
_BOILERPLATE: Final = 3  # titles of one source over the same paragraph
_SHARED: Final = 3  # shingles, for a pair to be looked at


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """A cut, made ready for comparison."""

    placed: Placed
    address: str
    title: tuple[str, ...]
    words: tuple[str, ...]
    runs: array[int]  # its shingles, sorted: 4 bytes each, where a set of them takes a hundred

    @property
    def shingles(self) -> frozenset[int]:
        return frozenset(self.runs)

    @property
    def order(self) -> tuple[int, float, str, tuple[str, ...]]:
        """The order in which cuts may lead: the fullest first."""
        item = self.placed.item
        return -len(self.words), item.published.timestamp(), item.id, tuple(p.key for p in self.placed.passages)

    @property
    def series(self) -> tuple[str, ...]:
        """The title without its figures and dates."""
        return tuple(word for word in self.title if not word[0].isdigit() and word not in _DATES)

    @property
    def figures(self) -> frozenset[str]:
        return frozenset(word for word in self.words if word[0].isdigit())

    @property
    def long_words(self) -> frozenset[str]:
        return frozenset(word for word in self.words if len(word) >= _LONG)


@dataclass(frozen=True, slots=True)
class _Bond:
    """Why two cuts are the same article, and how much."""

    alike: float  # in (0, 1]
    why: str


_DATES: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec morning evening today".split()
)


def cluster(placed: Sequence[Placed]) -> tuple[Story, ...]:
    """Gather the cuts of each section into stories, each cut in exactly one.

    The lead is the cut with the fullest text, then the earliest published, then the lowest id. The result does not
    depend on the order of `placed`: stories come by region, topic, and their lead's date and id.
    """
    common, addresses = _boilerplate(placed), _addresses(placed)
    sections: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for one in placed:
        sections[one.region, one.topic].append(one)
    # One section after the other: all cuts of 20,000 items made ready at once would take 200 MB.
    ready = ([_ready(one, common, addresses) for one in sections[key]] for key in sorted(sections))
    return tuple(story for cuts in ready for story in _section(cuts))


def _boilerplate(placed: Iterable[Placed]) -> frozenset[tuple[str, str]]:
    """Paragraphs (source, key) that one source prints under three titles or more."""
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in placed:
        for passage in one.passages:
            titles[one.item.source, passage.key].add(one.item.title)
    return frozenset(key for key, found in titles.items() if len(found) >= _BOILERPLATE)


def _addresses(placed: Iterable[Placed]) -> frozenset[str]:
    """Addresses that name one article: not a site's front page, nor a page to which a source sends several titles."""
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in placed:
        titles[one.item.url, one.item.source].add(one.item.title)
    shared = {url for (url, _), found in titles.items() if len(found) > 1}
    return frozenset(url for url, _ in titles if url not in shared and _names_a_page(url))


def _names_a_page(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _ready(placed: Placed, common: frozenset[tuple[str, str]], addresses: frozenset[str]) -> _Cut:
    item = placed.item
    own = [p.text for p in placed.passages if p.kind != "heading" and (item.source, p.key) not in common]
    words = tuple(map(intern, tokens(" ".join(own or [passage.text for passage in placed.passages]))))
    address = item.url if item.url in addresses else ""
    return _Cut(placed, address, tokens(item.title), words, array("I", sorted(shingles(words))))


# -- which pairs to look at ----------------------------------------------------------------------------------------


def _candidates(cuts: Sequence[_Cut]) -> list[tuple[_Cut, _Cut]]:
    """Pairs that may be the same, the fuller first: of one address, one title, or with some shingles in common.

    Those that share a feature are paired with their neighbours only, so that the work grows with the text and not
    with its square: what is the same shares many features, and is found through one or the other.
    """
    found = _neighbours(cuts, lambda cut: [cut.address] if cut.address else [], 1)
    found |= _neighbours(cuts, lambda cut: [cut.title[:_TITLE_WORDS]] if len(cut.title) >= _TITLE_WORDS else [], 1)
    found |= _neighbours(cuts, lambda cut: cut.runs, _SHARED)
    return [(cuts[a], cuts[b]) for a, b in sorted(found)]


def _neighbours(
    cuts: Sequence[_Cut], features: Callable[[_Cut], Iterable[Hashable]], enough: int
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
    pairs = ((divmod(pair, size), count) for pair, count in counted.items())
    return {pair for pair, count in pairs if count >= enough or count >= len(frozenset(features(cuts[pair[1]])))}


# -- whether a pair is the same ------------------------------------------------------------------------------------


def _bond(one: _Cut, other: _Cut) -> _Bond | None:
    if one.address and one.address == other.address:
        return _Bond(1.0, "the same address")
    if min(len(one.words), len(other.words)) < _FEWEST:
        return None
    both = len(one.shingles & other.shingles)
    contained = both / min(len(one.runs), len(other.runs))
    alike = both / (len(one.runs) + len(other.runs) - both)
    if one.placed.item.source == other.placed.item.source:
        needed = _CONTAINED_IN_SERIES if one.series == other.series else _CONTAINED_AT_HOME
        same = contained >= needed
    else:
        same = contained >= _CONTAINED and (alike >= _ALIKE or _near_titles(one, other))
        same = same and (contained >= _CONTAINED_IN_SERIES or _near_in_time(one, other))
    if same and _figures_agree(one, other):
        return _Bond(contained, f"the same text ({contained:.0%} of the shorter one)")
    if _same_title(one, other):
        return _Bond(max(contained, _TITLED), "the same title, and texts that share their words")
    return None


def _near_in_time(one: _Cut, other: _Cut) -> bool:
    """Whether both were published within some days of each other, as far as their publishers say."""
    items = one.placed.item, other.placed.item
    dated = all(item.dated_by == "publisher" for item in items)
    return not dated or abs(items[0].published - items[1].published) <= _DAYS


def _near_titles(one: _Cut, other: _Cut) -> bool:
    """Whether half of the shorter title's words stand in the other: a round-up holds texts, but not their titles."""
    fewer, more = sorted((frozenset(one.title), frozenset(other.title)), key=len)
    return bool(fewer) and len(fewer & more) * 2 >= len(fewer)


def _figures_agree(one: _Cut, other: _Cut) -> bool:
    fewer, more = sorted((one.figures, other.figures), key=len)
    return len(fewer) < 2 or len(fewer & more) >= len(fewer) * _FIGURES


def _same_title(one: _Cut, other: _Cut) -> bool:
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


# -- stories -------------------------------------------------------------------------------------------------------


def _section(cuts: list[_Cut]) -> list[Story]:
    """The stories of one section."""
    cuts.sort(key=lambda cut: cut.order)
    bonds: dict[_Cut, dict[_Cut, _Bond]] = defaultdict(dict)
    for one, other in _candidates(cuts):
        if bond := _bond(one, other):
            bonds[other][one] = bonds[one][other] = bond
    groups: list[tuple[list[_Cut], list[str]]] = []
    home: dict[_Cut, int] = {}
    for cut in cuts:
        joined = _joined(cut, groups, home, bonds[cut])
        if joined is None:
            home[cut] = len(groups)
            groups.append(([cut], []))
        else:
            home[cut], why = joined
            groups[home[cut]][0].append(cut)
            groups[home[cut]][1].append(why)
    return sorted((_story(*group) for group in groups), key=_by_lead)


def _joined(
    cut: _Cut, groups: Sequence[tuple[list[_Cut], list[str]]], home: dict[_Cut, int], bonds: dict[_Cut, _Bond]
) -> tuple[int, str] | None:
    """The group that a cut joins, and why: the one to which its strongest bond leads, the fullest of equals."""
    for other, bond in sorted(bonds.items(), key=lambda row: (-row[1].alike, row[0].order)):
        if other in home:
            lead = groups[home[other]][0][0]
            if other is lead or bond.alike == 1.0 or _contained(cut, lead) >= _CONTAINED_IN_LEAD:
                return home[other], bond.why
    return None


def _contained(cut: _Cut, lead: _Cut) -> float:
    return len(cut.shingles & lead.shingles) / max(1, len(cut.runs))


def _story(cuts: Sequence[_Cut], whys: Sequence[str]) -> Story:
    placed = tuple(cut.placed for cut in cuts)
    families = tuple(dict.fromkeys(one.item.publisher for one in placed))
    return Story(placed[0].region, placed[0].topic, placed, families, tuple(dict.fromkeys(whys)))


def _by_lead(story: Story) -> tuple[float, str, tuple[str, ...]]:
    lead = story.cuts[0]
    return lead.item.published.timestamp(), lead.item.id, tuple(passage.key for passage in lead.passages)
