"""Word forms: what a word with ~ is found as, in the language that its script or its prefix names.

English forms are few and are listed: talk~ is talk, talks, talked, talking. Other languages have too many: there the
word's stem is looked for, and what may follow it is checked.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final, Literal

Ending = Literal[
    "", "*", "slavic", "slavic people", "arabic", "persian", "urdu", "turkish",
    "turkish word", "german word", "romance word",
]  # fmt: skip

# -- English: all forms of a word ----------------------------------------------------------------------------------

_SIBILANT: Final = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y: Final = re.compile(r"[^aeiou]y$")
_DOUBLES: Final = re.compile(r"[^aeiou][aeiou][bdfgklmnprstvz]$|^[aeiou][bdfgklmnprstvz]$")


def english(word: str) -> tuple[str, ...]:
    """A folded word, then its plural and verb forms; "submited" beside "submitted" harms nobody."""
    if family := _irregular().get(word):
        return (word, *(form for form in family if form != word))
    if len(word) < 2 or not word.isalpha():
        return (word,)
    return tuple(dict.fromkeys((word, *_plural(word), *_past(word), *_present(word))))


def _plural(word: str) -> tuple[str, ...]:
    if _CONSONANT_Y.search(word):
        return (f"{word[:-1]}ies",)
    return (f"{word}es",) if _SIBILANT.search(word) else (f"{word}s",)


def _past(word: str) -> tuple[str, ...]:
    if word.endswith("e"):
        return (f"{word}d",)
    if _CONSONANT_Y.search(word):
        return (f"{word[:-1]}ied",)
    return (f"{word}ed", *((f"{word}{word[-1]}ed",) if _DOUBLES.search(word) else ()))


def _present(word: str) -> tuple[str, ...]:
    if word.endswith("ie"):
        return (f"{word[:-2]}ying",)
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return (f"{word[:-1]}ing",)
    return (f"{word}ing", *((f"{word}{word[-1]}ing",) if _DOUBLES.search(word) else ()))


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    text = files("digest").joinpath("data", "word_forms.txt").read_text("utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    families = [tuple(form.replace("-", " ") for form in line) for line in lines]
    return {form: family for family in families for form in family}


# -- other languages: a stem, and what may follow it ---------------------------------------------------------------

_SLAVIC_VOWEL: Final = re.compile(r"(?<=\w{3})[аеиоуыэюяьіє]$")
_ROMANCE_VOWEL: Final = re.compile(r"(?<=\w{3})[aeo]$")
_GERMAN_VOWEL: Final = re.compile(r"(?<=\w{3})e$")
_LATIN: Final[dict[str, Ending]] = {
    "tr": "turkish word", "az": "turkish word", "de": "german word", "nl": "german word",
    "fr": "romance word", "es": "romance word", "pt": "romance word", "it": "romance word", "ca": "romance word",
    "ro": "romance word",
}  # fmt: skip
_ARABIC: Final[dict[str, Ending]] = {"fa": "persian", "ur": "urdu"}


def stemmed(word: str, language: str) -> tuple[str, Ending]:
    """The stem of a folded word that is not English, and the endings that it takes. `language` is "" where not told."""
    if "\u0400" <= word[0] <= "\u04ff":
        return _slavic(word), "slavic"
    if "\u0600" <= word[0] <= "\u06ff":
        return word, _ARABIC.get(language, "arabic")
    ending = _LATIN.get(language, "")
    if ending == "romance word":
        return _ROMANCE_VOWEL.sub("", word), ending
    return (_GERMAN_VOWEL.sub("", word), ending) if ending == "german word" else (word, ending)


def is_english(word: str, language: str) -> bool:
    """Whether a folded word has English forms: it is of Latin letters, and no other language is told."""
    return word[0] < "\u0250" and language in {"", "en"}


def _slavic(word: str) -> str:
    """The stem: an adjective's two letters or a noun's one vowel less. After folding й is и."""
    if len(word) > 5 and word.endswith(("ыи", "ои", "ая", "яя", "ое", "ые")):
        return word[:-2]
    return _SLAVIC_VOWEL.sub("", word)


_TURKISH: Final = re.compile(
    r"(?:l[ae]r)?(?:(?:i|u|si|su|im|um|in|un|imiz|umuz|iniz|unuz)?)"
    r"(?:n?in|n?un|yi|yu|ni|nu|ya|ye|na|ne|n?d[ae]n?|t[ae]n?|y?l[ae]|nc[ae]|[cç][ae]|[aeiu])?(?:ki)?(?:d[iu]r|t[iu]r)?"
)
_GERMAN: Final = frozenset(("", *"e n s en er es em ern ens innen in".split()))
_ROMANCE: Final = frozenset(("", *"a e i o s x as es os aux ns".split()))


def word_allows(ending: Ending, tail: str) -> bool:
    """Whether a word with ~ may end in `tail` (folded) beyond its stem."""
    if ending == "turkish word":
        return _TURKISH.fullmatch(tail) is not None
    return tail in (_GERMAN if ending == "german word" else _ROMANCE)
