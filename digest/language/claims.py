"""What a sentence claims, in pieces that can be looked for elsewhere: figures, names, words, denials, doubts, quotes.

Data: digest/data/grounding.toml.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from digest.language.folding import plain

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FIGURE: Final = re.compile(r"\d+(?:[.,\u00a0\u202f٬٫ ]\d+)*")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:([.,\u00a0\u202f٬ ])\d{3})(?:\1\d{3})*")
_QUOTED: Final = re.compile(r"“([^”]+)”|«([^»]+)»|„([^“”]+)[“”]|\"([^\"]+)\"")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_PROCLITIC: Final = re.compile(r"^(?:[وفبلك]?ال|لل|[وفبلك])(?=\w{3})")
_LONG: Final = 4  # letters: shorter words are mostly grammar
_NAME: Final = 2  # letters: a capitalised I or A is no name
_AROUND: Final = 3  # words: "did not", "may soon", "nicht zugestimmt" stand so near
_QUOTE_WORDS: Final = 3  # a quoted word or two is a way of speaking


@dataclass(frozen=True, slots=True)
class Claims:
    """One sentence's pieces, folded. `names` are capitalised words that do not begin it; `words` are long ones."""

    figures: frozenset[str]  # numbers, and months as "month 6"
    names: Mapping[str, str]  # folded -> as written
    words: frozenset[str]
    every: frozenset[str]  # all its words, folded: what another sentence's names and words are looked for in
    denies: bool
    doubts: bool
    quotes: tuple[str, ...]  # of three words or more, folded


def known(language: str) -> bool:
    """Whether claims in `language` (BCP 47) can be told apart at all."""
    return _primary(language) in _tables()


@lru_cache(maxsize=4096)
def claims(text: str, language: str) -> Claims:
    """Take a sentence to pieces. A language that is not `known` has no denials, doubts or small words."""
    table = _tables().get(_primary(language), _EMPTY)
    months = _months(_primary(language))
    written = [(word, _bare(plain(word))) for word in _WORD.findall(text)]
    dates = {
        months[form] for word, form in written if form in months and (word[0].isupper() or form not in table.modal)
    }
    rest = [(word, form) for word, form in written if months.get(form) not in dates]
    names = {
        form: word
        for word, form in (rest if rest[:1] != written[:1] else rest[1:])
        if word[0].isupper() and len(form) >= _NAME and form not in table.small
    }
    forms = [form for _, form in rest]
    words = {form for form in forms if len(form) >= _LONG and form not in table.small and form not in table.numbers}
    pairs = {run[at : at + 2] for run in _UNSPACED.findall(text) for at in range(len(run) - 1)}
    counted = {table.numbers[form] for form in forms if form in table.numbers}
    return Claims(
        figures=frozenset(_figures(text)) | counted | dates,
        names=names,
        words=frozenset(words - names.keys()) | frozenset(pairs),
        every=frozenset(forms) | frozenset(pairs),
        denies=any(table.denials.fullmatch(form) for form in forms),
        doubts=any(table.doubts.fullmatch(form) for form in forms),
        quotes=tuple(quote for quote in _quotes(text) if len(quote.split()) >= _QUOTE_WORDS),
    )


def near(text: str, language: str, claim: Claims) -> Claims:
    """The claims of that part of a sentence in which the words of `claim` stand, a few words around it included."""
    content = (*sorted(claim.words), *claim.names)
    found_at = [word for word in _WORD.finditer(text) if found(_bare(plain(word.group())), content)]
    if not found_at:
        return claims(text, language)
    before = [word.start() for word in _WORD.finditer(text, 0, found_at[0].start())]
    after = [word.end() for word in _WORD.finditer(text, found_at[-1].end())]
    start = before[-_AROUND] if len(before) >= _AROUND else 0
    end = after[_AROUND - 1] if len(after) >= _AROUND else len(text)
    return claims(text[start:end], language)


def same(one: str, other: str, ending: int) -> bool:
    """Whether two folded words are forms of one: they share all but an ending of so many letters."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    needed = max(3, len(longer) - ending)
    return len(shorter) >= needed and shorter[:needed] == longer[:needed]


def found(word: str, among: Iterable[str]) -> bool:
    """Whether a form of `word` stands among others."""
    return any(same(word, other, 3) for other in among)


def named(name: str, among: Iterable[str]) -> bool:
    """Whether a form of a name stands among others: closer than a word's, for Bundestag is not Bundesrat."""
    return any(same(name, other, 2) for other in among)


def _bare(word: str) -> str:
    """A word without what hangs on it: 's, l', 'da, and Arabic's small words. What denies keeps its n't."""
    if "'" in word and not word.endswith("n't"):
        word = max(word.split("'"), key=len)
    return _PROCLITIC.sub("", word)


# -- pieces --------------------------------------------------------------------------------------------------------


def _figures(text: str) -> Iterable[str]:
    """The numbers of a text in one spelling: 1,000 and 1 000 are 1000, ٣ is 3, 2.5 and 2,5 are 2.5."""
    for match in _FIGURE.finditer(text):
        plainly = "".join(str(unicodedata.digit(char, -1)) if char.isdigit() else char for char in match.group())
        if _THOUSANDS.fullmatch(plainly):
            yield re.sub(r"\D", "", plainly)
        else:
            for part in re.split(r"[\u00a0\u202f ]", plainly):
                yield re.sub(r"[,٫٬]", ".", part)


def _quotes(text: str) -> Iterable[str]:
    for match in _QUOTED.finditer(text):
        yield plain(next(group for group in match.groups() if group))


@dataclass(frozen=True, slots=True)
class _Table:
    modal: frozenset[str]  # months that are other words in small letters: English may, march
    denials: re.Pattern[str]
    doubts: re.Pattern[str]
    numbers: Mapping[str, str]
    small: frozenset[str]


_EMPTY: Final = _Table(frozenset(), re.compile(r"(?!)"), re.compile(r"(?!)"), {}, frozenset())


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, _Table]:
    read = tomllib.loads(files("digest").joinpath("data", "grounding.toml").read_text("utf-8"))
    figures = read.pop("figures")
    return {language: _table(table, figures) for language, table in read.items()}


@lru_cache(maxsize=32)
def _months(language: str) -> Mapping[str, str]:
    """The names of months in a language, folded, as figures: "june" is "month 6" in every language."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    contexts = [locale.months[context]["wide"] for context in ("format", "stand-alone")]
    return {plain(name): f"month {number}" for names in contexts for number, name in names.items()}


def _table(table: Mapping[str, str], figures: list[str]) -> _Table:
    numbers = dict(zip(map(plain, table["numbers"].split()), figures, strict=False))
    # "One of them", "un accord": where the word for 1 is also an article it is no figure.
    numbers.pop(plain(table["numbers"].split()[0]))
    small = frozenset(_bare(plain(word)) for word in table["small"].split())
    modal = frozenset(table.get("modal", "").split())
    return _Table(modal, _any(table["denials"]), _any(table["doubts"]), numbers, small)


def _any(words: str) -> re.Pattern[str]:
    spelt = []
    for word in words.split():
        body = re.escape(plain(word.rstrip("*")))
        spelt.append(body + (r"\S*" if word.endswith("*") else ""))
    return re.compile("|".join(spelt))
