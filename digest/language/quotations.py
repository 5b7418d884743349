"""Who says what: quotations of a sentence with the name that it gives for their speaker.

Only what is certain: the name stands beside a verb of saying, next to the quotation. The verbs stand in
`digest/data/quotes.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from digest.models import Span

_MARKS = r"“[^“”]+”|«[^«»]+»|„[^„“”]+[“”]|\"[^\"]+\""
_QUOTE = re.compile(_MARKS)
_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яіїєґёğışçöü]"  # a letter that is none in lower case
_PART = rf"{_CAPITAL}[\w.’'-]*"
_LINK = r"(?:of|to|the|for|de|del|della|di|da|do|dos|la|le|al|el|bin|bint|ben|ibn|van|von|der|den|du|zu|and|и|і)"
NAME = rf"{_PART}(?:\s+(?:{_LINK}\s+){{0,2}}{_PART})*"
"""A name in a script with capitals: words that begin with one, and the small words between them."""
_ASIDE = r"(?:,\s[^,“”«»„\"]{3,90},)?"  # "Penny Sharpe, who wrote the bill, said"
_REST = r"(?:\s+[^\s,.;:“”«»„\"]+){0,5}"  # "said in Ankara on Tuesday", "told reporters"
_FEWEST, _MOST = 8, 70  # words of a quotation worth printing
# A name behind such a word is no speaker: "an official from TfL said", "a show hosted by Ann Lee said".
_NOT_BEHIND = frozenset(
    "from of for by with to at in and or that than de du des des par pour avec von vom aus mit für del por para con da "
    "do di из от для с и від для з і та".split()
)
_NO_NAME = frozenset("as but when while after before in on at and so yet if although though since however".split())
_UNCASED = frozenset({"ar", "fa", "ur"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """Half-open offsets into the sentence: the quotation with its marks, and its speaker's name; `he` for a pronoun."""

    start: int
    end: int
    name: tuple[int, int]
    he: bool = False


def quotation(sentence: str, language: str) -> Quotation | None:
    """The first quotation of a sentence that is whole, and whose speaker the sentence names; None without one.

    Whole: at least eight words that begin like a sentence. A pronoun for a speaker is told as such.
    """
    found = next((one for one in _QUOTE.finditer(sentence) if _is_whole(one[0])), None)
    patterns = _patterns(language.split("-")[0].lower())
    if found is None or patterns is None:
        return None
    before, behind = sentence[: found.start()], sentence[found.end() :]
    for pattern, text, shift in (
        (patterns.behind, behind, found.end()),
        (patterns.before, before, 0),
    ):
        told = pattern.search(text)
        if told:
            group = next((name for name in ("n1", "n2", "n3", "he1") if told.groupdict().get(name)), "")
            if group:
                start, end = told.span(group)
                sure = group in {"n3", "he1"} or (group == "n2" and pattern is patterns.before)
                return _said(sentence, found.span(), (shift + start, shift + end), he=group == "he1", sure=sure)
    return None


def _said(sentence: str, quoted: Span, name: Span, *, he: bool, sure: bool) -> Quotation | None:
    """A quotation, unless what looks like its speaker's name is something else; `sure` behind "according to"."""
    start, end = name
    first, _, rest = sentence[start:end].partition(" ")
    if not he and rest and first.casefold() in _NO_NAME:
        start += len(first) + 1
    before = sentence[:start].split()
    if not sure and before and before[-1].casefold() in _NOT_BEHIND:
        return None
    if sentence[end - 1] == ".":
        end -= 1
    return Quotation(*quoted, (start, end), he=he)


def speaker(sentence: str, language: str) -> tuple[int, int] | None:
    """Where a sentence names the one whose words it reports, at its beginning: "Hakan Fidan said that ..."."""
    patterns = _patterns(language.split("-")[0].lower())
    told = patterns.subject.match(sentence) if patterns else None
    return told.span("n1") if told else None


def _is_whole(quoted: str) -> bool:
    inner = quoted[1:-1].strip()
    words = inner.split()
    begins = bool(inner) and (inner[0].isdigit() or (inner[0].isalpha() and not inner[0].islower()))
    return begins and _FEWEST <= len(words) <= _MOST and "[...]" not in inner and "…" not in inner


@dataclass(frozen=True, slots=True)
class _Patterns:
    behind: re.Pattern[str]  # what follows a quotation: ", said Name"
    before: re.Pattern[str]  # what leads to one: "Name said: "
    subject: re.Pattern[str]


@lru_cache(maxsize=32)
def _patterns(language: str) -> _Patterns | None:
    table = _file().get(language)
    if table is None:
        return None
    verb = rf"(?i:{_spelt(table['verbs'])})"
    he = rf"(?i:{_spelt(table['he'])})" if table["he"] else r"(?!)"
    by = rf"(?i:{re.escape(table['according'])})\s+" if table["according"] else r"(?!)"
    name = NAME
    if language in _UNCASED:
        # Without capitals a name is what stands between the verb and the quotation.
        lead = rf"{verb}\s+(?P<n1>[^,،:“”«»\"]{{4,60}}?)\s*[:،,]\s*$"
        never = re.compile(r"(?!)")
        return _Patterns(never, re.compile(lead), never)
    dash = r"\s*[,.]?\s*(?:[—–-]\s*)?"
    aux = r"(?:(?:a|hat|ha|has|had)\s+)?"
    behind = (
        rf"^{dash}(?:{aux}{verb}\s+(?P<n1>{name})|(?P<n2>{name}){_ASIDE}\s+{aux}{verb}\b|{by}(?P<n3>{name})"
        rf"|(?:{aux}{verb}\s+)?(?P<he1>{he})\b\s*(?:{verb}\b)?)"
    )
    before = (
        rf"(?:(?P<n1>{name}){_ASIDE}\s+{aux}{verb}\b{_REST}|{by}(?P<n2>{name})|(?P<he1>{he})\s+{aux}{verb}\b{_REST})"
        r"\s*[,:]?\s*$"
    )
    subject = rf"(?P<n1>{name}){_ASIDE}\s+{aux}{verb}\b"
    return _Patterns(re.compile(behind), re.compile(before), re.compile(subject))


def _spelt(words: str) -> str:
    listed = sorted(words.split(), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word[:-1]) + r"\w*" if word[-1] == "*" else re.escape(word) for word in listed)


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("digest.data").joinpath("quotes.toml").read_text(encoding="utf-8"))
