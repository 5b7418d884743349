"""Reading: what stands in one text, a title or a passage, with its offsets in the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern

from digest.language.folding import fold
from digest.language.gazetteer import Place, counts, mentions
from digest.language.matching import Hit, longest
from digest.models import Match, Passage, Span
from digest.route.learned import Judged, judged
from digest.route.tables import RegionWord, Router, Sought


@dataclass(frozen=True, slots=True)
class Named:
    """A place or a region's word that a text names. `place` is None for the word."""

    match: Match
    place: Place | None
    region: str  # of the word; "" for a place


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in one text: the rules' terms by key, and the places in text order."""

    hits: Mapping[str, tuple[Match, ...]] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    judged: Mapping[str, Judged] = field(default_factory=dict)  # by learned topic

    def with_context(self, context: Found) -> Mapping[str, tuple[Match, ...]]:
        """The hits of this text and of what stands above it, together."""
        keys = {**context.hits, **self.hits}
        return {key: (*context.hits.get(key, ()), *self.hits.get(key, ())) for key in keys}


def read_title(title: str, language: str, router: Router) -> Found:
    """Read a title. A snapshot begins with it, so that its offsets are the snapshot's."""
    return _read(title, language, router, lambda start, end: (start, end))


def read_passage(passage: Passage, language: str, router: Router) -> Found:
    """Read a passage."""
    return _read(passage.text, language, router, lambda start, end: locate(passage, start, end))


def locate(passage: Passage, start: int, end: int) -> Span:
    """The range of the snapshot in which the range [start, end) of the passage's text stands.

    Where white space was folded on the way it is longer than the words by as many characters, and holds them.
    """
    written = sum(last - first for first, last in passage.spans) + len(passage.spans) - 1
    folded = max(0, written - len(passage.text))
    return _position(passage.spans, start), _position(passage.spans, end - 1 + folded) + 1


def _position(spans: Sequence[Span], offset: int) -> int:
    """Where the character at `offset` of the joined spans stands; of the space between two, where the first ends."""
    for first, last in spans[:-1]:
        if offset <= last - first:
            return first + offset
        offset -= last - first + 1
    first, last = spans[-1]
    return min(first + offset, last - 1)


def _read(text: str, language: str, router: Router, at: Callable[[int, int], Span]) -> Found:
    sought: list[Hit[Sought]] = []
    words: list[Hit[RegionWord]] = []
    places: list[Hit[Place]] = []
    primary = language.partition("-")[0]
    folded = fold(text)
    for start, end, value in router.matcher.find(folded):
        if isinstance(value, Sought):
            sought.append(Hit(start, end, value))
        elif isinstance(value, RegionWord):
            words.append(Hit(start, end, value))
        elif counts(value, primary):
            places.append(Hit(start, end, value))
    kept, covering = mentions(places, text)

    def match(start: int, end: int, term: str) -> Match:
        return Match(intern(text[start:end]), term, *at(start, end))

    named = [Named(match(start, end, place.name), place, "") for start, end, place in kept]
    named += [Named(match(start, end, word.text), None, word.region) for start, end, word in longest(words)]
    named.sort(key=lambda one: (one.match.start, one.match.end, one.match.term))
    hits: dict[str, list[Match]] = {}
    for hit in sought:
        if not _part_of_a_name(hit, covering, places):
            _keep(hits.setdefault(hit.value.key, []), match(hit.start, hit.end, hit.value.text))
    found = {key: tuple(made) for key, made in hits.items()}
    return Found(found, tuple(named), judged(folded, router, match))


def _keep(found: list[Match], match: Match) -> None:
    """Keep the longest of a term's overlapping spellings: "Islamic State of Iraq" is not also "Islamic State"."""
    if found and match.start < found[-1].end:
        if match.end - match.start > found[-1].end - found[-1].start:
            found[-1] = match
    else:
        found.append(match)


def _part_of_a_name(hit: Hit[Sought], covering: Sequence[Hit[Place]], places: Sequence[Hit[Place]]) -> bool:
    """Whether a rule's word only stands within the longer name of something else: Sudan in South Sudan.

    A word that is no place's name is never hidden: "sea" is found in South China Sea. Nor is one whose place the
    longer name means too: "Korea" is found in North Korea.
    """
    for name in covering:
        if name.start <= hit.start and hit.end <= name.end and hit.end - hit.start < name.end - name.start:
            same = [place.value for place in places if (place.start, place.end) == (hit.start, hit.end)]
            return bool(same) and not any(place.countries & name.value.countries for place in same)
    return False
