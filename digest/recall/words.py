"""The words by which a text is known again: stems that carry meaning, short forms, figures; in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from digest.language.bonds import common
from digest.language.folding import plain

_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_TOKEN: Final = re.compile(rf"[{_UNSPACED}]+|\d+(?:[.,:]\d+)*|[^\W\d_{_UNSPACED}]+")
_UNSPACED_RUN: Final = re.compile(f"[{_UNSPACED}]")
_SHORT: Final = re.compile(r"[A-Z]{2,3}")  # UN, IMF, IS: as short as a small word, and names all the same
_LONG: Final = 4  # letters: of fewer a word is small in most languages
_SPELT: Final = {  # "one" is no count more often than it is one
    word: str(number)
    for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)
}
_STEM: Final = 6  # letters: endings change


@lru_cache(maxsize=4096)  # a sentence is asked about once for each text that it is compared with
def stems(text: str) -> tuple[str, ...]:
    """The words of a text that carry meaning, in its order: no small words, none that every news story has."""
    return tuple(stem for word in _TOKEN.findall(text) for stem in _stems(word))


@lru_cache(maxsize=4096)
def capitals(text: str) -> tuple[tuple[str, bool], ...]:
    """The stems of a text, and whether each is written with a capital, as a name is, or in a script that has none."""
    return tuple((stem, not word[0].islower()) for word in _TOKEN.findall(text) for stem in _stems(word))


def written(stem: str, texts: Iterable[str]) -> str:
    """The first word of `texts` that has this stem, as it is written there; the stem itself where none has."""
    words = (word for text in texts for word in _TOKEN.findall(text) if stem in _stems(word))
    return next(words, stem)


@lru_cache(maxsize=65_536)  # news is written with some ten thousand words
def _stems(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        return (_figure(plain(word)),)
    if _SHORT.fullmatch(word):
        return (word.lower(),)
    folded = plain(word)
    if _UNSPACED_RUN.match(folded):
        return tuple(folded[at : at + 2] for at in range(max(1, len(folded) - 1)))
    return (folded[:_STEM],) if len(folded) >= _LONG and folded not in common() else ()


@lru_cache(maxsize=4096)
def figures(text: str, language: str) -> frozenset[str]:
    """The figures of a text that count something: not years, times of day, or the days of dates."""
    tokens = _TOKEN.findall(plain(text))
    around = zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False)
    months = _months(language.partition("-")[0])
    spelt = (_SPELT[token] for token in tokens if token in _SPELT)
    digits = (row for row in around if row[1][0].isdigit())
    return frozenset((*spelt, *(_figure(row[1]) for row in digits if not _dates(*row, months))))


def _dates(before: str, token: str, after: str, months: frozenset[str]) -> bool:
    if ":" in token or re.fullmatch(r"(?:19|20)\d\d", token):
        return True
    return len(token) <= 2 and bool({before, after} & months)


def _figure(token: str) -> str:
    """1,000 and 1.000 are 1000; 6.2 stays."""
    return re.sub(r"[.,](?=\d{3}(?:\D|$))", "", token)


@cache
def _months(language: str) -> frozenset[str]:
    """Names of months, whole and short, as a language writes them beside a day, folded; English where it is unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        table = Locale.parse(language).months["format"]
    except (ValueError, UnknownLocaleError):
        table = Locale.parse("en").months["format"]
    return frozenset(plain(name).rstrip(".") for width in ("wide", "abbreviated") for name in table[width].values())
