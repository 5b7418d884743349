"""Namesakes: people who bear the name of a place: Chad Smith, Barbara Jordan, Mr. London.

Data: the forenames and surnames that the US Census counted, and the words about people in contexts.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from digest.language.folding import plain
from digest.language.gazetteer import Place
from digest.language.matching import Hit
from digest.models import Span

_PLACES: Final = frozenset({"name", "capital", "city", "part"})
_LOOK: Final = 60  # characters to each side
_SHORT: Final = 2  # letters: no surname
_FEW: Final = 2  # words tell nothing
_TITLED: Final = 0.85  # of the longer words with a capital: a headline in capitals
# "Jordan Peterson", "Chad le Clos", "Jordan B. Peterson"
_NEXT: Final = re.compile(r" (?:[A-Z]\. )?((?:van der|van|von|de la|de|le|la|al-)? ?[A-Z][\w'’-]*)")
# "Michael Jordan", "Michael B. Jordan"
_LAST: Final = re.compile(r"(?:^|(?<=[\s(\"“'‘]))([A-Z][\w'’-]*\.?) (?:[A-Z]\. ){0,2}$")
# "Jordan and Kelly", but not "Jordan and Kelly County"
_PAIR: Final = re.compile(r" and ([A-Z][a-z]+)(?! [A-Z])\b")
_OPENS: Final = re.compile(r"(?:^|[.!?:;…]['\"”’)]*\s+|[\"“‘(\n])$")
# Where only a place can follow: "in Jordan", "visited Georgia", "flew to Chad".
_LEADS: Final = re.compile(
    r"in|across|inside|throughout|near|visit(?:s|ed|ing)?|invad(?:es|ed|ing)|neighbou?ring|entered|leaving"
)
_WAYS: Final = frozenset("to from with into of in for over".split())
_MOVES: Final = re.compile(
    r"fl[ey]\w*|flown|travel\w*|trip|tour|went|go|goes|going|return\w*|fled|flee\w*|deport\w*|export\w*|ambassador|border\w*|"
    r"refugees?|aid|arms|visit|move[ds]?|moving|cross\w*|escap\w*|smuggl\w*|arriv\w*"
)
_SAYING: Final = (
    r"said|says|told|tells|thinks|thought|admitted|knew|knows|felt|hoped|believes|wanted|wants|loves|loved|insisted|"
    r"wrote|texted|asked|joked|recalled|dedicated|lost|broke|finished|celebrated|posted|quit"
)
_AGED: Final = re.compile(r", \d\d,|, aged \d\d|,? \(\d\d\)")
_TOWN_CALLED: Final = re.compile(r"\b(?:country|state|town|city|village|place|nation|island|river|republic) \w+ $")


def context_words() -> Mapping[str, Any]:
    """The data of contexts.toml, as it is written."""
    return tomllib.loads(files("digest").joinpath("data", "contexts.toml").read_text("utf-8"))


@cache
def _names(which: str) -> frozenset[str]:
    text = files("digest").joinpath("data", f"{which}.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _people() -> Mapping[str, frozenset[str]]:
    """The lists of contexts.toml, in small letters."""
    rows = context_words()["people"]
    return {
        name: frozenset(word.lower() for word in (row.split() if isinstance(row, str) else row))
        for name, row in rows.items()
    }


@cache
def _forenames() -> frozenset[str]:
    return _names("forenames") | _people()["more_forenames"]


@cache
def is_namesake(place: Place) -> bool:
    """Whether people bear its name: one word, a forename or surname, and no demonym."""
    name = plain(place.name)
    if place.kind == "person":
        return name in _forenames()  # the Moïse of "Moise Katumbi" is nobody's president
    return place.kind in _PLACES and (name in _forenames() or name in _names("surnames"))


def is_common_name(word: str) -> bool:
    """Whether a word is one of the commoner forenames or surnames, which tell nothing of a country."""
    return word.lower() in _forenames() or word.lower() in _names("surnames")


def surely_no_person(text: str, start: int) -> bool:
    """Whether the words before `start` can only lead to a place."""
    *_, verb, last = ("", "", *text[max(0, start - _LOOK) : start].lower().split())
    return bool(_LEADS.fullmatch(last)) or (last in _WAYS and bool(_MOVES.fullmatch(verb)))


def person(hit: Hit[Place], hits: Sequence[Hit[Place]], text: str) -> Span | None:
    """The range of the words by which a mention is a person's name: "Jordan Peterson", "Jordan, 34"."""
    name = hit.value.name.lower()
    if not is_namesake(hit.value):
        return None
    if hit.value.kind == "person":
        return _with_surname(hit, hits, text)
    before = text[max(0, hit.start - _LOOK) : hit.start]
    found = _before_it(hit, hits, text, before) if before.endswith(" ") else None
    if not found and name in _forenames():
        found = _with_surname(hit, hits, text) or _with_title(hit, text, before)
    if not found and name in _people()["mostly_forenames"] and not surely_no_person(text, hit.start):
        found = _alone(hit, hits, text)
    return found


def _is_place(start: int, hits: Sequence[Hit[Place]]) -> bool:
    """Whether a known name stands at `start`."""
    return any(other.start <= start < other.end for other in hits)


# -- forename and surname --------------------------------------------------------------------------------------------


def _with_surname(hit: Hit[Place], hits: Sequence[Hit[Place]], text: str) -> Span | None:
    """The name together with the surname behind it, if one is."""
    found = _NEXT.match(text, hit.end)
    if not found or _is_place(found.start(1), hits) or not _is_surname(found, hit.value, text):
        return None
    return hit.start, found.end(1)


def _is_surname(found: re.Match[str], forename: Place, text: str) -> bool:
    """Whether a capitalised word behind a forename makes a person of it: a known surname, or the only such word."""
    parts = re.sub(r"['’]s?$", "", found[1].strip()).split()
    last = parts[-1].lower().replace("’", "'")
    headline = _capitals(text)
    if {last, last.rstrip("s")} & _people()["offices"]:
        return False
    if headline and last.endswith("s"):
        return False  # "Jordan Fields Questions": more likely a verb
    if len(parts) > 1 or {last.replace("'", ""), last.split("-")[0]} & _names("surnames"):
        return True
    unknown = len(last) > _SHORT and not parts[-1].isupper() and not re.match(r" [A-Z]", text[found.end(1) :])
    mostly = forename.kind == "person" or forename.name.lower() in _people()["mostly_forenames"]
    return unknown and mostly and not headline


def _before_it(hit: Hit[Place], hits: Sequence[Hit[Place]], text: str, before: str) -> Span | None:
    """The name together with the forename before it, if one is: Michael Jordan."""
    last = before.split()[-1:]
    found = _LAST.search(before) if last and last[0][0].isupper() else None
    if not found or _is_place(hit.start - len(before) + found.start(1), hits):
        return None
    word = found[1].lower()
    if word not in _forenames() or not is_common_name(hit.value.name):
        return None
    opening = bool(_OPENS.search(before[: found.start(1)]))
    if word in _people()["wordlike"] and (opening or _capitals(text)):
        return None  # "Will Jordan sign?"
    return hit.start - len(found[0]), hit.end


def _capitals(text: str) -> bool:
    """Whether a text is a headline whose words all have capitals."""
    words: list[str] = re.findall(r"[^\W\d_]{5,}", text)
    return len(words) > _FEW and sum(word[0].isupper() for word in words) >= _TITLED * len(words)


# -- a forename alone ------------------------------------------------------------------------------------------------


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(sorted(_people()['titles']))})(?: as)?\.? $", re.IGNORECASE)


def _with_title(hit: Hit[Place], text: str, before: str) -> Span | None:
    """A title, an age: "Ms. Jordan", "my brother Chad", "Georgia, 34,"."""
    last = before.lower().removesuffix(" as ").rstrip(" .").rsplit(" ", 1)[-1]
    titled = last in _people()["titles"] and before[-1:] == " " and _title().search(before)
    if titled and not _TOWN_CALLED.search(before):
        return hit.start - len(titled[0]), hit.end
    aged = _AGED.match(text, hit.end)
    return (hit.start, aged.end()) if aged else None


@cache
def _behind() -> re.Pattern[str]:
    relations = "|".join(sorted(_people()["relations"]))
    return re.compile(
        rf"['’]s (?:\w+ )?(?:{relations})\b| and (?:his|her) |, who |"
        rf" (?:{_SAYING}) (?:[^.!?A-Z,’'\s]+ ){{0,4}}(?:he|she|his|her|himself|herself)\b"
    )


def _alone(hit: Hit[Place], hits: Sequence[Hit[Place]], text: str) -> Span | None:
    """A name that is mostly a forename, with relations or a "he" by it, or joined to another forename."""
    if found := _behind().match(text, hit.end):
        return hit.start, found.end()
    pair = _PAIR.match(text, hit.end)
    if pair and pair[1].lower() in _forenames() - _people()["wordlike"] and not _is_place(pair.start(1), hits):
        return hit.start, pair.end()
    return None
