"""Days and windows in a language's own words, by Babel's CLDR data. Moments come in as aware datetimes."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_date_format

ENGLISH = "en-IE"  # "Sunday 8 June 2025"; CLDR's plain "en" is American
_YEAR = re.compile(r"[\s,،]*(?:'de'\s*)?y+(?:\s*'[^']+'\.?|[^\x00-\x7f])?")
_DAY = 3  # parts of a date that is one of a day
_HALF_DAY = timedelta(hours=12)
# The code point of zero, by CLDR numbering system: Babel changes the separators of a number, never its digits.
_ZERO = {"arab": 0x660, "arabext": 0x6F0, "deva": 0x966, "beng": 0x9E6, "mymr": 0x1040}


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Babel's locale for a BCP 47 language: the nearest that it knows, else English."""
    primary = language.partition("-")[0]
    for tag in (ENGLISH if language == "en" else language, primary):
        try:
            return Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return Locale.parse(ENGLISH, sep="-")


def digits(text: str, locale: Locale) -> str:
    """`text` with its Western digits written as the locale writes them (Persian ۲۳)."""
    zero = _ZERO.get(locale.default_numbering_system)
    return text.translate({ord("0") + n: zero + n for n in range(10)}) if zero else text


def day(moment: datetime, language: str, timezone: str, year: int = 0) -> str:
    """The local day of `moment`: "5 June", with the year when it is not `year` ("5 June 2024")."""
    local, locale = local_day(moment, timezone), locale_of(language)
    pattern = get_date_format("long", locale).pattern
    return _write(local, _without_year(pattern) if local.year == year else pattern, locale)


def long_day(moment: datetime, language: str, timezone: str) -> str:
    """The local day of `moment` with its year: "5 June 2025"."""
    return day(moment, language, timezone)


def dated(iso: str, language: str, year: int) -> str:
    """A day, month or year of ISO 8601 in words: "2 June", "2 June 2024", "May 2025", "2022".

    A day is written without its year when that is `year`.
    """
    locale, parts = locale_of(language), [int(part) for part in iso.split("-")]
    if len(parts) == _DAY:
        pattern = get_date_format("long", locale).pattern
        return _write(date(*parts), _without_year(pattern) if parts[0] == year else pattern, locale)
    if len(parts) == 1:
        return digits(iso, locale)
    return _tidy(format_skeleton("yMMMM", date(parts[0], parts[1], 1), locale=locale, fuzzy=True), locale)


def bounds(since: datetime, until: datetime, timezone: str) -> tuple[date, date]:
    """First and last local day of a window: the days of which at least half lies inside it.

    So an issue cut off on Monday at seven covers Monday to Sunday, two issues in a row never claim the same day, and
    a window of a few hours is the day on which it ends.
    """
    zone = ZoneInfo(timezone)
    first = (since.astimezone(zone).replace(tzinfo=None) + _HALF_DAY).date()
    last = (until.astimezone(zone).replace(tzinfo=None) - _HALF_DAY).date()
    return (first, last) if first <= last else (local_day(until, timezone),) * 2


def local_day(moment: datetime, timezone: str) -> date:
    """The day that the wall clock shows at `moment`."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def written(one: date, language: str) -> str:
    """A day with its year: "5 June 2025"."""
    locale = locale_of(language)
    return _write(one, get_date_format("long", locale).pattern, locale)


def weekday(one: date, language: str) -> str:
    """A day with its day of the week and without its year: "Thursday 5 June"."""
    locale = locale_of(language)
    return _write(one, _without_year(get_date_format("full", locale).pattern), locale)


def window(first: date, last: date, language: str) -> str:
    """A window with its days of the week: "Monday 2 June – Sunday 8 June 2025"; one day stands alone."""
    locale = locale_of(language)
    return _range(first, last, get_date_format("full", locale).pattern, locale)


def short_window(first: date, last: date, language: str) -> str:
    """A window for running heads and subjects: "2–8 June 2025", "30 May – 5 June 2025"."""
    locale = locale_of(language)
    if first != last and (first.year, first.month) == (last.year, last.month):
        return _within_month(first, last, locale)
    return _range(first, last, get_date_format("long", locale).pattern, locale)


def _range(first: date, last: date, pattern: str, locale: Locale) -> str:
    end = _write(last, pattern, locale)
    if first == last:
        return end
    start = _write(first, _without_year(pattern) if first.year == last.year else pattern, locale)
    return start + _joint(locale) + end


def _within_month(first: date, last: date, locale: Locale) -> str:
    skeletons = locale.interval_formats
    parts = (skeletons.get("yMMMMd") or skeletons["yMMMd"])["d"]
    wide = [re.sub(r"(?<!M)MMM(?!M)", "MMMM", re.sub(r"(?<!L)LLL(?!L)", "LLLL", part)) for part in parts]
    start, end = (format_date(one, part, locale=locale) for one, part in zip((first, last), wide, strict=True))
    return _tidy(start + end, locale)


def _joint(locale: Locale) -> str:
    return " تا " if locale.language == "fa" else " – "


def _without_year(pattern: str) -> str:
    return _YEAR.sub("", pattern).lstrip(" .,،").rstrip(" ,،")


def _write(one: date, pattern: str, locale: Locale) -> str:
    return _tidy(format_date(one, pattern, locale=locale), locale)


def _tidy(text: str, locale: Locale) -> str:
    return digits(" ".join(text.split()), locale)
