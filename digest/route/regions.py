"""Regions: which parts of the world an article names, how strongly, and which of them it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from digest.language.gazetteer import Place, meanings, weight
from digest.models import Evidence, Item, Passage
from digest.route.reading import Found, Named, read_title
from digest.route.tables import Router

# The region that is named first counts double, and one with a third of the strongest or less is named in passing.
# 4,000 dated events, region F .919, by kind, (double, third) against (single, quarter): epidemics .919 and .908,
# conflicts .912 and .900, elections .948 and .942, two countries .938 and .973.
_FIRST: Final = 2.0
_PASSING: Final = 1 / 3
_WORD: Final = 0.5  # of a mention: a region's own name or word is wider than any country's
_DATELINE: Final = 2.0  # mentions: it raised F on an agency's indexed news from .62 to .80
_DATED: Final = re.compile(r"[^.!?]{2,60}?(?:\([^)]{2,40}\)\s?)?(?:—|– |--| - )")


Lies: TypeAlias = Mapping[Place, tuple[str, ...]]  # the regions in which each place of an article lies


@dataclass(frozen=True, slots=True)
class Standing:
    """What an article is about. `scores` holds every region that it names, the first named first."""

    meant: Mapping[Place, tuple[str, ...]]  # the countries that each place means here
    lies: Lies
    scores: Mapping[str, float]
    main: str  # the strongest region; "" when it names none and its publisher gave no hint
    hinted: bool  # main comes from the publisher's hint alone

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that the article is about, the first named first, without those named in passing."""
        passing = max(self.scores.values(), default=0.0) * _PASSING
        return tuple(region for region, score in self.scores.items() if score > passing)


def standing(item: Item, title: Found, passages: Sequence[Found], router: Router) -> Standing:
    """Weigh the places of a whole article, its title and dateline included."""
    texts = [title, *passages]
    meant = meanings(one.place for text in texts for one in text.named if one.place)
    lies = _lies(meant, router)
    dateline = _dateline(item.passages, passages)
    named = [*dateline, *(one for text in texts for one in text.named)]
    scores = weighed(named, lies)
    if named and (first := regions_of(named[0], lies)):
        scores |= {region: scores[region] * _FIRST for region in first}
    for one in dateline:
        for region in regions_of(one, lies):
            scores[region] += _DATELINE - 1
    main = strongest(scores)
    return Standing(meant, lies, scores, main or _hint(item.place, router), not main)


def _lies(meant: Mapping[Place, tuple[str, ...]], router: Router) -> Lies:
    return {
        place: tuple(dict.fromkeys(home for code in codes for home in router.homes.get(code, ())))
        for place, codes in meant.items()
    }


def regions_of(named: Named, lies: Lies) -> tuple[str, ...]:
    """The regions in which a name lies, each once."""
    return lies[named.place] if named.place else (named.region,)


def weighed(named: Iterable[Named], lies: Lies) -> dict[str, float]:
    """The weight of the mentions of each region, the first named first."""
    scores: dict[str, float] = {}
    for one in named:
        for region in regions_of(one, lies):
            scores[region] = scores.get(region, 0.0) + (weight(one.place) if one.place else _WORD)
    return scores


def strongest(scores: Mapping[str, float]) -> str:
    """The region with the highest score, of equals the first named; "" of none."""
    return max(scores, key=lambda region: scores[region], default="")


def region_evidence(passage: Passage, found: Found, standing: Standing, won: str, note: str) -> Iterator[Evidence]:
    """One judgement for each region that a passage names; `won` is the region under which it goes, or ""."""
    scores = weighed(found.named, standing.lies)
    for region in sorted(scores, key=lambda name: (name != won, -scores[name], name)):
        here = [one for one in found.named if region in regions_of(one, standing.lies)]
        yield Evidence(
            passage=passage.key,
            kind="region",
            target=region,
            verdict="won" if region == won else "lost",
            score=scores[region],
            rule=_codes(here, standing),
            matches=tuple(one.match for one in here),
            note=note if region == won else "" if region in standing.regions else "the article names it in passing",
        )


def _codes(named: Sequence[Named], standing: Standing) -> str:
    """What the gazetteer made of the names: country codes, or the region's own words."""
    codes = {code for one in named if one.place for code in standing.meant[one.place]}
    return " ".join((*sorted(codes), *dict.fromkeys(one.match.term for one in named if one.place is None)))


def _dateline(passages: Sequence[Passage], found: Sequence[Found]) -> list[Named]:
    """The place with which the first paragraph begins, as in "ANKARA (AA) - ..."."""
    for passage, text in zip(passages, found, strict=True):
        if passage.kind == "heading":
            continue
        first = next((one for one in text.named if one.place), None)
        line = _DATED.match(passage.text)
        if first and line and passage.text.startswith(first.match.word):
            return [first]
        break
    return []


def _hint(place: str, router: Router) -> str:
    """The region that the publisher's own category names."""
    if not place:
        return ""
    found = read_title(place, "en", router)
    meant = meanings(one.place for one in found.named if one.place)
    return strongest(weighed(found.named, _lies(meant, router)))
