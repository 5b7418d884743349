"""Whether a sentence can be read without the one before it; the words stand in `digest/data/openings.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice, pairwise

_ENGLISH = "en"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*", re.UNICODE)
_ENDS = re.compile(r"[.!…。！؟?۔।][\"'”’»)\]]*$")
_ASKS = re.compile(r"[?？؟][\"'”’»)\]]*$")
_TORN = re.compile(r"(?:\.\.\.|…|\[[^\]]*…?\]?)[\"'”’»)\]]*$")
_SPEAKER = re.compile(r"[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я.,'’ -]{0,40}:\s|Q\s")  # of a transcript: "SECRETARY SMITH: ..."
_QUOTED = re.compile(r"[“«„\"][^”»“\"]*[”»“\"]")
_ADDS = re.compile(r"\b(?:as well|too|either)[.!]$")
_ADDRESS = re.compile(r"://|\bwww\.|\S@\S|\b(?:Image|Photo|Picture|Credit|Foto|Bild|Fotoğraf|Фото|صورة)s?\s?:")
_ELISION = "l"  # among the articles of a language that writes them as one with the noun: "L'accord"
_ELIDED = re.compile(r"\b([LldD])['’](?=\w)")
_OPENERS = "\"'“”‘’«»„‹—–-•*·([>#"
_CLOSES = (")", "]", "»", "”")  # behind a full stop: "(AP)", a quotation
_PAIRS = ("«»", "()", "[]")
_EARLY = 9  # words in which a pronoun leans, unless a name stands before it
_ALSO = 14  # words in which "also" does
_POINTING = 14  # words in which "these measures" does; "that" only behind a preposition: "Officials say that" joins
_NOUN = 8  # words in which a noun that points back does, unless a name stands before it
_LISTED, _LONG = 30, 4  # words looked at, letters of one that counts
_ENTRY, _NAMES = 8, 0.9  # words of a list's entry at least, and the share of them that are names
_NAMED = 4  # words in which a name is the one that the sentence is about
_OPENING = 7  # words of an opening clause: "In a statement to parliament on Tuesday, he said"
_MODIFIED = 3  # words behind such a noun within which what makes it known may stand: "the war in Ukraine"
_MAKES_KNOWN = frozenset(
    "of in for between against on at from with by about over who that which whose where to into "
    "de du des en à entre contre sur pour qui von in für zwischen gegen im über mit del para sobre contra que".split()
)


@dataclass(frozen=True, slots=True)
class _Table:
    """One language's words, case-folded."""

    first: frozenset[str]
    early: frozenset[str]
    also: frozenset[str]
    spoken: frozenset[str]
    pointers: frozenset[str]
    joining: frozenset[str]
    times: frozenset[str]
    unique: frozenset[str]
    prepositions: frozenset[str]
    dates: frozenset[str]
    verbs: frozenset[str]
    phrases: tuple[str, ...]
    articles: frozenset[str]
    back: frozenset[str]
    stems: tuple[str, ...]
    spaced: bool  # whether words are parted by spaces


def stands_alone(sentence: str, language: str) -> bool:
    """True for a whole sentence that leans on nothing told before it, in `language` (BCP 47).

    It starts with no pronoun, connective, quotation or lower-case word, adds to nothing ("also"), asks nothing, and
    points at nothing known ("the minister").
    """
    return is_whole(sentence) and not leans(sentence, language) and not points_back(sentence, language)


@lru_cache(maxsize=4096)
def is_whole(sentence: str) -> bool:
    """Whether a sentence is complete: it ends like one, asks nothing, is not broken off and parts no quotation.

    What sends the reader to an address, or credits a picture, is none; nor is an entry of a list of names.
    """
    text = sentence.strip()
    if not _ENDS.search(text) or _ASKS.search(text) or _TORN.search(text) or _ADDRESS.search(text):
        return False
    if text.count('"') % 2 or any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS):
        return False
    if _is_list(text):
        return False
    low, high, closed = text.count("„"), text.count("“"), text.count("”")  # German closes with what English opens
    return low <= high + closed if low else high == closed


def _is_list(text: str) -> bool:
    """Whether nearly all words are written like names: an entry of a list, such as a person with all offices."""
    words = [word for word in _words(text, _LISTED) if len(word) >= _LONG]
    return len(words) >= _ENTRY and sum(word[0].isupper() for word in words) >= _NAMES * len(words)


def is_broken_off(text: str) -> bool:
    """Whether a sentence is the torn end of a teaser: "Speaking to th", "Beijing’s...", a quotation that only opens."""
    return bool(_TORN.search(text.strip())) or not (ends(text) or text.strip().endswith(_CLOSES))


def ends(text: str) -> bool:
    """Whether a text ends with a sentence's mark, and is no label or byline."""
    return bool(_ENDS.search(text.strip()) or _ASKS.search(text.strip()))


@lru_cache(maxsize=4096)
def leans(sentence: str, language: str) -> bool:
    """Whether a sentence begins with what means nothing by itself: a pronoun, a connective, a quotation; or is
    somebody's own words, "I" and "you", whose speaker is named elsewhere."""
    if starts_leaning(sentence, language) or _ADDS.search(sentence):
        return True
    table = _table(language)
    words = _words(sentence, _ALSO)
    if any(word.casefold() in table.also for word in words[1:]):
        return True
    if is_spoken(sentence, language) or _points(words, table):
        return True
    early = words[: _person_at(words[:_EARLY], table)]
    return any(_bare(word) in table.early for word in early) or _comes_after(sentence, table)


@lru_cache(maxsize=4096)
def is_spoken(sentence: str, language: str) -> bool:
    """Whether a sentence is somebody's own words, outside of quotation marks ("I", "you"), or of a transcript."""
    table = _table(language)
    if _SPEAKER.match(sentence):
        return True
    return bool(table.spoken) and any(
        _bare(word[0]) in table.spoken for word in _WORD.finditer(_QUOTED.sub(" ", sentence))
    )


def has_pronoun(sentence: str, language: str) -> bool:
    """Whether a pronoun stands anywhere in a sentence: "raids on its cells". Whom it means may stand there too."""
    return any(_bare(word[0]) in _table(language).early for word in _WORD.finditer(sentence))


def _points(words: Sequence[str], table: _Table) -> bool:
    """Whether a pointer stands among the first words: "With these measures", but not "This week"."""
    for at, word in enumerate(words[:_POINTING]):
        low, before = word.casefold(), words[at - 1].casefold() if at else ""
        if low in table.pointers and (low not in table.joining or not at or before in table.prepositions):
            behind = words[at + 1].casefold() if at + 1 < len(words) else ""
            if behind not in table.times:
                return True
    return False


def starts_leaning(sentence: str, language: str) -> bool:
    """Whether its very first words lean: a pronoun, a connective, a quotation, a lower-case letter."""
    text = sentence.strip()
    if not text or text[0] in _OPENERS or text[0].islower() or _SPEAKER.match(text):
        return True
    table, words = _table(language), _words(text, 1)
    if not words:
        return True
    low = text.casefold().replace("’", "'")
    if any(low.startswith(phrase) and _parted(low, phrase, table) for phrase in table.phrases):
        return True
    return _bare(words[0]) in table.first


@lru_cache(maxsize=4096)
def points_back(sentence: str, language: str) -> tuple[str, ...]:
    """The nouns by which a sentence points at what must have been told before, case-folded: "the minister".

    Only before the sentence's first name, and not where the words behind it say which: "the war in Ukraine". In
    English whatever stands behind a first "The" does, unless there is only one of it ("the government"): then the
    words are told together, of which one must have been told.
    """
    table = _table(language)
    parted = _ELIDED.sub(r"\1 ", sentence) if _ELISION in table.articles else sentence
    words = _words(parted, _NOUN + _MODIFIED)
    head = words[: _names_at(words[:_NOUN])]
    found: list[str] = []
    for at, word in enumerate(head):
        known = _bare(head[at - 1]) in table.articles if at else not table.articles
        if (known or (at > 1 and _bare(head[at - 2]) in table.articles)) and _is_back(word, table):
            behind = words[at + 1 : at + 1 + _MODIFIED]
            if not (behind and (behind[0].casefold() in _MAKES_KNOWN or _is_name(behind[0]))):
                found.append(word.casefold())
    subject = ""
    if table.unique and words and _bare(words[0]) in table.articles:
        subject = _subject(words, table)
    elif table.unique and len(words) > 1 and words[0].casefold() in table.prepositions:
        opening = _words(sentence.partition(",")[0], _MODIFIED + 3)  # "At the convention, ..."
        if _bare(words[1]) in table.articles and len(opening) <= _MODIFIED + 2:
            subject = _subject(opening[1:], table)
    return (*found, subject) if subject else tuple(found)


def _subject(words: Sequence[str], table: _Table) -> str:
    """The words behind a first "The" that must have been told before; "" where they say which, or there is but one."""
    words = words[
        : next((at for at, word in enumerate(words) if at > 1 and word.casefold() in table.verbs), len(words))
    ]
    noun = words[1 : 1 + _MODIFIED]
    if len(noun) > 1 and _is_back(noun[0], table) and not _is_name(noun[1]) and noun[1].casefold() not in _MAKES_KNOWN:
        return noun[0].casefold()  # "The Secretary noted"
    known = any(_is_name(word) or word.casefold() in _MAKES_KNOWN or word.casefold() in table.unique for word in noun)
    late = words[1 + _MODIFIED].casefold() if len(words) > 1 + _MODIFIED else ""
    if late == "to" and not (len(words) > 2 + _MODIFIED and _is_name(words[2 + _MODIFIED])):
        late = ""  # "The drills signal determination to project": behind a verb; but "The first direct flight to Gaza"
    return "" if known or late in _MAKES_KNOWN or not noun else " ".join(noun).casefold()


def opening_words(language: str) -> frozenset[str]:
    """The pronouns, connectives and articles of a language, case-folded: none of them says what a text is about."""
    table = _table(language)
    return table.first | table.early | table.also | table.articles


def _is_back(word: str, table: _Table) -> bool:
    low = word.casefold()
    return low in table.back or low.startswith(table.stems)


def _comes_after(sentence: str, table: _Table) -> bool:
    """Whether the clause behind a short opening one has a pronoun for its subject: "On Tuesday in Ankara, he said"."""
    opening, comma, rest = sentence.partition(", ")
    short = len(_words(opening, _OPENING + 1)) <= _OPENING
    return bool(comma) and short and any(_bare(word) in table.early for word in _words(rest, 1))


def _person_at(words: Sequence[str], table: _Table) -> int:
    """How many words stand before the first that may name whom a pronoun means: no figure, no date."""
    named = (at for at, word in enumerate(words) if at and word[0].isupper() and word.casefold() not in table.dates)
    return next(named, len(words))


def short_names(sentence: str) -> tuple[str, ...]:
    """The names of one word among the first words of a sentence: "Merkel" of "According to Merkel, ...".

    In scripts with capitals only; whether it is the short form of a name told before is the reader's to know.
    """
    words = _words(sentence, _NAMED + 1)
    return tuple(
        word.removesuffix("’s").removesuffix("'s")
        for at, word in enumerate(words[:_NAMED])
        if word[0].isupper()
        and not word.isupper()
        and not any(map(_is_name, words[max(0, at - 1) : at] + words[at + 1 : at + 2]))
    )


def has_short_name(sentence: str, before: str) -> bool:
    """Whether a sentence calls somebody by the last name alone, whom `before` names in full: "Hakan Fidan"."""
    lasts = frozenset(last for _, last in _names(before))
    full = frozenset(last for _, last in _names(sentence))
    return any(word[0] in lasts and word[0] not in full for word in _WORD.finditer(sentence))


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Neighbours that both are written like names."""
    for one, other in pairwise(_WORD.finditer(text)):
        if text[one.end() : other.start()] == " " and one[0][0].isupper() and other[0][0].isupper():
            yield one[0], other[0]


def _names_at(words: Sequence[str]) -> int:
    """How many words stand before the first that is written like a name, the sentence's first word not counted."""
    return next((at for at, word in enumerate(words) if at and _is_name(word)), len(words))


def _is_name(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


def _words(text: str, most: int) -> list[str]:
    return [found[0] for found in islice(_WORD.finditer(text), most)]


def _bare(word: str) -> str:
    """A word as the lists have it: folded, with what a verb or an ending is joined to it by cut off ("it's")."""
    low = word.casefold().replace("’", "'")
    return low.partition("'")[0] if low.partition("'")[0] not in {"l", "d", "c", "qu"} else low


def _parted(text: str, phrase: str, table: _Table) -> bool:
    return not table.spaced or not text[len(phrase) : len(phrase) + 1].isalnum()


@lru_cache(maxsize=64)
def _table(language: str) -> _Table:
    tables = _file()
    base = language.split("-")[0].lower()
    given = tables[base if base in tables else _ENGLISH]
    back = str(given["back"]).split()
    return _Table(
        first=frozenset(str(given["first"]).split()),
        early=frozenset(str(given["early"]).split()),
        also=frozenset(str(given["also"]).split()),
        spoken=frozenset(str(given.get("spoken", "")).split()),
        pointers=frozenset(str(given.get("pointers", "")).split()),
        joining=frozenset(str(given.get("joining", "")).split()),
        times=frozenset(str(given.get("times", "")).split()),
        verbs=frozenset(str(given.get("verbs", "")).split()),
        dates=frozenset(str(given.get("dates", "")).split()),
        prepositions=frozenset(str(given.get("prepositions", "")).split()),
        unique=frozenset(str(given.get("unique", "")).split()),
        phrases=tuple(given["phrases"]),
        articles=frozenset(str(given["articles"]).split()),
        back=frozenset(word for word in back if word[-1] != "*"),
        stems=tuple(word[:-1] for word in back if word[-1] == "*") or ("\0",),
        spaced=base not in {"zh", "ja", "th"},
    )


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads(files("digest.data").joinpath("openings.toml").read_text(encoding="utf-8").casefold())
