"""Ground: each sentence that a model wrote, held against the sources: printed only where they say it; a room, pure.

A sentence stands when up to three sentences of ONE article together hold every figure, every name and every country
that it names, every quotation word for word, and most of its other long words; and when it denies what they deny, and
doubts what they doubt. It cannot see who did what to whom: "A struck B" and "B struck A" hold the same words. That is
why the print says which sentences a model wrote, and gives their sources.

A gloss, in another language than its source, can share no words with it: there every figure and every country must be
the source's, and names where both languages write in one script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from digest.language.claims import Claims, claims, found, known, named, near
from digest.language.scripts import script
from digest.language.sentences import sentences
from digest.models import Ask, Checked, Shown

Countries = Callable[[str, str], frozenset[str]]
"""The countries that a text in a language (BCP 47) names, by ISO code."""

# Of the 67 trials in tests/ground, in seven languages, .5 to .8 judge all right; the middle leaves room on both sides.
_WORDS: Final = 0.65
_SHARED: Final = 2  # pieces of the claim that a further sentence holds: with one alone it may speak of something else
_SUPPORT: Final = 3  # sentences; more than that is an essay on the article, not its summary
_MARK: Final = re.compile(r"\s*\[\d+(?:\s*[,;–-]\s*\d+)*\]")
_BULLET: Final = re.compile(r"(?m)^\s*(?:[-*•]|\d+[.)])\s+")
_UNSEEN: Final = re.compile(r"[\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def ground(draft: str, ask: Ask, countries: Countries) -> tuple[Checked, ...]:
    """Check a draft sentence by sentence, in order; marks such as "[2]", bullets and invisible signs are taken out."""
    if not known(ask.language) or not known(ask.from_language):
        lacking = ask.language if not known(ask.language) else ask.from_language
        return tuple(Checked(one, (), f"no words of denial are known for {lacking}") for one in _sentences(draft, ask))
    judge = _across if ask.language.partition("-")[0] != ask.from_language.partition("-")[0] else _within
    return tuple(_checked(one, ask, countries, judge) for one in _sentences(draft, ask))


def _sentences(draft: str, ask: Ask) -> Iterator[str]:
    text = _UNSEEN.sub(" ", _BULLET.sub("", _MARK.sub("", draft)).replace("**", ""))
    for line in text.splitlines() or [text]:
        folded = " ".join(line.split())
        for start, end in sentences(folded, ask.language):
            yield folded[start:end]


@dataclass(frozen=True, slots=True)
class _Trial:
    """How a sentence stands against some of an article's sentences."""

    support: tuple[int, ...]
    share: float  # of its long words, in [0, 1]
    trouble: str


_Judge = Callable[[str, Ask, Sequence[int], Countries], _Trial]


def _checked(text: str, ask: Ask, countries: Countries, judge: _Judge) -> Checked:
    """The best of the trials against each article."""
    articles = groupby(range(len(ask.told)), key=lambda number: ask.told[number].item)
    trials = [judge(text, ask, list(numbers), countries) for _, numbers in articles]
    best = min(trials, key=lambda trial: (bool(trial.trouble), -trial.share, len(trial.support), trial.support))
    return Checked(text, () if best.trouble else best.support, best.trouble)


# -- in the sources' own language ----------------------------------------------------------------------------------


def _within(text: str, ask: Ask, numbers: Sequence[int], countries: Countries) -> _Trial:
    claim = claims(text, ask.language)
    support = _support(claim, ask, numbers)
    told = [claims(ask.told[number].text, ask.from_language) for number in support]
    said = [ask.told[number] for number in support]
    share = _share(claim, told)
    trouble = (
        _missing(claim, told)
        or _foreign(text, ask, said, countries)
        or _misquoted(claim, said)
        or _turned(claim, [near(one.text, ask.from_language, claim) for one in said])
        or ("" if share >= _WORDS else f"only {share:.0%} of its words stand in the sources")
    )
    return _Trial(tuple(support), share, trouble)


def _support(claim: Claims, ask: Ask, numbers: Sequence[int]) -> list[int]:
    """The sentences that hold most of the claim, each chosen for what the ones before it lack; at most three."""
    wanted = {("figure", one) for one in claim.figures} | {("name", one) for one in claim.names}
    wanted |= {("word", one) for one in claim.words}
    whole = frozenset(wanted)
    chosen: list[int] = []
    while wanted and len(chosen) < min(_SUPPORT, len(numbers)):
        gains = {number: _gain(wanted, ask, number) for number in numbers if number not in chosen}
        best = max(gains, key=lambda number: (sum(1 + (kind != "word") for kind, _ in gains[number]), -number))
        if not gains[best] or (chosen and len(_gain(whole, ask, best)) < _SHARED):
            break
        chosen.append(best)
        wanted -= gains[best]
    return sorted(chosen)


def _gain(wanted: Set[tuple[str, str]], ask: Ask, number: int) -> frozenset[tuple[str, str]]:
    said = claims(ask.told[number].text, ask.from_language)
    return frozenset(
        (kind, one)
        for kind, one in wanted
        if (one in said.figures if kind == "figure" else (named if kind == "name" else found)(one, said.every))
    )


def _share(claim: Claims, told: Sequence[Claims]) -> float:
    if not claim.words:
        return 1.0 if told else 0.0
    every = frozenset(word for one in told for word in one.every)
    return sum(found(word, every) for word in claim.words) / len(claim.words)


def _missing(claim: Claims, told: Sequence[Claims]) -> str:
    figures = frozenset(figure for one in told for figure in one.figures)
    every = frozenset(word for one in told for word in one.every)
    for figure in sorted(claim.figures - figures):
        return f"no sentence of the source with its other words gives the figure {figure}"
    for name, written in sorted(claim.names.items()):
        if not named(name, every):
            return f"the source does not name “{written}” there"
    return "" if told else "nothing of it stands in the sources"


def _foreign(text: str, ask: Ask, told: Sequence[Shown], countries: Countries) -> str:
    named = frozenset(code for one in told for code in countries(one.text, ask.from_language))
    extra = countries(text, ask.language) - named
    return f"the source does not name the country {min(extra)} there" if extra else ""


def _misquoted(claim: Claims, told: Sequence[Shown]) -> str:
    from digest.language.folding import plain

    said = " ".join(plain(one.text) for one in told)
    for quote in claim.quotes:
        if quote.rstrip(" .,;") not in said:
            return f"the source does not say “{quote}”"
    return ""


def _turned(claim: Claims, told: Sequence[Claims]) -> str:
    if not told:
        return ""
    nearest = max(told, key=lambda one: sum(found(word, one.every) for word in (*claim.words, *claim.names)))
    if claim.denies != nearest.denies and not (claim.denies and any(one.denies for one in told)):
        return "it denies what the source does not" if claim.denies else "the source denies it"
    if nearest.doubts and not claim.doubts:
        return "the source does not say it for certain"
    return ""


# -- across languages ----------------------------------------------------------------------------------------------


def _across(text: str, ask: Ask, numbers: Sequence[int], countries: Countries) -> _Trial:
    claim = claims(text, ask.language)
    nearest = sorted(numbers, key=lambda number: (-_common(text, claim, ask, number, countries), number))
    support = sorted(nearest[:_SUPPORT])
    told = [ask.told[number] for number in support]
    figures = frozenset(figure for one in told for figure in claims(one.text, ask.from_language).figures)
    trouble = next((f"the source does not give the figure {one}" for one in sorted(claim.figures - figures)), "")
    trouble = trouble or _foreign(text, ask, told, countries)
    if not trouble and script(text) == script(told[0].text):
        every = [word for one in told for word in claims(one.text, ask.from_language).every]
        lost = [written for name, written in sorted(claim.names.items()) if not named(name, every)]
        lost = [name for name in lost if not countries(name, ask.language)]
        trouble = f"the source does not name “{lost[0]}”" if lost else ""
    return _Trial(tuple(support), float(len(told) > 0), trouble)


def _common(text: str, claim: Claims, ask: Ask, number: int, countries: Countries) -> int:
    one = ask.told[number]
    shared = countries(text, ask.language) & countries(one.text, ask.from_language)
    said = claims(one.text, ask.from_language)
    return len(claim.figures & said.figures) + len(shared) + sum(named(name, said.every) for name in claim.names)
