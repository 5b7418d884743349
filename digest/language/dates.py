"""Dates as people and machines write them, in any language that CLDR knows the months of.

A date is complete or it is none: day, month and year must be there. The order of an all-number date follows the
language: "5/6/2025" is 6 May in "en", 5 June in "en-GB" and in "fr".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from digest.language.calendars import JALALI_MONTHS, from_jalali, from_thai, is_jalali
from digest.language.scripts import script
from digest.language.wordlists import wordlist

if TYPE_CHECKING:
    from babel import Locale

# A date without a time is noon UTC: the same day of the calendar from UTC-12 to UTC+11, wherever it is printed.
NOON = 12
_LONGEST = 200  # characters looked at: whoever dates a text does so at the beginning of a line
_PIVOT = 69  # two-digit years: 69 to 99 are 1969 to 1999, as POSIX has it

# Month names are first replaced by their number between two of these.
_MARK = "\x01"
_M = rf"{_MARK}(?P<m>\d\d){_MARK}\.?"
_DAY = r"(?<![\d:])(?P<d>\d{1,2})(?:st|nd|rd|th|er|[ºª.])?(?![\d:])"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_OF = r"[\s.,/–-]*(?:of|de|del|d'|'|وێ|năm)?\s*"
_GAP = r"[\s.,/–-]*(?:m\.\s*)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})\s?[-/.年년]\s?(?P<m>\d{1,2})\s?[-/.月월]\s?(?P<d>\d{1,2})(?!\d)[日일]?",
        rf"{_DAY}{_OF}{_M}{_OF}{_YEAR}",
        rf"{_M}{_OF}{_DAY}[\s,]+{_YEAR}",
        rf"{_M}\s+{_DAY}\s+(?P<t>\d\d:\d\d(?::\d\d)?\s+(?:[A-Z]{{1,5}}\b\s*)?(?:[+-]\d{{4}})?)\s*{_YEAR}",
        rf"(?<!\d){_YEAR}{_GAP}{_M}{_OF}{_DAY}",
        rf"{_DAY}[\s-]{_M}[\s-](?P<yy>\d\d)(?![\d:])",
        r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?![\d./-])",
        r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<yy>\d\d)(?![\d./-])",
    )
)
_SECONDS = re.compile(r"\s*(1\d{9})(?:\d{3})?\s*")  # since 1970; 2001 to 2033
_FIGURES = re.compile(r"\s*(?:19|20)\d\d[01]\d[0-3]\d(?:T[0-2]\d[0-5]\d(?:[0-5]\d)?(?:Z|[+-]\d{4})?)?\s*")
_WORTH_A_LOOK = re.compile(r"\d{4}|\d\d?([./-])\d\d?\1\d\d|\d\d?[ -]\w{3,9}\.?[ -]\d\d")
_TIME = re.compile(
    r"T?(?P<before>[上下]午|午[前後]|오[전후])?\s?(?<!\d)(?P<h>\d{1,2})(?:[:.h](?P<min>\d\d)(?::?(?P<s>\d\d)(?:[.,]\d+)?)?)?"
    r"(?(min)|(?=\s*[ap]\.?\s?m\b))\s*(?:(?P<half>[ap])\.?\s?m\b\.?|(?P<behind>مساء|صباحا|[مص]\b|[πμ]\.?μ\b))?(?!\d)",
    re.IGNORECASE,
)
_AFTERNOON = frozenset("下午 午後 오후 م مساء μμ μ.μ".split())
_TELLS_TIME = re.compile(r"\d\s?[:h]\s?\d\d|\dT\d\d|(?<![\d.])\d\d?\.\d\d(?![\d.])|\d\s?[ap]\.?\s?m\b", re.IGNORECASE)
_ZONE = re.compile(
    r"(?<![^\W\d_])(?:(?P<name>[A-Z]{1,5})\b\s*)?"
    r"(?:(?P<sign>[+−-])(?:(?P<zh>\d\d):?(?P<zm>\d\d)\b|(?P<hours>\d\d?)(?![\d:.])))?"
)
_HOURS = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1,
    "MESZ": 2, "EET": 2, "EEST": 3, "SAST": 2, "MSK": 3, "TRT": 3, "EAT": 3, "PKT": 5, "HKT": 8, "SGT": 8, "JST": 9,
    "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4,
    "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip

# Languages that share a script, for texts that do not say which they are in. Names that mean two months are left out.
_BY_SCRIPT = {
    "Latn": "en es fr de it pt nl pl tr sv da nb fi cs ro hu id vi ca hr sk sl sq az et lv lt is eu gl uz sw",
    "Cyrl": "ru uk bg sr be mk kk ky tg mn",
    "Arab": "ar ar_SY ar_MA ar_DZ fa_AF ur ps ckb ug",
    "Hebr": "he", "Grek": "el", "Deva": "hi mr ne", "Beng": "bn", "Taml": "ta", "Telu": "te", "Thai": "th",
    "Geor": "ka", "Armn": "hy", "Ethi": "am", "Gujr": "gu", "Guru": "pa", "Knda": "kn", "Mlym": "ml", "Sinh": "si",
}  # fmt: skip
_JALALI = 12  # what the numbers of Persian months are set apart by
_ALEFS = str.maketrans("أإآ", "ااا")  # the hamza is as often left out
_BESIDE = 5  # words
_PARTICLE = 2  # letters of a word in lower case that a name may have in it
_UNCASED = 10  # letters of a word in a script without capitals; longer is a phrase in one that does not part words
_WORD = re.compile(r"[^\W\d_]+")


def moment(text: str, language: str = "") -> datetime | None:
    """The first complete date in the first 200 characters of `text`, aware UTC; None when there is none.

    `language` is BCP 47 or "". A day that the calendar lacks (31 June) is none. Without a time it is noon UTC, without
    a zone the time is UTC.
    """
    found = _search(text, language)
    return found[0] if found else None


def tells_time(text: str) -> bool:
    """Whether a date has a time of day beside it: "2025-06-05T09:00Z", "5 June 2025, 9 a.m."."""
    return _TELLS_TIME.search(_ascii_digits(text[:_LONGEST])) is not None


def is_dateline(text: str, language: str = "") -> bool:
    """Whether `text` says when, and nothing else: "Published on 5 June 2025", "5.6.2025 - 14:30", "10:29 A.M. EDT"."""
    if len(text) > _LONGEST:
        return False
    beside = _beside(text, language)
    return beside is not None and not beside


def dateline(text: str, language: str = "") -> datetime | None:
    """The date of a line that says when, and at most where and from whom: "Istanbul, 5 June 2025 (Anadolu)".

    Such words are few and begin with capitals where the script has them. None for any other line, and for a time alone.
    """
    beside = _beside(text, language) if len(text) <= _LONGEST else None
    if beside is None or len(beside) > _BESIDE or not all(map(_is_name, beside)):
        return None
    return moment(text, language)


def _is_name(word: str) -> bool:
    cased = word[0].upper() != word[0].lower()
    return not word[0].islower() or len(word) <= _PARTICLE if cased else len(word) <= _UNCASED


def _beside(text: str, language: str) -> list[str] | None:
    """The words beside the first date or time of a line that only name something; None when it has none of both."""
    found = _search(text, language)
    rest = found[1] if found else _ascii_digits(text)
    timed = _TIME.search(rest)
    if timed:
        rest = rest[: timed.start()] + " " + _ZONE.sub(" ", rest[timed.end() :].lstrip(), count=1)
    elif not found:
        return None
    weekdays = _names(language, script(text))[1]
    labels = {*wordlist("dates", "beside"), *weekdays}
    words = [word for word in _WORD.findall(rest) if word.casefold() not in labels]
    return words or re.findall(r"\d+", rest)


def _search(text: str, language: str) -> tuple[datetime, str] | None:
    """The first date, and the text without it: its time and zone are still in there."""
    head = _ascii_digits(text[:_LONGEST])
    if not _WORTH_A_LOOK.search(head):
        return None
    if stamp := _counted(head):
        return stamp, " \n "
    marked = _mark_months(head, language)
    for pattern in _PATTERNS:
        for found in pattern.finditer(marked):
            parts = found.groupdict()
            rest = marked[: found.start()] + " \n " + (parts.get("t") or "") + marked[found.end() :]
            made = _made(parts, rest, language)
            if made:
                return made, rest
    return None


def _counted(text: str) -> datetime | None:
    """A moment as programs write it: seconds or milliseconds since 1970, "20250605", "20250605T101500Z"."""
    seconds = _SECONDS.fullmatch(text)
    if seconds:
        return datetime.fromtimestamp(int(seconds[1]), UTC)
    figures = _FIGURES.fullmatch(text)
    try:
        made = datetime.fromisoformat(figures[0].strip()) if figures else None
        return utc(made) if made and "T" in text else made and made.replace(hour=NOON, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _made(parts: Mapping[str, str | None], rest: str, language: str) -> datetime | None:
    """The moment that a match and the rest of its line stand for; None when the calendar lacks it."""
    year = int(parts.get("y") or 0) or _century(int(parts.get("yy") or 0))
    orders = [(parts.get("m"), parts.get("d"))]
    if parts.get("a"):
        orders = [(parts.get("b"), parts.get("a")), (parts.get("a"), parts.get("b"))]
        if parts.get("sep") != "." and _month_first(language):
            orders.reverse()
    for month, day in orders:
        try:
            return _timed(_day(year, int(month or 0), int(day or 0), language), rest)
        except (ValueError, OverflowError):
            continue
    return None


def _day(year: int, month: int, day: int, language: str) -> datetime:
    """Midnight UTC of a day, whose calendar its month's name, or its language and year, tell."""
    tongue = language.partition("-")[0].lower()
    if month > _JALALI or (tongue == "fa" and is_jalali(year)):
        found = from_jalali(year, month - _JALALI if month > _JALALI else month, day)
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    return datetime(from_thai(year) if tongue == "th" else year, month, day, tzinfo=UTC)


def _timed(day: datetime, rest: str) -> datetime:
    """`day` with the time of day and the zone that stand behind it, else before it."""
    before, _, behind = rest.partition(" \n ")
    found = _TIME.search(behind) or _TIME.search(before)
    if not found:
        return day.replace(hour=NOON)
    hour = int(found["h"])
    half = (found["half"] or found["before"] or found["behind"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" or half in _AFTERNOON else 0)
    if hour == 24 and found["min"] == "00":  # the end of the day, as ISO 8601 may write it
        day, hour = day + timedelta(days=1), 0
    try:
        clock = day.replace(hour=hour, minute=int(found["min"] or 0), second=min(59, int(found["s"] or 0)))
    except ValueError:
        return day.replace(hour=NOON)
    return (clock - _offset(found.string[found.end() :].lstrip())).replace(tzinfo=UTC)


def _offset(text: str) -> timedelta:
    """The zone that `text` begins with, as its distance from UTC; zero when it names none."""
    found = _ZONE.match(text)
    if found and found["sign"] and (found["zh"] or found["sign"] == "+" or found["name"]):
        size = timedelta(hours=int(found["zh"] or found["hours"]), minutes=int(found["zm"] or 0))
        return size if found["sign"] == "+" else -size
    return timedelta(hours=_HOURS.get((found["name"] or "") if found else "", 0))


def _century(year: int) -> int:
    return year + (1900 if year >= _PIVOT else 2000)


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    # Arabic dates carry invisible direction marks between their figures.
    shown = (char for char in text if unicodedata.category(char) != "Cf")
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in shown)


@lru_cache(maxsize=64)
def _month_first(language: str) -> bool:
    """Whether an all-number date in `language` begins with the month."""
    locale = _locale(language)
    pattern = str(locale.date_formats["short"].pattern) if locale else ""
    return not locale or pattern.startswith("M")


def _mark_months(text: str, language: str) -> str:
    months, _, names = _names(language, script(text))
    return names.sub(lambda found: f"{_MARK}{months[_key(found[0])]:02}{_MARK}", text.translate(_ALEFS))


def _key(name: str) -> str:
    return " ".join(name.translate(_ALEFS).casefold().rstrip(".").split())


@lru_cache(maxsize=64)
def _names(language: str, letters: str) -> tuple[Mapping[str, int], frozenset[str], re.Pattern[str]]:
    """Months by name, the words of weekdays, and what finds a month's name: of `language`, else of the script."""
    own = [language] if _locale(language) else []
    shared = [other for other in _BY_SCRIPT.get(letters, "").split() if other not in own]
    months: dict[str, int] = {}
    twofold: set[str] = set()
    for other in shared:
        for name, number in _months(other):
            if months.setdefault(name, number) != number:
                twofold.add(name)
    months = {name: number for name, number in months.items() if name not in twofold}
    months.update(chain.from_iterable(map(_months, ["en", *own])))
    if letters == "Arab":
        months.update((_key(name), _JALALI + number) for number, name in enumerate(JALALI_MONTHS, 1))
    weekdays = frozenset(chain.from_iterable(map(_weekdays, ["en", *shared, *own])))
    longest_first = sorted(months, key=lambda name: (-len(name), name))
    spelt = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    return months, weekdays, re.compile(rf"(?<![^\W\d_])(?:{spelt})(?![^\W\d_])", re.IGNORECASE)


@lru_cache(maxsize=64)
def month_names(language: str) -> Mapping[str, int]:
    """The names of months in `language` (BCP 47), case-folded, in all their forms; Persian ones of Jalali are 13 to 24.

    Empty for an unknown language.
    """
    found = dict(_months(language))
    if language.partition("-")[0].lower() == "fa":
        found.update((_key(name), _JALALI + number) for number, name in enumerate(JALALI_MONTHS, 1))
    return found


def _months(language: str) -> Iterator[tuple[str, int]]:
    for form in _forms(language, "months"):
        for number, name in form.items():
            if _WORD.search(name) and len(_key(name)) > 2:
                yield _key(name), number


def _weekdays(language: str) -> Iterator[str]:
    for form in _forms(language, "days"):
        for name in form.values():
            yield from (word.casefold() for word in _WORD.findall(name))


def _forms(language: str, field: str) -> Iterator[Mapping[int, str]]:
    locale = _locale(language)
    widths = [(context, width) for context in ("format", "stand-alone") for width in ("wide", "abbreviated")]
    yield from (getattr(locale, field)[context][width] for context, width in widths if locale)


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    parts = language.replace("_", "-").split("-")
    for tag in ("_".join(parts), parts[0]):
        try:
            return Locale.parse(tag)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return None


def utc(value: datetime) -> datetime:
    """`value` as aware UTC; without a zone it is taken to be UTC already. Raises OverflowError beyond the calendar."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
