"""The words of `digest/data/whens.toml` as patterns: one grammar per language, made when it is first asked for."""

from __future__ import annotations

import re
import tomllib
from calendar import month_name
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from digest.language.dates import month_names
from digest.models import Precision

_DAY = r"(?<![\d.,:/-])(?P<{d}>[0-3]?\d)(?:st|nd|rd|th|er|[ºª.])?(?:\s?[-–—]\s?[0-3]?\d\.?)?(?![\d:])"
_YEAR = r"(?P<{y}>[12]\d{{3}})(?![\d-])"
_LEFT, _RIGHT = r"(?<![^\W_])", r"(?![^\W_])"
# Behind a date: a range or a compound; in English a capital too, but of a month: "Sunday Times", "Monday Night".
_GOES_ON = (r"[-–—](?=\w)", rf"[-–—](?=\w)|['’]s\b|\sof\b|\s(?=[A-Z][a-z])(?!(?:{'|'.join(month_name[1:])})\b)")
_CAPITALS = frozenset({"en", "de"})  # languages that write names of days and months with a capital


_BESIDE = "the|le|el|den|dem|il"  # articles between a weekday and its date
_ALEFS = str.maketrans("أإآ", "ااا")


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's patterns. Groups: d day, m month, y year, w weekday."""

    full: re.Pattern[str]
    month: re.Pattern[str]
    weekday: re.Pattern[str]
    year: re.Pattern[str]
    ago: re.Pattern[str]
    today: re.Pattern[str] | None
    phrases: tuple[tuple[re.Pattern[str], Precision, int], ...]  # how many days, months or years from the article's
    beside_before: re.Pattern[str]  # a weekday right before a date
    beside_behind: re.Pattern[str]
    goes_on: re.Pattern[str]  # what stands behind a weekday or date that is part of something else
    months: Mapping[str, int]
    weekdays: Mapping[str, int]  # Monday 0
    numbers: Mapping[str, int]
    barred: frozenset[str]
    joints: frozenset[str]  # words between two dates: neither is the one
    future: frozenset[str]
    maybe: frozenset[str]
    said: frozenset[str]
    every: frozenset[str]
    capitals: bool
    triggers: frozenset[str]  # words of which a dated sentence without figures has one

    def month_of(self, parts: Mapping[str, str | None]) -> int:
        """The number of the month that a match names, in words or figures."""
        named = parts.get("m") or parts.get("m2")
        if named:
            return self.months[_key(named)]
        return int(parts.get("mn") or parts.get("mn2") or parts.get("mn3") or 0)


@lru_cache(maxsize=64)
def grammar(language: str) -> Grammar | None:
    """The grammar of a BCP 47 language; None when it has no table."""
    base = language.split("-")[0].lower()
    table = _file().get(base)
    if table is None:
        return None
    months = {_key(name): number for name, number in (month_names(language) or month_names(base)).items()}
    for row in table.get("months", ()):
        number, _, name = row.partition(" ")
        months[_key(name)] = int(number)
    weekdays = {name: n for n, names in enumerate(table["weekdays"]) for name in names.replace("’", "'").split("|")}
    month, day = _any(months), _any(weekdays)
    return Grammar(
        full=_compiled(_full(table, month)),
        month=_compiled(_month(table, month)),
        weekday=_compiled(_weekday(table, day)),
        year=_compiled(_year(table)),
        ago=_compiled(_ago(table)),
        today=_compiled(table["today"]) if "today" in table else None,
        phrases=tuple(_phrases(table)),
        beside_before=_compiled(_beside(table, day)),
        beside_behind=_compiled(rf"\s?[,(]?\s*(?P<w>{day}){_RIGHT}"),
        goes_on=re.compile(_GOES_ON[base == "en"]),
        months=months,
        weekdays=weekdays,
        numbers={word: n for n, word in enumerate(table["numbers"], 2)},
        barred=_set(table["not"]) | _set(table["joints"]),
        joints=_set(table["joints"]),
        future=_set(table["future"]),
        maybe=_set(table.get("maybe", "")),
        said=_set(table["said"]),
        every=_set(table["every"]),
        capitals=base in _CAPITALS,
        triggers=_triggers(table, months, weekdays),
    )


def _triggers(table: Mapping[str, Any], *names: Iterable[str]) -> frozenset[str]:
    said = [way for key in ("month", "year", "days") for some in table[key] for way in some.split("|")]
    said += [way.replace("{n}", "") for way in table["ago"].split("|")]
    ends = [word for way in said for word in re.findall(r"\w+", way)[-1:]]
    parts = [part for some in names for name in some for part in re.findall(r"\w+", name)]
    return frozenset(word.casefold() for word in (*ends, *parts, "today"))


def _full(table: Mapping[str, Any], month: str) -> str:
    """ISO, figures, day and month, and where the language has it month and day."""
    of = rf"(?:\s+|\s+(?:{table['of']})\s+)" if table["of"] else r"\s+"
    other = rf"(?:\s*[/(]\s*(?:{month})(?:\s*\))?)?"
    joint = rf"(?:{table['of']})?\s*" if table["of"] else ""
    year = rf"(?:,?\s+{joint}{_YEAR.format(y='y')})?"
    ways = [
        r"(?<![\d-])(?P<y2>[12]\d{3})-(?P<mn>[01]\d)-(?P<d2>[0-3]\d)(?![\d-])",
        rf"{_DAY.format(d='d')}{of}{_LEFT}(?P<m>{month})\.?{_RIGHT}{other}{year}",
    ]
    if table.get("first"):
        day = _DAY.format(d="d3").replace(r"(?<![\d.,:/-])", "")
        ways.append(rf"{_LEFT}(?P<m2>{month})\.?\s+{day}(?:,?\s+{_YEAR.format(y='y3')})?")
    else:
        ways.append(r"(?<![\d./])(?P<d4>[0-3]?\d)(?P<sep>[./])(?P<mn2>[01]?\d)(?P=sep)(?P<y4>[12]\d{3})(?!\d)")
    return "|".join(ways)


def _month(table: Mapping[str, Any], month: str) -> str:
    """A month and its year, or behind "in" and "since" alone."""
    before = _words(table["in"], table["since"])
    of = rf"(?:\s+|,\s+|\s+(?:{table['of']})\s+)" if table["of"] else r"(?:\s+|,\s+)"
    with_year = rf"(?:(?:{before})\s+)?{_LEFT}(?P<m>{month})\.?{of}{_YEAR.format(y='y')}"
    if not before:
        return with_year
    alone = rf"{_LEFT}(?:{before})\s+(?P<m2>{month}){_RIGHT}(?!\.?\s*\d)"
    return f"{with_year}|{alone}"


def _weekday(table: Mapping[str, Any], day: str) -> str:
    """A weekday behind its preposition, with what says that it is the last or the next one."""
    last, following = _words(table["last"]), _words(table["next"])
    on = rf"(?:{_words(table['on'])})\s+" if table["on"] else ""
    lead = rf"(?:{_LEFT}(?:(?P<last>{last})|(?P<next>{following}))\s+)"
    before = rf"{_LEFT}{on}{lead}?" if on else rf"{lead}?"
    if table.get("after") and not on:  # "Pazartesi günü"
        return rf"{lead}?{_LEFT}(?P<w>{day})\s+(?:{_words(table['after'])}){_RIGHT}"
    behind = rf"(?:\s+(?:(?P<behind>{last})|(?P<coming>{following})){_RIGHT})?"
    return rf"{before}{_LEFT}(?P<w>{day}){_RIGHT}{behind}"


def _beside(table: Mapping[str, Any], day: str) -> str:
    """A weekday that ends right before a date: "Monday, ", "lundi ", "Pazartesi günü "."""
    after = rf"(?:\s+(?:{_words(table['after'])}))?" if table.get("after") else ""
    return rf"{_LEFT}(?P<w>{day}){after}\s?[,(]?\s*(?:(?:{_BESIDE})\s+)?$"


def _year(table: Mapping[str, Any]) -> str:
    if "years" in table:
        ways = (way.replace("{y}", "([12][0-9]{3})") for way in table["years"])
        return "|".join(rf"(?<![\d-])(?:{way}){_RIGHT}" for way in ways)
    before = _words(table["in"], table["since"])
    # In Russian "в 2022" may be anything, "в 2022 году" is a year; Arabic has the word before.
    behind = rf"\s+(?:{_words(table['yearword'])})" if table.get("yearword") else ""
    no_range = r"(?!\s*(?:[-–—]|to|and)\s*\d)(?!(?<=00)\s[a-z])"  # "in 2000 cities" is no year
    return rf"{_LEFT}(?:{before})(?:\s+(?:{before}))?\s+([12]\d{{3}})(?![\d-]|[.,]\d|\s?%){behind}{_RIGHT}{no_range}"


def _ago(table: Mapping[str, Any]) -> str:
    number = rf"(\d+|{_any(table['numbers'])})"
    ways = (re.escape(way).replace(r"\{n\}", number).replace(r"\ ", r"\s+") for way in table["ago"].split("|"))
    return "|".join(rf"{_LEFT}{way}{_RIGHT}" for way in ways)


def _phrases(table: Mapping[str, Any]) -> Iterable[tuple[re.Pattern[str], Precision, int]]:
    units: tuple[tuple[str, Precision, tuple[int, ...]], ...] = (
        ("month", "month", (-1, 0, 1)),
        ("year", "year", (-1, 0, 1)),
        ("days", "day", (-2, -1, 1)),
    )
    for name, unit, counts in units:
        for said, count in zip(table[name], counts, strict=True):
            if said:
                yield _compiled(rf"{_LEFT}(?:{_spelt(said.split('|'))}){_RIGHT}"), unit, count


def _words(*lists: str) -> str:
    return _spelt([word for words in lists for word in words.split()])


def _any(names: Iterable[str]) -> str:
    return _spelt(sorted(names, key=lambda name: (-len(name), name)))


def _spelt(names: Iterable[str]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]") for name in names)


def _key(name: str) -> str:
    return " ".join(plain(name).casefold().replace("’", "'").rstrip(".").split())


def plain(text: str) -> str:
    """Text as the patterns read it, character by character: figures as 0 to 9, no hamza on an alef."""
    if text.isascii():
        return text
    return "".join(str(int(char)) if char.isdecimal() else char for char in text.translate(_ALEFS))


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("digest.data").joinpath("whens.toml").read_text(encoding="utf-8").translate(_ALEFS))
