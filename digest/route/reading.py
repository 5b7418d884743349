"""Reading: what stands in one text, a title or a passage, with its offsets in the snapshot."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Final

from digest.language.contexts import settled
from digest.language.folding import fold
from digest.language.gazetteer import Place, counts, mentions
from digest.language.identify import UNDETERMINED
from digest.language.judging import Order, no_order
from digest.language.matching import Hit, longest
from digest.models import Match, Passage, Span
from digest.route.learned import Judged, judged
from digest.route.tables import RegionWord, Router, Sought

_FAR: Final = 1_000_000  # words: no text that is read has as many
# Words as NEAR counts them: runs of letters and figures, and two characters where no spaces part words.
_WORD: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{1,2}|"
    r"(?:(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])[^\W_])+(?:['’][^\W_]+)*"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A place or a region's word that a text names. `place` is None for the word."""

    match: Match
    place: Place | None
    region: str  # of the word; "" for a place
    why: str = ""  # why an ambiguous place is read so: "the state, for Atlanta"


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in one text: the rules' terms by key, the places in text order, and how the words are numbered.

    `order` numbers the words, for rules that ask how near they stand.
    """

    hits: Mapping[str, tuple[Match, ...]] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    order: Order = no_order
    aside: tuple[Named, ...] = ()  # names of places that mean none here; each says why, and what it could have meant
    judged: Mapping[str, Judged] = field(default_factory=dict)  # by learned topic

    def with_context(self, context: Found) -> Found:
        """This text and what stands above it, together; no word of the one is near one of the other."""
        if not context.hits:
            return self
        keys = {**context.hits, **self.hits}
        hits = {key: (*context.hits.get(key, ()), *self.hits.get(key, ())) for key in keys}

        def order(match: Match) -> Span | None:
            if own := self.order(match):
                return own
            above = context.order(match)
            return (above[0] - _FAR, above[1] - _FAR) if above else None

        return Found(hits, self.named, order, self.aside, self.judged)


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
    if len(passage.spans) == 1 and passage.spans[0][1] - passage.spans[0][0] == len(passage.text):
        return passage.spans[0][0] + start, passage.spans[0][0] + end
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
            if not value.language or primary in {value.language, UNDETERMINED}:
                sought.append(Hit(start, end, value))
        elif isinstance(value, RegionWord):
            words.append(Hit(start, end, value))
        elif counts(value, primary):
            places.append(Hit(start, end, value))
    kept, covering = mentions(places, text)

    def match(start: int, end: int, term: str) -> Match:
        return Match(intern(text[start:end]), term, *at(start, end))

    named: list[Named] = []
    aside: list[Named] = []
    meant = settled(kept, text, primary)
    for (_, _, entry), (start, end, place, why, _) in zip(kept, meant, strict=True):
        if place.codes:
            named.append(Named(match(start, end, place.name), place, "", why))
        else:
            aside.append(Named(match(start, end, place.name), entry, "", why))
    named += [Named(match(start, end, word.text), None, word.region) for start, end, word in longest(words)]
    named.sort(key=lambda one: (one.match.start, one.match.end, one.match.term))
    covering += [Hit(*one.whole, one.place) for one in meant if not one.place.codes]
    hits: dict[str, list[Match]] = {}
    sought = [hit for hit in sought if not _part_of_a_name(hit, covering, places)]
    for hit in sought:
        _keep(hits.setdefault(hit.value.key, []), match(hit.start, hit.end, hit.value.text))
    order = _Words(text, sought, at) if router.counts_words and len(sought) > 1 else no_order
    found = {key: tuple(made) for key, made in hits.items()}
    return Found(found, tuple(named), order, tuple(aside), judged(folded, router, match))


class _Words:
    """The order of a text's words, counted when it is first asked for: most texts have nothing to measure."""

    def __init__(self, text: str, sought: Sequence[Hit[Sought]], at: Callable[[int, int], Span]) -> None:
        self._text, self._sought, self._at = text, sought, at
        self._numbers: dict[Span, Span] | None = None

    def __call__(self, match: Match) -> Span | None:
        if self._numbers is None:
            starts = [word.start() for word in _WORD.finditer(self._text)]
            self._numbers = {
                self._at(hit.start, hit.end): (
                    bisect_right(starts, hit.start) - 1,
                    bisect_right(starts, hit.end - 1) - 1,
                )
                for hit in self._sought
            }
        return self._numbers.get((match.start, match.end))


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
