"""Other calendars than the Gregorian, where a date in one is certain to be one and simple to convert.

The Persian year begins at the spring equinox; its leap years follow a rule of 33 years from 1799 to beyond 2100. The
Thai year is the Gregorian one, counted from the Buddha. The Islamic month begins when the moon is seen: not here.
"""

from __future__ import annotations

from datetime import date, timedelta

JALALI_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})  # of a year's rest modulo 33
_FIRST, _LAST = 1300, 1499
_KNOWN = (1400, date(2021, 3, 21))  # a year and its first day
_THAI = 543  # years
_LONG_MONTHS = 6  # have 31 days, the others 30, the last 29 but in leap years


def is_jalali(year: int) -> bool:
    """Whether a Persian date of our time has this year: 1300 to 1499, 1921 to 2121 in the Gregorian calendar."""
    return _FIRST <= year <= _LAST


def from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian day. Raises ValueError for a day that the Persian calendar lacks, and outside its years."""
    longest = 31 if month <= _LONG_MONTHS else 30 - (month == 12 and year % 33 not in _LEAP)
    if not (is_jalali(year) and 1 <= month <= 12 and 1 <= day <= longest):
        raise ValueError(f"the Persian calendar has no {year}-{month}-{day}")
    known, start = _KNOWN
    between = range(min(known, year), max(known, year))
    years = len(between) * 365 + sum(one % 33 in _LEAP for one in between)
    passed = (month - 1) * 30 + min(month - 1, _LONG_MONTHS) + day - 1
    return start + timedelta(days=(years if year >= known else -years) + passed)


def from_thai(year: int) -> int:
    """The Gregorian year of a Thai one, and any other year as it is."""
    return year - _THAI if 2400 <= year < 2700 else year
