"""The words of a sentence that say what it is about, for comparing sentences of one story with one another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from digest.language.openings import opening_words
from digest.language.wordlists import open_words

_WORD = re.compile(r"\w+", re.UNICODE)
_STEM = 6  # letters: "agreed" and "agreement", "переговоры" and "переговорах" are one word
_SHORTEST = 3  # letters of a word; figures count whatever their length
_ARTICLE = "ال"
_JOINED = "وفبكل"  # and, so, with, like, for: written as one with the next word
_IDEOGRAPHS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def terms(text: str, language: str) -> frozenset[str]:
    """The terms of `text`: words without their endings, folded, function words left out; figures whole.

    In scripts that do not part words it is every pair of neighbouring characters. `language` is BCP 47.
    """
    base = language.split("-")[0].lower()
    return frozenset(term for word in _WORD.findall(text.casefold()) for term in _terms(word, base))


@lru_cache(maxsize=32_768)
def _terms(word: str, language: str) -> tuple[str, ...]:
    if _unspaced(word):
        return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    if word in _small(language):
        return ()
    if word.isdigit():
        return (word,)
    plain = word
    if not word.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
        if plain[:1] in _JOINED and plain[1:3] == _ARTICLE:
            plain = plain[1:]
        plain = plain.removeprefix(_ARTICLE)
    return (plain[:_STEM],) if len(plain) >= _SHORTEST else ()


@lru_cache(maxsize=64)
def _small(language: str) -> frozenset[str]:
    return open_words() | opening_words(language)


def _unspaced(word: str) -> bool:
    return not word.isascii() and unicodedata.name(word[0], "").startswith(_IDEOGRAPHS)
