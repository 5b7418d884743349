"""Spellings: the forms under which a text may show a word, made from what an editor or the gazetteer wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Final, Literal

from digest.language.folding import plain
from digest.language.tags import is_code
from digest.language.wordforms import Ending, english, is_english, stemmed, word_allows

Case = Literal["any", "capital", "capitals"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One form to look for.

    `words` are folded; each takes what `ending` allows. `case` is what the first letter, or all, must be where the
    text has capitals at all; `wordlike` says that without capitals it is more likely another word. `proclitics` says
    whether Arabic's "and", "in", "for", "like" and "the" may be written on to it. `language` is that of the texts in
    which it counts, a primary subtag of BCP 47, or "" for all.
    """

    words: tuple[str, ...]
    ending: Ending = ""
    case: Case = "any"
    wordlike: bool = False
    proclitics: bool = False
    language: str = ""

    @property
    def key(self) -> str:
        """Tells spellings that find different things apart."""
        mark = {"": "", "*": "*"}.get(self.ending, "~")
        of = f"{self.language}:" if self.language else ""
        return of + ("=" if self.case == "capitals" else "") + " ".join(self.words) + mark


def spellings(term: str, aliases: Mapping[str, tuple[str, ...]]) -> tuple[Spelling, ...]:
    """The forms that a rule's term finds: its own, its aliases', and the usual variants of a name, each once.

    `term` is a word or phrase as the rule has it: with a star at its end for an open one, ~ behind a word that takes
    its forms, `fr:` before what is French only, and = before what is meant without its alias. An alias that stands
    within a longer phrase is exchanged there too: with Daesh = ISIS, anti-Daesh finds anti-ISIS. An alias's spellings
    may be written in the same way.
    """
    found = [form for name in _names(term, aliases) for form in _forms(name)]
    return tuple({form.key: form for form in found}.values())


# -- names: one notion, many spellings -----------------------------------------------------------------------------


def _names(term: str, aliases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The term itself, then what its aliases and the shipped families put in its place."""
    if term.startswith("="):
        aliases, term = {}, term[1:]
    made = {term: None}
    own = [(name, *others) for name, others in aliases.items()]
    folded = _plain(term)
    same = [family for family in own if folded in map(_plain, family)] + _families_of().get(folded, [])
    if same or term.endswith("*"):
        return tuple(made | {name: None for family in same for name in family})
    if " " not in folded:
        return (term,)  # one word: no name stands within it
    for family in (*own, *_families()):
        for name in family:
            standing = f" {_plain(name)} "
            if standing in f" {folded} " and not name.endswith("*"):
                made |= {f" {folded} ".replace(standing, f" {other} ").strip(): None for other in family}
    return tuple(made)


@cache
def _families_of() -> dict[str, list[tuple[str, ...]]]:
    """The shipped families by each of their names: most terms of a rule are one word, and looked up here only."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for family in _families():
        for name in dict.fromkeys(map(_plain, family)):
            found.setdefault(name, []).append(family)
    return found


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """What a name is known by, without ~ and language, remembered.

    Every term of every rule is held against the same few hundred names: 1.3 s without, now 0.1.
    """
    return plain(_language(name)[1]).replace("~", "")


MOST_FORMED: Final = 3  # words of a phrase that may take ~: each multiplies the forms by about five
_PREFIXED: Final = re.compile(r"([a-z]{2}):(?=\S)")


def _language(name: str) -> tuple[str, str]:
    """The language that a name is restricted to, or "", and the name without it."""
    found = _PREFIXED.match(name)
    return (found[1], name[found.end() :]) if found and is_code(found[1]) else ("", name)


def wrong_language(word: str) -> str:
    """What is wrong with the `xx:` before a word of a rule that is not quoted; "" when nothing is."""
    found = re.match(r"([A-Za-z]{2,3}):(?=\S)", word)
    if found is None or is_code(found[1]):
        return ""
    return f'"{found[1]}:" is no language; write a two-letter code such as fr:, or put all of it in quotes'


def wrong_term(text: str) -> str:
    """What is wrong with a term or a spelling of an alias, with what to write; "" when nothing is."""
    body = text.removesuffix("*")
    if "*" in body:
        return f'"{text}": a star stands only at the end of a word, as in talk*'
    if re.search(r"~(?!$|[\s-])|(?<![^\W_])~|~\*", text):
        return f'"{text}": ~ stands only at the end of a word, as in negotiate~ or "peace talk~"'
    if text.count("~") > MOST_FORMED:
        return f'"{text}": {MOST_FORMED} words of a phrase may take ~ at most'
    if not any(char.isalnum() for char in plain(body)):
        return f'"{text}" holds no word to look for'
    return ""


@cache
def _families() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split("|")) for line in _lines("spellings.tsv"))


def _lines(name: str) -> Iterator[str]:
    """The lines of a packaged data file that are not remarks."""
    text = files("digest").joinpath("data", name).read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


# -- forms: what one name looks like in running text ---------------------------------------------------------------

# Zelensky, Zelenskyy, Zelenskiy, Zelenskyi: one Cyrillic ending, romanised by six standards. At least three letters
# come before it, so that sky and ski stay themselves.
_SKY: Final = re.compile(r"(?<=\w{3}sk)(?:yy|yi|iy|ii|ij|y)$")
_SKY_FORMS: Final = ("y", "yy", "yi", "iy", "ii", "ij")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC_END: Final = re.compile("[аеиоуыэюяьіє]$")


def _forms(name: str) -> Iterator[Spelling]:
    """The forms of one name as an editor wrote it."""
    language, name = _language(name)
    folded = plain(name.removesuffix("*"))
    if name.endswith("*"):
        yield Spelling(tuple(folded.split()), "*", proclitics=bool(_ARABIC.match(folded)), language=language)
    elif "~" in name:
        yield from _formed(folded, language)
    elif _CYRILLIC.match(folded):
        yield replace(_cyrillic(name, folded), language=language)
    elif _ARABIC.match(folded):
        yield from (replace(form, language=language) for form in _arabic(folded))
    else:
        upper = name.isupper() and folded in _small_words()
        for form in _SKY_FORMS if _SKY.search(folded) else ("",):
            words = _SKY.sub(form, folded).split() if form else folded.split()
            yield Spelling(tuple(words), case="capitals" if upper else "any", wordlike=upper, language=language)


def _formed(folded: str, language: str) -> Iterator[Spelling]:
    """A phrase, some of whose words, marked with ~, take all their forms."""
    words = folded.split()
    if all(is_english(word, language) for word in words):
        for forms in product(*(english(word[:-1]) if word.endswith("~") else (word,) for word in words)):
            yield Spelling(tuple(" ".join(forms).split()), language=language)
        return
    stems = [stemmed(word[:-1], language) if word.endswith("~") else (word, "") for word in words]
    made = tuple(stem for stem, _ in stems)
    ending: Ending = next((ending for _, ending in stems if ending), "")
    arabic = bool(_ARABIC.match(folded))
    yield Spelling(made, ending, proclitics=arabic, language=language)
    if arabic and made[0].startswith("ال"):
        yield Spelling((f"لل{made[0][2:]}", *made[1:]), ending, proclitics=True, language=language)


def _cyrillic(name: str, folded: str) -> Spelling:
    """A name, which declines, or an ordinary word, which an editor opens with a star where it should."""
    words = tuple(_CYRILLIC_END.sub("", word) if len(word) > 4 else word for word in folded.split())
    declines = name[:1].isupper() and not name.isupper()
    return Spelling(words, ending="slavic") if declines else Spelling(tuple(folded.split()))


def _arabic(folded: str) -> Iterator[Spelling]:
    """A word, and the form in which "for" swallows its article: العراق, للعراق."""
    yield Spelling(tuple(folded.split()), proclitics=True)
    if folded.startswith("ال"):
        yield Spelling(tuple(f"لل{folded[2:]}".split()), proclitics=True)


@cache
def _small_words() -> frozenset[str]:
    return frozenset(word for line in _lines("small_words.txt") for word in line.split())


# -- names of places, as the gazetteer's files write them ----------------------------------------------------------

_PLACE_ENDINGS: Final[Mapping[str, Ending]] = {
    "ru": "slavic",
    "uk": "slavic",
    "ar": "arabic",
    "fa": "persian",
    "ur": "urdu",
    "tr": "turkish",
}


def place_spellings(
    name: str, folded: str, languages: frozenset[str], people: bool, wordlike: bool
) -> Iterator[Spelling]:
    """The forms of a gazetteer's name; places.tsv says what capitals and "~" mean there.

    `folded` is the name's folded form, "~" kept. `people` says that it names inhabitants: Slavic languages have more
    endings for them.
    """
    case: Case = "any"
    if name[0].isupper():
        case = "capitals" if name.isupper() and len(name) > 1 else "capital"
    ending: Ending = ""
    if "~" in name:
        ending = next((_PLACE_ENDINGS[code] for code in sorted(languages) if code in _PLACE_ENDINGS), "")
        if ending == "slavic" and people:
            ending = "slavic people"
        folded = folded.replace("~", "")
    words = tuple(folded.split())
    arabic = "ar" in languages and "\u0600" <= folded[0] <= "\u06ff"
    yield Spelling(words, ending, case, wordlike, arabic)
    if arabic and folded.startswith("ال"):
        yield Spelling((f"لل{words[0][2:]}", *words[1:]), ending, case, wordlike, arabic)


# -- endings -------------------------------------------------------------------------------------------------------


def _folded(text: str) -> frozenset[str]:
    return frozenset(plain(ending) for ending in text.split()) | {""}


_SLAVIC: Final = """
    а я у ю ь ом ем єм ой ей ою ею єю е и ы і ї є ів їв ов ев ам ям ами ями ах ях
    ий ый ій ая яя ое ее ие ые его ого ему ому им ым ім их ых ими ыми ую юю ої ою
"""
_ENDINGS: Final[Mapping[Ending, frozenset[str]]] = {
    "": frozenset({""}),
    "slavic": _folded(_SLAVIC),
    "slavic people": _folded(_SLAVIC + "ин ина ину ином ине ка ки ке ку кой ок"),
    "arabic": _folded("ة ه ون ين ان ات تين تان ا يين يون"),
    "persian": _folded("ها های ان ی ای"),
    "urdu": _folded("وں ون یوں"),
    "turkish": _folded("""
        ler lar lerin lerı ların leri ları lere lara lerden lardan lerle larla lerde larda in ın un ün e a i ı u ü
        ce ca çe ça li lı lik lık liler lılar lilerin lıların lileri lıları lilere lılara lilerden lılardan
    """),
}


def allows(ending: Ending, tail: str) -> bool:
    """Whether a word may end in `tail` (folded) beyond its stem."""
    if ending in _ENDINGS:
        return tail in _ENDINGS[ending]
    return ending == "*" or word_allows(ending, tail)
