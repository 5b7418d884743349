"""The gazetteer: which countries a text names, by names, inhabitants, capitals, cities, parts and bodies.

Data: digest/data/gazetteer.tsv, built from packages, and digest/data/places.tsv, written by hand, which says what the
columns of both mean.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

from digest.language.folding import fold
from digest.language.matching import Hit, longest
from digest.language.spellings import Spelling, place_spellings

Kind = Literal["name", "demonym", "capital", "city", "part", "body", "person", "mined", "stop"]
Codes = tuple[tuple[str, ...], ...]  # one or the other; each the countries that are meant together

_FILES: Final = ("places.tsv", "people.tsv", "gazetteer.tsv", "mined.tsv")  # what is by hand holds
# On 4,000 dated events people as a mere back-off gave region F .915; at full weight and at 0.8 .919, 0.8 with a better
# balanced where two countries meet.
_PERSON: Final = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One entry, equal only to itself. `languages` are those of the texts in which it counts; "*" is every one."""

    kind: Kind
    codes: Codes
    languages: frozenset[str]
    name: str

    @property
    def countries(self) -> frozenset[str]:
        """Every country that it may mean."""
        return frozenset(code for choice in self.codes for code in choice)


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes of what the gazetteer knows, and XK. Cheap: the names are not read."""
    lines = files("digest").joinpath("data", "gazetteer.tsv").read_text("utf-8").splitlines()
    return frozenset(line.split("\t", 2)[1] for line in lines if not line.startswith("#"))


@cache
def entries() -> tuple[tuple[Spelling, Place], ...]:
    """Everything that may be found in a text, with what it means: some 18,000 spellings, read in 0.15 s."""
    rows = [row for name in _FILES for row in _rows(name)]
    folded = fold("|".join(row.name for row in rows)).text.split("|")  # at once: a fifth of the time of one by one
    words = {form for row, form in zip(rows, folded, strict=True) if row.kind == "word"}
    drops: dict[tuple[str, str], frozenset[str]] = {}
    for row, form in zip(rows, folded, strict=True):
        if row.kind == "drop":
            key = row.codes, form.replace("~", "")
            drops[key] = drops.get(key, frozenset()) | _languages(row.languages)
    return tuple(
        entry
        for row, form in zip(rows, folded, strict=True)
        if row.kind not in {"word", "drop"}
        for entry in _entries(row, form, form in words, drops.get((row.codes, form.replace("~", "")), frozenset()))
    )


class _Row(NamedTuple):
    kind: str
    codes: str
    languages: str
    name: str


def _rows(name: str) -> Iterator[_Row]:
    text = files("digest").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, codes, languages, names = line.split("\t")
            yield from (_Row(kind, codes, languages, one) for one in names.split("|"))


def _entries(row: _Row, folded: str, wordlike: bool, dropped: frozenset[str]) -> Iterator[tuple[Spelling, Place]]:
    if languages := _languages(row.languages) - dropped:
        place = Place(row.kind, _codes(row.codes), languages, row.name.replace("~", ""))  # type: ignore[arg-type]
        for spelling in place_spellings(row.name, folded, languages, row.kind == "demonym", wordlike):
            yield spelling, place


@cache
def _languages(written: str) -> frozenset[str]:
    return frozenset(written.split(","))


@cache
def _codes(written: str) -> Codes:
    return tuple(tuple(choice.split("+")) for choice in written.split(",") if choice)


# -- what a text names ---------------------------------------------------------------------------------------------


@cache
def _known() -> frozenset[str]:
    return frozenset(code for _, place in entries() for code in place.languages) - {"*"}


def counts(place: Place, language: str) -> bool:
    """Whether an entry counts in a text of `language` (BCP 47).

    In an unknown language, or one that the gazetteer does not have, English names count, and those of every script
    but the Latin one.
    """
    if "*" in place.languages or language in place.languages:
        return True
    return language not in _known() and ("en" in place.languages or place.name[0] > "\u036f")


def mentions(hits: Sequence[Hit[Place]], text: str) -> tuple[list[Hit[Place]], list[Hit[Place]]]:
    """The places that a text names, each mention once, and all names and phrases that were told apart for it.

    `hits` are those that count in the text's language. The longest wins: in South Sudan there is no Sudan. A town
    that another country or state follows ("Paris, Texas") is only there.
    """
    kept: list[Hit[Place]] = []
    for hit in longest(hits):
        if kept and (kept[-1].start, kept[-1].end) == (hit.start, hit.end):
            continue
        if kept and _belongs(kept[-1], hit, text):
            kept.pop()
        kept.append(hit)
    return [hit for hit in kept if hit.value.codes], kept


_LISTED: Final = re.compile(r",? (?:and|or|&) [A-Z]|, [A-Z][\w ]{2,20},? (?:and|or|&) ")


def _belongs(town: Hit[Place], state: Hit[Place], text: str) -> bool:
    """Whether `state` only says where `town` lies: written behind it after a comma, and no list goes on.

    A town may bear a country's name ("Lebanon, Ohio") where a part of a country follows.
    """
    if text[town.end : state.start] != ", " or town.value.countries & state.value.countries:
        return False
    if town.value.kind == "name":
        return state.value.kind == "part" and not _LISTED.match(text, state.end)
    return town.value.kind in {"city", "capital"} and state.value.kind in {"name", "part"}


@lru_cache(maxsize=4096)
def read_as(place: Place, codes: Codes) -> Place:
    """The entry as a mention means it: with some of its countries, or with none. The same one for the same question."""
    return replace(place, codes=codes)


def meanings(places: Iterable[Place], aside: Collection[Place] = ()) -> dict[Place, tuple[str, ...]]:
    """The countries that each place of a text means.

    An ambiguous name ("Georgia") is the one that the text's other names support, or else the first that it may mean.
    Names that were mined mean their country only where no other name is.
    `aside` are entries whose name meant no place where it stood first (Jordan Peterson): alone it means none either,
    unless another name of the text supports its country.
    """
    found = list(places)
    support: dict[str, float] = {}
    for place in found:
        if len(place.codes) == 1 and place not in aside and place.kind != "mined":
            for code in place.codes[0]:
                support[code] = support.get(code, 0.0) + weight(place)
    spoken = any(place.kind != "mined" and place not in aside for place in found)
    return {
        place: () if spoken and place.kind == "mined" else _meaning(place, support, place in aside) for place in found
    }


def _meaning(place: Place, support: Mapping[str, float], aside: bool) -> tuple[str, ...]:
    best = max(place.codes, key=lambda choice: max(support.get(c, 0.0) for c in choice))
    return () if aside and not any(code in support for code in best) else best


def weight(place: Place) -> float:
    """What one mention counts."""
    return _PERSON if place.kind == "person" else 1.0


def weigh(places: Sequence[Place]) -> dict[str, float]:
    """How much a text is about each country that it names: the weights of its mentions, by code."""
    scores: dict[str, float] = {}
    meant = meanings(places)
    for place in places:
        for code in meant[place]:
            scores[code] = scores.get(code, 0.0) + weight(place)
    return scores
