"""Contexts: what an ambiguous name means where it stands: Georgia beside Atlanta, a turkey in an oven, Chad Smith.

Data: digest/data/contexts.toml, which says how its words decide. They are English, and so are the texts that are asked;
people are told from places in every text of Latin letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from digest.language.gazetteer import Place, read_as, weight
from digest.language.matching import Hit
from digest.language.namesakes import context_words, is_namesake, person, surely_no_person
from digest.models import Span

_LOOK: Final = 48  # characters to each side: the longest phrase of the data is shorter
_BEFORE: Final = r"(?<![\w'’]){}[\s-]+$"
_BEHIND: Final = r"(?:[\s-]+|(?=[,.'’(-])){}(?!\w)"
_TOLD: Final = 3  # words that the evidence names
_WIDE: Final = 0.3  # of a vote: "American" beside Georgia tells less than Atlanta


class Settled(NamedTuple):
    """A mention at [start, end), and what it means: `place` has no codes where it is no place. `why` is one clause.

    `whole` is the range of all words that belong to the name: those of "Jordan Peterson".
    """

    start: int
    end: int
    place: Place
    why: str
    whole: Span


def settled(hits: Sequence[Hit[Place]], text: str, language: str) -> list[Settled]:
    """What each mention of a text means, in order; what nothing near it decides is as it was, with no reason."""
    return [_settle(hit, hits, text, language) if _doubtful(hit.value) else _plain(hit, text) for hit in hits]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One meaning of a name, and the words that tell it."""

    codes: tuple[str, ...]  # empty: no country
    says: str
    framed: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]  # before and behind it, both
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    near: re.Pattern[str] | None


@cache
def _readings() -> Mapping[str, tuple[_Reading, ...]]:
    """By name."""
    made: dict[str, tuple[_Reading, ...]] = {}
    for row in context_words()["reading"]:
        reading = _Reading(
            tuple(row["means"].split()),
            row["says"],
            tuple(_frame(phrase) for phrase in row.get("framed", ())),
            _pattern(row.get("before", ()), _BEFORE),
            _pattern(row.get("after", ()), _BEHIND),
            _pattern(row.get("near", ()), r"(?<!\w){}(?!\w)", re.NOFLAG),
        )
        for name in row["of"]:
            made[name] = (*made.get(name, ()), reading)
    return made


def _frame(phrase: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before and behind the name in "the ~ flows"; either may be nothing."""
    before, behind = (part.split() for part in phrase.split("~"))
    anything = re.compile("")
    return (
        _pattern([" ".join(before)] if before else [], _BEFORE) or anything,
        _pattern([" ".join(behind)] if behind else [], _BEHIND) or anything,
    )


def _pattern(words: Sequence[str], frame: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str] | None:
    """The words as one expression, longest first; a space is any white space, an apostrophe any sort of it."""
    if not words:
        return None
    spelt = (re.escape(word).replace(r"\ ", r"[\s-]+").replace("'", "['’]").replace(r"\*", r"\w*") for word in words)
    every = "|".join(sorted(spelt, key=lambda one: (-len(one), one)))
    return re.compile(frame.replace("{}", f"({every})"), flags)


@cache
def _doubtful(place: Place) -> bool:
    """Whether anything must be asked of its context."""
    return len(place.codes) > 1 or place.name in _readings() or is_namesake(place)


@cache
def _everywhere() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What the words behind the name of any place make of it."""
    rows = context_words()["everywhere"]
    return tuple((row["says"], found) for row in rows if (found := _pattern(row["after"], _BEHIND)))


@cache
def _state() -> re.Pattern[str]:
    return re.compile(f", ({'|'.join(map(re.escape, context_words()['towns']['states'].split()))})(?!\\w)")


def _plain(hit: Hit[Place], text: str) -> Settled:
    start, end, place = hit
    for says, behind in _everywhere() if place.kind not in {"body", "person", "mined"} else ():
        if found := behind.match(text, end):
            told = f'{says}, for "{text[start : found.end()]}"'
            return Settled(start, end, read_as(place, ()), told, (start, found.end()))
    if text.startswith(", ", end) and place.kind != "demonym" and (state := _state().match(text, end)):
        return Settled(start, end, read_as(place, (("US",),)), f"a town of that name in {state[1]}", (start, end))
    return Settled(start, end, place, "", (start, end))


def _settle(hit: Hit[Place], hits: Sequence[Hit[Place]], text: str, language: str) -> Settled:
    start, end, place = hit
    readings = _readings().get(place.name, ()) if language in {"en", "und", ""} else ()
    if told := _behind(readings, text, start, end):
        return _as(hit, *told)
    if (plain := _plain(hit, text)).why:
        return plain
    if whole := person(hit, hits, text):
        return Settled(start, end, read_as(place, ()), f"a person: {text[slice(*whole)].strip()}", whole)
    if told := _before(readings, text, start, end):
        return _as(hit, *told)
    left = _apart(hit, hits, text)
    if told := _around(hit, [one for one in readings if one.codes not in left], hits, text):
        return _as(hit, *told)
    codes = tuple(choice for choice in place.codes if choice not in left) or place.codes
    if codes != place.codes or (is_namesake(place) and surely_no_person(text, start)):
        place = read_as(place, codes)
    return Settled(start, end, place, "", (start, end))


def _as(hit: Hit[Place], reading: _Reading, words: str) -> Settled:
    start, end, place = hit
    codes = (reading.codes,) if reading.codes else ()
    return Settled(start, end, read_as(place, codes), f"{reading.says}, for {words}", (start, end))


def _behind(readings: Sequence[_Reading], text: str, start: int, end: int) -> tuple[_Reading, str] | None:
    """The reading for which the words right behind the name decide."""
    for reading in readings:
        if reading.after and (found := reading.after.match(text, end)):
            return reading, f'"{text[start : found.end()]}"'
        for before, behind in reading.framed:
            first, last = before.search(text, max(0, start - _LOOK), start), behind.match(text, end)
            if first and last:
                return reading, f'"{first[0]}{text[start : last.end()]}"'
    return None


def _before(readings: Sequence[_Reading], text: str, start: int, end: int) -> tuple[_Reading, str] | None:
    """The reading for which the words right before the name decide."""
    before = text[max(0, start - _LOOK) : start]
    for reading in readings:
        if reading.before and (found := reading.before.search(before)):
            return reading, f'"{found[0]}{text[start:end]}"'
    return None


def _around(
    hit: Hit[Place], readings: Sequence[_Reading], hits: Sequence[Hit[Place]], text: str
) -> tuple[_Reading, str] | None:
    """The reading for which most words and places of the text speak, if one has more than every other."""
    votes = []
    for reading in readings:
        words, beside = _words(reading, hits, text), _support(hit, reading.codes, hits)
        told = [*words, *dict.fromkeys(text[other.start : other.end] for other in beside)]
        votes.append((len(words) + sum(map(_vote, beside)), reading, ", ".join(told[:_TOLD])))
    votes.sort(key=lambda vote: -vote[0])
    if not votes or not votes[0][0] or (len(votes) > 1 and votes[0][0] == votes[1][0]):
        return None
    return votes[0][1], votes[0][2]


def _words(reading: _Reading, hits: Sequence[Hit[Place]], text: str) -> list[str]:
    """The reading's words in a text, each once, but for those within a longer name: Bissau in Guinea-Bissau."""
    found: dict[str, str] = {}
    small = text.lower()  # three times as fast as to ignore the case
    if len(small) != len(text):
        small = text
    for match in reading.near.finditer(small) if reading.near else ():
        if not any(_inside(match.span(), hit) for hit in hits):
            found.setdefault(match[0], text[slice(*match.span())])
    return [*found.values()]


def _inside(span: Span, hit: Hit[Place]) -> bool:
    """Whether a word is a part of a longer name, or one that counts as a place already."""
    return hit.start <= span[0] and span[1] <= hit.end and (span != (hit.start, hit.end) or len(hit.value.codes) == 1)


def _support(hit: Hit[Place], codes: tuple[str, ...], hits: Sequence[Hit[Place]]) -> list[Hit[Place]]:
    """The text's other names that speak for one of the countries that a name may mean."""
    if codes not in hit.value.codes:
        return []
    return [other for other in hits if other.value.name != hit.value.name and other.value.codes == (codes,)]


def _vote(hit: Hit[Place]) -> float:
    return _WIDE if hit.value.kind in {"name", "demonym"} else weight(hit.value)


def _apart(hit: Hit[Place], hits: Sequence[Hit[Place]], text: str) -> frozenset[tuple[str, ...]]:
    """What the name does not mean since the same sentence names it in full: Guinea and Guinea-Bissau."""
    if hit.value.kind != "name":
        return frozenset()
    return frozenset(
        other.value.codes[0]
        for other in hits
        if other.value.kind == "name"
        and len(other.value.codes) == 1
        and other.value.codes != hit.value.codes
        and _same_sentence(hit, other, text)
    )


def _same_sentence(one: Hit[Place], other: Hit[Place], text: str) -> bool:
    between = text[min(one.end, other.end) : max(one.start, other.start)]
    return not re.search(r"[.!?]\s", between)
