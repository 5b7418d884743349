"""Regions: which parts of the world an article names, how strongly, and which of them it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from digest.language.gazetteer import Place, meanings, weight
from digest.models import Evidence, Item, Passage
from digest.route.reading import Found, Named, read_title
from digest.route.tables import Router

# The region that is named first counts double; one with less than a fifth of the strongest is named in passing, and of
# four regions and more one that is named once: such lists mostly say where something comes from or goes. Measured on
# 4,000 dated events, region F: no rule .916, a fifth .920, a fifth and the rule of four .923. A quarter and a rule of
# three would be .927, but of 142 sentences that each name two or three countries it would lose seven, this one three.
_FIRST: Final = 2.0
_PASSING: Final = 1 / 5
_MANY: Final = 4  # regions
_ONCE: Final = 1.0
_WORD: Final = 0.5  # of a mention: a region's own name or word is wider than any country's
_DATELINE: Final = 2.0  # mentions: it raised F on an agency's indexed news from .62 to .80
_AS_ELSEWHERE: Final = "no place, as elsewhere in the article"
_DATED: Final = re.compile(r"[^.!?]{2,60}?(?:\([^)]{2,40}\)\s?)?(?:—|– |--| - )")


Lies: TypeAlias = Mapping[Place, tuple[str, ...]]  # the regions in which each place of an article lies


@dataclass(frozen=True, slots=True)
class Standing:
    """What an article is about. `scores` holds every region that it names, the first named first."""

    meant: Mapping[Place, tuple[str, ...]]  # the countries that each place means here
    lies: Lies
    namesakes: Lies  # the regions that names could mean which mean no place here
    scores: Mapping[str, float]
    named: tuple[Named, ...]  # its places and region words, those of the dateline first and again in their place
    dated: int  # how many of `named` are the dateline's
    main: str  # the strongest region; "" when it names none and its publisher gave no hint
    hinted: bool  # main comes from the publisher's hint alone

    @property
    def countries(self) -> dict[str, float]:
        """Every country that it names, by code, with its score, the first named first."""
        return _article(self.named, self.dated, lambda one: self.meant[one.place] if one.place else ())

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that the article is about, the first named first, without those named in passing."""
        top = max(self.scores.values(), default=0.0)
        least = _ONCE if len(self.scores) >= _MANY else 0.0
        kept = (region for region, score in self.scores.items() if score >= top * _PASSING and score > least)
        return tuple(kept) or tuple(self.scores)


def standing(item: Item, title: Found, passages: Sequence[Found], router: Router) -> Standing:
    """Weigh the places of a whole article, its title and dateline included."""
    texts = [title, *passages]
    aside = frozenset(one.place for text in texts for one in text.aside if one.place)
    meant = meanings((one.place for text in texts for one in text.named if one.place), aside)
    lies = _lies(meant, router)
    dateline = _dateline(item.passages, passages)
    named = [*dateline, *(one for text in texts for one in text.named)]
    scores = _article(named, len(dateline), lambda one: regions_of(one, lies))
    main = strongest(scores)
    namesakes = _lies({place: place.codes[0] for place in aside}, router)
    hint = "" if main else _hint(item.place, router)
    return Standing(meant, lies, namesakes, scores, tuple(named), len(dateline), main or hint, not main)


def countries_of(standing: Standing, router: Router) -> dict[str, float]:
    """The countries that an article is about, by code, with their scores, the first named first.

    Left out are those whose region is named in passing; of a country in no region of feeds.toml, the country itself.
    """
    about, countries = frozenset(standing.regions), standing.countries
    passing = max(countries.values(), default=0.0) * _PASSING
    return {
        code: score
        for code, score in countries.items()
        if (not about.isdisjoint(homes) if (homes := router.homes.get(code)) else score >= passing)
    }


def _article(named: Sequence[Named], dated: int, targets: Callable[[Named], Sequence[str]]) -> dict[str, float]:
    """The weight of each target over an article; the first `dated` names are its dateline's."""
    scores = _summed(named, targets)
    for target in targets(named[0]) if named else ():
        scores[target] *= _FIRST
    for one in named[:dated]:
        for target in targets(one):
            scores[target] += _DATELINE - 1
    return scores


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
    return _summed(named, lambda one: regions_of(one, lies))


def _summed(named: Iterable[Named], targets: Callable[[Named], Sequence[str]]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for one in named:
        for target in targets(one):
            scores[target] = scores.get(target, 0.0) + (weight(one.place) if one.place else _WORD)
    return scores


def strongest(scores: Mapping[str, float]) -> str:
    """The region with the highest score, of equals the first named; "" of none."""
    return max(scores, key=lambda region: scores[region], default="")


def region_evidence(passage: Passage, found: Found, standing: Standing, won: str, note: str) -> Iterator[Evidence]:
    """One judgement for each region that a passage names; `won` is the region under which it goes, or "".

    A region that only a namesake could have meant ("Jordan Peterson") gets one of score 0, which says so.
    """
    scores = weighed(found.named, standing.lies)
    for region in sorted(scores, key=lambda name: (name != won, -scores[name], name)):
        here = [one for one in found.named if region in regions_of(one, standing.lies)]
        told = note if region == won else "" if region in standing.regions else "the article names it in passing"
        yield Evidence(
            passage=passage.key,
            kind="region",
            target=region,
            verdict="won" if region == won else "lost",
            score=scores[region],
            rule=_codes(here, standing),
            matches=tuple(one.match for one in here),
            note="; ".join(filter(None, (told, *_readings(here, standing)))),
        )
    yield from _set_aside(passage, found, standing, scores)


def _readings(named: Iterable[Named], standing: Standing) -> dict[str, None]:
    """Why ambiguous names are read as they are, each once."""
    return dict.fromkeys(f"{one.match.word} is {why}" for one in named if (why := one.why or _choice(one, standing)))


def _choice(named: Named, standing: Standing) -> str:
    """Why a name of several countries that nothing near it decides means the one that it does."""
    place = named.place
    if place is None or len(place.codes) < 2:
        return ""
    meant = standing.meant[place]
    alike = (other.name for other, codes in standing.meant.items() if other is not place and codes == meant)
    others = [*dict.fromkeys(alike)]
    return f"read as {'+'.join(meant)}, " + (f"for {', '.join(others[:3])}" if others else "which it mostly means")


def _set_aside(passage: Passage, found: Found, standing: Standing, scores: Mapping[str, float]) -> Iterator[Evidence]:
    """The regions that names would have meant if they were places, where nothing else names them."""
    aside = [*found.aside, *(one for one in found.named if one.place and not standing.meant[one.place])]
    by_region: dict[str, list[Named]] = {}
    for one in aside:
        for region in standing.namesakes.get(one.place, ()) if one.place else ():
            by_region.setdefault(region, []).append(one)
    for region in sorted(by_region.keys() - scores.keys()):
        here = by_region[region]
        said = "; ".join(dict.fromkeys(f"{one.match.word} is {one.why or _AS_ELSEWHERE}" for one in here))
        yield Evidence(passage.key, "region", region, "lost", 0.0, "", tuple(one.match for one in here), said)


def _codes(named: Sequence[Named], standing: Standing) -> str:
    """What the gazetteer made of the names: a country's code, or each of several with its words; the region's words."""
    words: dict[str, dict[str, None]] = {}
    for one in named:
        for code in standing.meant[one.place] if one.place else ():
            words.setdefault(code, {})[one.match.word] = None
    told = [code if len(words) == 1 else f"{code}: {', '.join(words[code])}" for code in sorted(words)]
    return "; ".join((*told, *dict.fromkeys(one.match.term for one in named if one.place is None)))


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
